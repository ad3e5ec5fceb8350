import type { FileFacts } from '../analysis/facts.ts';
import type { Finding, FindingFix } from '../analysis/finding.ts';
import { amongOthers } from '../analysis/guarded.ts';
import { onlyOnce } from '../analysis/judge.ts';
import type { Scope } from '../analysis/scopes.ts';
import type { OpenWorkspace, Workspace } from '../analysis/workspace.ts';
import { isSkipped } from '../files/walk.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Settings } from '../settings.ts';
import { Lines } from '../text/lines.ts';
import { contains, type Span } from '../text/span.ts';
import { pathOf, uriOf } from './convert.ts';
import type { Log } from './guard.ts';
import type { Io } from './io.ts';
import { incremental } from './judging.ts';
import { EncodedLines, type Encoding } from './positions.ts';
import { makeSettings, type SettingsStore } from './settings.ts';

/** A document as it is checked: with `run` on save, this is not what the editor shows. */
export interface Shown {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** What a finding says at another place than its own: a call that it is about. It is one finding all the same. */
export interface Told {
  readonly finding: Finding;
  readonly at: Span;
  readonly message: string;
}

/**
 * What the server remembers: documents, folders, settings, and which files are worth asking about. Facts are kept by the
 * workspace; findings are those of the moment.
 */
export interface Session {
  readonly workspace: Workspace;
  readonly settings: SettingsStore;
  readonly io: Io;
  readonly log: Log;
  readonly folders: readonly string[];
  setFolders(folders: readonly string[]): void;
  /** How the client counts characters: once, before it is told any position. */
  setEncoding(encoding: Encoding): void;
  folderOf(path: string): string | undefined;
  /** The open documents. */
  readonly shown: ReadonlyMap<string, Shown>;
  show(document: Shown): void;
  hide(path: string): void;
  /** Something was written, created or deleted on disk. */
  changedOnDisk(path: string): void;
  /** Settings, configuration files or ignore files are other ones. */
  settingsChanged(): void;
  /** Says that a scan has met this file; it is kept when it can hold a policy. */
  consider(path: string): boolean;
  drop(path: string): void;
  /** Every file that may hold a policy. */
  readonly candidates: ReadonlySet<string>;
  facts(path: string): FileFacts;
  /** The same, with what the applications of other files put before its policies. */
  factsAmongOthers(path: string): FileFacts;
  /** What is to be shown in this file, in order of place. */
  findings(path: string): readonly Finding[];
  /** What can be done about a finding, with what other files name by now. */
  fixesOf(finding: Finding): readonly FindingFix[];
  /** The facts of every candidate that is checked, those with the same settings together: they are one workspace to the analysis. */
  groups(): ReadonlyMap<Settings, readonly FileFacts[]>;
  /** Every finding to be shown, by file. */
  allFindings(): ReadonlyMap<string, readonly Finding[]>;
  /** The policies that stand at this place, the narrowest first. */
  policiesAt(path: string, offset: number): readonly CorsPolicy[];
  /** Why this file is not checked, in plain words. */
  whySkipped(path: string): string | undefined;
  /** Whether that is what the settings or `.gitignore` say. */
  isLeftOut(path: string): boolean;
  /** By path, what findings of other places say there. */
  allTold(): ReadonlyMap<string, readonly Told[]>;
  linesOf(path: string): Lines;
  uriOf(path: string): string;
  pathOf(uri: string): string;
  textOf(path: string): string | undefined;
  /** Runs `look` as if the file held `text`, and forgets it. */
  suppose<T>(path: string, text: string, look: () => T): T;
}

/** Bytes. */
const LARGEST = 64 << 20;

/** `warn` hears what the user ought to know at once. */
export function openSession(open: OpenWorkspace, io: Io, log: Log, warn?: Log): Session {
  const shown = new Map<string, Shown>();
  const paths = new Map<string, string>();
  const supposed = new Map<string, string>();
  const candidates = new Set<string>();
  const lines = new Map<string, Lines>();
  /** Of texts that have changed since: most of what is typed leaves the lines around it alone. */
  const former = new Map<string, Lines>();
  const excluded = new Map<string, boolean>();
  /** The size up to which a file was read when it was considered: all that facts owe to the settings. */
  const limits = new Map<string, number>();
  let folders: readonly string[] = [];
  let encoding: Encoding = 'utf-16';
  let judged: ReadonlyMap<string, readonly Finding[]> | undefined;
  let told: ReadonlyMap<string, readonly Told[]> | undefined;
  const scopes = new Map<Finding, { readonly scope: Scope; readonly analysis: Settings }>();

  const folderOf = (path: string) => folders.find(it => path.startsWith(it === '/' ? it : `${it}/`));
  const settings = makeSettings(io, folderOf, log, warn);
  const limitOf = (path: string) => settings.of(path).analysis.maxFileSize * 1024;

  function textOf(path: string): string | undefined {
    const text = supposed.get(path) ?? shown.get(path)?.text;
    // What is only looked up, lockfiles above all, is not the user's to limit.
    const limit = workspace.concerns(path) ? limitOf(path) : LARGEST;
    if (text !== undefined) return text.length <= limit ? text : undefined;
    const stat = io.stat(path);
    return stat && stat.size <= limit ? io.read(path) : undefined;
  }

  const workspace: Workspace = open({
    read: textOf,
    exists: path => supposed.has(path) || shown.has(path) || io.exists(path),
    list: path => io.entries(path).map(it => it.name),
    relative(path) {
      const folder = folderOf(path);
      return folder === undefined ? path : path.slice(folder.length).replace(/^\//, '');
    },
  });

  const judge = incremental((scope, analysis) => workspace.judge(scope, analysis));

  function forget(path: string): void {
    for (const stale of [...workspace.changed(path), path]) {
      const known = lines.get(stale);
      if (known) former.set(stale, known);
      lines.delete(stale);
    }
    judged = undefined;
  }

  function isExcluded(path: string): boolean {
    const known = excluded.get(path);
    if (known !== undefined) return known;
    const folder = folderOf(path);
    const exclude = { patterns: settings.of(path).analysis.exclude, from: folder ?? '/' };
    const result = folder !== undefined && isSkipped(io, folder, exclude, path);
    excluded.set(path, result);
    return result;
  }

  function consider(path: string): boolean {
    limits.set(path, limitOf(path));
    const text = workspace.concerns(path) && settings.of(path).enable && !isExcluded(path) ? textOf(path) : undefined;
    if (text === undefined || !workspace.mentions(path, text)) {
      if (candidates.delete(path)) judged = undefined;
      return false;
    }
    if (!candidates.has(path)) judged = undefined;
    candidates.add(path);
    return true;
  }

  function groups(): ReadonlyMap<Settings, readonly FileFacts[]> {
    const result = new Map<Settings, FileFacts[]>();
    for (const path of candidates) {
      const { enable, analysis } = settings.of(path);
      if (!enable) continue;
      const facts = workspace.facts(path);
      const group = result.get(analysis);
      if (group) group.push(facts);
      else result.set(analysis, [facts]);
    }
    return result;
  }

  function fixesOf(finding: Finding): readonly FindingFix[] {
    const at = scopes.get(finding);
    const again = at ? workspace.judge(at.scope, at.analysis) : [];
    const same = again.find(
      it => it.rule === finding.rule && contains(it.at, finding.at) && contains(finding.at, it.at),
    );
    return (same ?? finding).fixes;
  }

  function allFindings(): ReadonlyMap<string, readonly Finding[]> {
    if (judged) return judged;
    const result = new Map<string, Finding[]>();
    scopes.clear();
    for (const [analysis, facts] of groups())
      for (const { scope, findings } of judge(facts, analysis))
        for (const finding of findings) scopes.set(finding, { scope, analysis });
    for (const finding of onlyOnce([...scopes.keys()])) {
      if (finding.suppressed) continue;
      const list = result.get(finding.at.path);
      if (list) list.push(finding);
      else result.set(finding.at.path, [finding]);
    }
    judged = result;
    told = undefined;
    return result;
  }

  function allTold(): ReadonlyMap<string, readonly Told[]> {
    const findings = allFindings();
    if (told) return told;
    const result = new Map<string, Told[]>();
    for (const finding of [...findings.values()].flat())
      for (const { at, told: message } of finding.related) {
        // At its own place the finding speaks for itself.
        if (message === undefined || (contains(finding.at, at) && contains(at, finding.at))) continue;
        const list = result.get(at.path);
        if (list) list.push({ finding, at, message });
        else result.set(at.path, [{ finding, at, message }]);
      }
    told = result;
    return result;
  }

  const factsAmongOthers = (path: string) => {
    const facts = workspace.facts(path);
    if (facts.policies.length === 0) return facts;
    return amongOthers(
      facts,
      [...candidates].filter(it => settings.of(it).enable).map(it => workspace.facts(it)),
    );
  };

  return {
    allTold,
    workspace,
    settings,
    io,
    log,
    shown,
    candidates,
    folderOf,
    textOf,
    consider,
    allFindings,
    groups,
    fixesOf,
    get folders() {
      return folders;
    },
    setEncoding(next) {
      encoding = next;
    },
    setFolders(next) {
      // The innermost folder that holds a file is the file's.
      folders = [...next].sort((a, b) => b.length - a.length);
      for (const path of candidates) if (!shown.has(path) && folderOf(path) === undefined) candidates.delete(path);
      settings.forgetFiles();
      excluded.clear();
      judged = undefined;
    },
    show(document) {
      const before = shown.get(document.path);
      shown.set(document.path, document);
      paths.set(document.uri, document.path);
      if (before?.text === document.text) return;
      forget(document.path);
      consider(document.path);
    },
    hide(path) {
      const document = shown.get(path);
      if (!document) return;
      shown.delete(path);
      paths.delete(document.uri);
      forget(path);
      if (folderOf(path) === undefined) candidates.delete(path);
      else consider(path);
    },
    changedOnDisk(path) {
      if (shown.has(path)) return;
      forget(path);
      if (candidates.has(path) || io.exists(path)) consider(path);
    },
    settingsChanged() {
      judged = undefined;
      settings.forgetFiles();
      excluded.clear();
      for (const path of new Set([...candidates, ...shown.keys()])) {
        if (limits.get(path) !== limitOf(path)) forget(path);
        consider(path);
      }
    },
    drop(path) {
      forget(path);
      if (shown.has(path)) consider(path);
      else candidates.delete(path);
    },
    facts: path => workspace.facts(path),
    factsAmongOthers,
    findings: path => allFindings().get(path) ?? [],
    policiesAt(path, offset) {
      const at = { path, start: offset, end: offset };
      const isThere = (it: CorsPolicy) => contains(it.whole, at) || contains(it.at, at);
      return [...candidates]
        .filter(it => settings.of(it).enable && workspace.facts(it).policies.some(isThere))
        .flatMap(it => factsAmongOthers(it).policies.filter(isThere))
        .sort((a, b) => a.whole.end - a.whole.start - (b.whole.end - b.whole.start));
    },
    isLeftOut: path => !settings.of(path).enable || isExcluded(path),
    whySkipped(path) {
      const { enable, analysis } = settings.of(path);
      if (!enable) return 'corslint is switched off';
      if (workspace.concerns(path) && isExcluded(path)) return 'excluded by the settings or by .gitignore';
      const size = shown.get(path)?.text.length ?? io.stat(path)?.size ?? 0;
      if (workspace.concerns(path) && size > limitOf(path)) return `larger than ${analysis.maxFileSize} KB`;
      return candidates.has(path) ? workspace.facts(path).skipped : undefined;
    },
    linesOf(path) {
      const known = lines.get(path);
      if (known) return known;
      const [text, before] = [textOf(path) ?? '', former.get(path)];
      const made = encoding === 'utf-16' ? new Lines(text, before) : new EncodedLines(text, encoding, before);
      former.delete(path);
      lines.set(path, made);
      return made;
    },
    pathOf: uri => paths.get(uri) ?? pathOf(uri),
    uriOf: path => shown.get(path)?.uri ?? uriOf(path),
    suppose(path, text, look) {
      const before = judged;
      supposed.set(path, text);
      forget(path);
      try {
        return look();
      } finally {
        supposed.delete(path);
        forget(path);
        judged = before;
        told = undefined;
      }
    },
  };
}
