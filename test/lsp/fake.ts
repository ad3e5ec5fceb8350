import type { FileFacts } from '../../server/src/analysis/facts.ts';
import type { Finding } from '../../server/src/analysis/finding.ts';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import type { Io } from '../../server/src/lsp/io.ts';
import type { App } from '../../server/src/model/app.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import type { Host } from '../../server/src/syntax/host.ts';
import type { Span } from '../../server/src/text/span.ts';

/** The rule that the made-up analysis speaks of. */
export const RULE = 'wildcard-origin';

const WORD = /cors-lint-test(-\w+)?/g;
const SHARED = /shared-test()/g;

/**
 * A made-up analysis with everything a server has to cope with. Each `cors-lint-test` is a finding with a safe fix; `use FILE`
 * makes each `shared-test` of that file a finding (which so stands in another file than the one it comes from); the word
 * `policy` is a policy; `boom` throws; the profile `strict` makes errors of warnings.
 */
export const openFake: OpenWorkspace = host => {
  const facts = new Map<string, FileFacts>();
  return {
    concerns: path => /\.(ts|tsx|js|json)$/.test(path),
    mentions: (_, text) => /cors-lint-test|use |policy|boom/.test(text),
    facts(path) {
      const known = facts.get(path);
      if (known) return known;
      const text = host.read(path) ?? '';
      const reads = [...text.matchAll(/use (\S+)/g)].map(it => `${path.slice(0, path.lastIndexOf('/'))}/${it[1]}`);
      const policies = [...text.matchAll(/\bpolicy\b/g)].map(it => policyAt(span(path, it)));
      const words = [...text.matchAll(WORD), ...text.matchAll(/boom/g)].map(it => appAt(span(path, it)));
      const apps = [...words, ...reads.map(it => appAt({ path: it, start: 0, end: 0 }))];
      const made = { path, policies, apps, requests: [], servers: [], reads };
      facts.set(path, made);
      return made;
    },
    changed(path) {
      const stale = [...facts.values()].filter(it => it.path === path || it.reads.includes(path)).map(it => it.path);
      for (const it of stale) facts.delete(it);
      return stale;
    },
    judge({ facts: all }, settings) {
      const severity = settings.profile === 'strict' ? 'error' : 'warning';
      const used = new Set(all.flatMap(it => it.reads));
      return [...all.map(it => it.path), ...used]
        .sort()
        .flatMap((path, i, paths) => (paths[i - 1] === path ? [] : findingsIn(path, host, used.has(path))))
        .map(it => ({ ...it, severity }));
    },
  };
};

function findingsIn(path: string, host: Host, used: boolean): readonly Finding[] {
  const text = host.read(path) ?? '';
  if (text.includes('boom')) throw new Error('boom');
  return [...text.matchAll(WORD), ...(used ? text.matchAll(SHARED) : [])].map((it): Finding => {
    const at = span(path, it);
    const line = text.slice(0, at.start).split('\n').at(-2) ?? '';
    const chained = it[1] === '-twice' ? 'cors-lint-test' : 'CORS';
    return {
      rule: RULE,
      severity: 'warning',
      at,
      message: 'Any site reads `this`.',
      related: [{ at: { path, start: 0, end: 1 }, message: 'It starts here' }],
      witness: { kind: 'origin', origin: 'https://evil.example' },
      fixes: [
        { title: 'Consider the word', safety: 'review', edits: [{ at, text: 'considered' }] },
        { title: 'Replace the word', safety: 'safe', edits: [{ at, text: chained }] },
      ],
      ...(/^\s*\/\/ corslint-disable-next-line/.test(line) ? { suppressed: { at } } : {}),
    };
  });
}

function span(path: string, match: RegExpExecArray): Span {
  return { path, start: match.index, end: match.index + match[0].length };
}

function appAt(at: Span): App {
  return { framework: 'fake', name: 'app', global: true, at, steps: [], ordered: true };
}

function policyAt(at: Span): CorsPolicy {
  const setting = <T>(value: T) => ({ kind: 'default' as const, value, at });
  const names = setting({ kind: 'names' as const, names: [] });
  return {
    framework: 'fake',
    at,
    whole: at,
    origins: { mode: 'any', acceptor: { kind: 'all' }, listed: [], at, from: 'written' },
    credentials: setting(false),
    methods: names,
    allowedHeaders: names,
    exposedHeaders: names,
    maxAge: setting(undefined),
    vary: setting('never' as const),
    preflight: { by: 'library' },
    scope: {},
    guards: [],
    used: true,
    oddities: [],
    notation: 'fake',
  };
}

/** A disk in memory that can be written to. */
export interface FakeDisk extends Io {
  write(path: string, text: string | undefined): void;
}

export function fakeDisk(files: Readonly<Record<string, string>>): FakeDisk {
  const all = new Map(Object.entries(files));
  let writes = 0;
  const stamps = new Map<string, number>();
  return {
    write(path, text) {
      if (text === undefined) all.delete(path);
      else all.set(path, text);
      stamps.set(path, ++writes);
    },
    read: path => all.get(path),
    exists: path => all.has(path),
    stat(path) {
      const text = all.get(path);
      return text === undefined ? undefined : { size: text.length, stamp: `${stamps.get(path) ?? 0}` };
    },
    entries(folder) {
      const names = new Map<string, 'file' | 'folder'>();
      for (const path of all.keys()) {
        if (!path.startsWith(`${folder}/`)) continue;
        const [name = '', ...deeper] = path.slice(folder.length + 1).split('/');
        names.set(name, deeper.length > 0 ? 'folder' : 'file');
      }
      return [...names].map(([name, kind]) => ({ name, kind }));
    },
  };
}
