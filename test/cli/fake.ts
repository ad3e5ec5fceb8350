import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../../server/src/analysis/finding.ts';
import { reasonToSkip } from '../../server/src/analysis/skip.ts';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import type { Io } from '../../server/src/cli/io.ts';
import { slashed } from '../../server/src/cli/paths.ts';
import type { Product } from '../../server/src/cli/product.ts';
import { run } from '../../server/src/cli/run.ts';
import { ALL } from '../../server/src/model/acceptor.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import type { Span } from '../../server/src/text/span.ts';
import { app } from '../harness/policy.ts';

/** A folder with these files, gone when the test ends. */
export function folder(
  test: { after(fn: () => void): void },
  files: Readonly<Record<string, string | Buffer>>,
): string {
  const root = slashed(mkdtempSync(join(tmpdir(), 'corslint-cli-')));
  test.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

export interface Ran {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Io['env'];
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly columns?: number;
  readonly product?: Product;
}

/** Runs one command line as the program would, on the fake analysis unless told otherwise. */
export async function cli(argv: readonly string[], at: Surroundings): Promise<Ran> {
  const heard = { out: '', err: '' };
  const said = (stream: 'out' | 'err', text: string) => {
    heard[stream] += text;
  };
  const isTTY = at.tty ?? false;
  const code = await run(
    argv,
    {
      cwd: at.cwd,
      env: at.env ?? {},
      stdout: { write: text => said('out', text), isTTY, columns: at.columns },
      stderr: { write: text => said('err', text), isTTY, columns: at.columns },
      stdin: () => at.stdin ?? '',
      serve: async () => said('out', 'served'),
    },
    at.product ?? product(),
  );
  return { code, ...heard };
}

const rule = (id: string, severity: Rule['severity'], kind: Rule['kind'], cwe: readonly number[]): Rule => ({
  id,
  title: `Title of ${id}`,
  severity,
  profile: 'recommended',
  why: `Why ${id} matters.`,
  example: { language: 'ts', bad: 'bad()', good: 'good()' },
  cwe,
  spec: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  kind,
});

export const RULES: readonly Rule[] = [
  rule('bad-word', 'error', 'security', [942]),
  rule('odd-word', 'warning', 'breakage', []),
  rule('dull-word', 'info', 'hygiene', []),
];

export function product(openWorkspace: OpenWorkspace = fakeWorkspace): Product {
  return {
    version: '1.2.3',
    homepage: 'https://corslint.test',
    openWorkspace: async () => openWorkspace,
    rules: async () => ({ rules: RULES, ruleUrl: id => `https://rules.test/${id}` }),
  };
}

/**
 * An analysis of words in `.js` and `.json` files: `BAD` is an error that a safe fix turns into `GOOD`, `ODD` a warning
 * with a fix to review, `DULL` information; `SILENT` is a suppressed error, `POLICY` a policy, `SEE` a place that every
 * BAD of its file relates to, `THROW` makes the reading of its file fail.
 */
export const fakeWorkspace: OpenWorkspace = host => ({
  concerns: path => /\.([jt]s|json)$/.test(path),
  mentions: (_, text) => /BAD|ODD|DULL|SILENT|POLICY|THROW/.test(text),
  facts(path) {
    const text = host.read(path) ?? '';
    if (text.includes('THROW')) throw new Error('the analysis broke');
    const skipped = reasonToSkip(path, text);
    if (skipped !== undefined) return { path, policies: [], apps: [], requests: [], servers: [], reads: [], skipped };
    return {
      path,
      policies: spans(path, text, /POLICY/g).map(policy),
      apps: [app([], { at: { path, start: 0, end: 0 } })],
      requests: [],
      servers: [],
      reads: [],
    };
  },
  changed: path => [path],
  judge: ({ facts }) => facts.flatMap(({ path }) => findings(path, host.read(path) ?? '')),
});

function findings(path: string, text: string): readonly Finding[] {
  const related = spans(path, text, /SEE\d?/g).map(at => ({ at, message: `look at ${text.slice(at.start, at.end)}` }));
  const made = (at: Span): Finding => {
    const word = text.slice(at.start, at.end);
    if (word === 'ODD')
      return {
        rule: 'odd-word',
        severity: 'warning',
        at,
        message: 'Browsers refuse `ODD` here.',
        related: [],
        witness: {
          kind: 'request',
          origin: 'https://a.example',
          method: 'PUT',
          headers: ['x-a'],
          credentials: true,
          message: 'The value must not be odd.',
        },
        fixes: [{ title: 'Make it even', safety: 'review', edits: [{ at, text: 'EVEN' }] }],
      };
    if (word === 'DULL')
      return {
        rule: 'dull-word',
        severity: 'info',
        at,
        message: 'A cache finds `DULL` boring.',
        related: [],
        fixes: [],
      };
    return {
      rule: 'bad-word',
      severity: 'error',
      at,
      message: 'Any site may read `BAD`.',
      related,
      witness: { kind: 'origin', origin: 'https://evil.example' },
      fixes: [{ title: 'Replace `BAD`', safety: 'safe', edits: [{ at, text: 'GOOD' }] }],
      ...(word === 'SILENT' && { suppressed: { at, reason: 'known' } }),
    };
  };
  return spans(path, text, /BAD|ODD|DULL|SILENT/g).map(made);
}

export function spans(path: string, text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map(it => ({ path, start: it.index, end: it.index + it[0].length }));
}

/** A policy that lets in everybody, without credentials. */
export function policy(at: Span): CorsPolicy {
  return {
    framework: 'express-cors',
    library: { name: 'cors', version: '2.8.5', assumed: false },
    at,
    whole: at,
    origins: { mode: 'any', acceptor: ALL, listed: [{ text: '*', at }], at, from: 'written' },
    credentials: { kind: 'default', value: false, at },
    methods: { kind: 'written', value: { kind: 'names', names: [{ text: 'GET', at }] }, at },
    allowedHeaders: { kind: 'default', value: { kind: 'reflect' }, at },
    exposedHeaders: { kind: 'dynamic', why: 'it is computed', at },
    maxAge: { kind: 'default', value: undefined, at },
    vary: { kind: 'default', value: 'never', at },
    preflight: { by: 'library', status: 204 },
    scope: {},
    guards: [],
    used: true,
    oddities: [],
    notation: 'options',
  };
}
