import { isUtf8 } from 'node:buffer';
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import type { Workspace } from '../analysis/workspace.ts';
import type { Settings } from '../settings.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { type Failure, judge, readFacts } from './audit.ts';
import { type DiskHost, encodingOf } from './host.ts';

const MOST_ROUNDS = 10;

/** A file before and after the fixes. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface Fixed {
  /** For each problem that was fixed, the files that its fix changed. */
  readonly problems: readonly (readonly string[])[];
  readonly changes: readonly Change[];
  readonly facts: readonly FileFacts[];
  /** What is still found afterwards. */
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

/**
 * Applies the first safe fix of every finding in memory, looks again, and repeats until there is none left to apply.
 * Where two fixes touch, the later waits for the next round. `allowed` tells which files may be changed.
 */
export function fixAll(
  workspace: Workspace,
  host: DiskHost,
  candidates: readonly string[],
  settings: Settings,
  first: { readonly facts: readonly FileFacts[]; readonly findings: readonly Finding[] },
  allowed: (path: string) => boolean,
): Fixed {
  const before = new Map<string, string>();
  let { facts, findings } = first;
  const problems: (readonly string[])[] = [];
  const failures: Failure[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { edits, fixes } = choose(findings, allowed);
    const paths = [...new Set(edits.map(it => it.at.path))];
    let changed = false;
    for (const path of paths) {
      const text = host.read(path);
      const next =
        text === undefined
          ? undefined
          : applyEdits(
              path,
              text,
              edits.map(it => fitted(it, text)),
            );
      if (text === undefined || next === undefined || next === text) continue;
      if (!before.has(path)) before.set(path, text);
      host.put(path, next);
      workspace.changed(path);
      changed = true;
    }
    if (!changed) break;
    problems.push(...fixes);
    const again = readFacts(workspace, candidates);
    const judged = judge(workspace, again.facts, settings);
    failures.push(...again.failures, ...judged.failures);
    facts = again.facts;
    findings = judged.findings;
  }
  const changes = [...before].flatMap(([path, text]) => {
    const after = host.read(path) ?? text;
    return after === text ? [] : [{ path, before: text, after }];
  });
  return { problems: changes.length ? problems : [], changes, facts, findings, failures };
}

function choose(
  findings: readonly Finding[],
  allowed: (path: string) => boolean,
): { readonly edits: readonly TextEdit[]; readonly fixes: readonly (readonly string[])[] } {
  const edits: TextEdit[] = [];
  const fixes: (readonly string[])[] = [];
  for (const it of findings) {
    const fix = it.suppressed ? undefined : it.fixes.find(({ safety }) => safety === 'safe');
    if (!fix?.edits.length || fix.edits.some(edit => !allowed(edit.at.path) || edits.some(other => touch(edit, other))))
      continue;
    edits.push(...fix.edits);
    fixes.push([...new Set(fix.edits.map(edit => edit.at.path))]);
  }
  return { edits, fixes };
}

function touch(a: TextEdit, b: TextEdit): boolean {
  return a.at.path === b.at.path && a.at.start <= b.at.end && b.at.start <= a.at.end;
}

/** The edit with the line ends of the file it goes into. */
function fitted(edit: TextEdit, text: string): TextEdit {
  if (!edit.text.includes('\n')) return edit;
  const end = /\r?\n/.exec(text)?.[0] ?? '\n';
  return { ...edit, text: edit.text.replace(/\r?\n/g, end) };
}

/** A unified diff, as `git apply` and `patch -p1` take it; `name` is the path as shown. */
export function diffOf({ before, after }: Change, name: string): string {
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/**
 * What is known where some changes could not be written: these files are as they were, and their findings are told again.
 */
export function withoutChanges(
  workspace: Workspace,
  host: DiskHost,
  candidates: readonly string[],
  settings: Settings,
  undone: readonly Change[],
): Pick<Fixed, 'facts' | 'findings' | 'failures'> {
  for (const { path, before } of undone) {
    host.put(path, before);
    workspace.changed(path);
  }
  const { facts, failures } = readFacts(workspace, candidates);
  const judged = judge(workspace, facts, settings);
  return { facts, findings: judged.findings, failures: [...failures, ...judged.failures] };
}

/**
 * Puts the new text in the place of the old one, whole or not at all, keeping mode and owner. Returns why it was not
 * done: somebody changed the file meanwhile, it is no UTF-8, or it cannot be written.
 */
export function writeChange({ path, before, after }: Change, marked: boolean): string | undefined {
  const encode = (text: string) => Buffer.from(marked ? `\ufeff${text}` : text);
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    accessSync(target, constants.W_OK);
    const bytes = readFileSync(target);
    if (!bytes.equals(encode(before))) return whyNot(bytes);
    const { mode, uid, gid } = statSync(target);
    const name = `${target}.corslint-${process.pid}`;
    const file = openSync(name, 'wx', 0o600);
    temporary = name;
    try {
      writeFileSync(file, encode(after));
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    own(name, uid, gid);
    renameSync(name, target);
    temporary = undefined;
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'no permission to write';
    return `cannot be written (${code ?? String(error)})`;
  } finally {
    if (temporary !== undefined) rmSync(temporary, { force: true });
  }
}

/** Why a file is not what its text says: only what is UTF-8 through and through becomes the same bytes again. */
function whyNot(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf8') return `is ${encoding.toUpperCase()}, and only UTF-8 is written`;
  return isUtf8(bytes) ? 'changed since it was read' : 'is not UTF-8';
}

/** Only root may give a file away; for everyone else the new file is theirs as the old one was. */
function own(path: string, uid: number, gid: number): void {
  try {
    chownSync(path, uid, gid);
  } catch {}
}
