import { FRAMEWORKS, frameworkOf } from '../../server/src/frameworks/index.ts';
import { type PolicyEdit, remove, replace, set } from '../../server/src/model/edit.ts';
import { type CorsPolicy, known } from '../../server/src/model/policy.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { fixtures, random } from '../harness/fixtures.ts';
import { documents, sample } from '../harness/workspace.ts';

/** A file of configuration out of a suite, with the files around it. */
export interface ConfigCase {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly around: Readonly<Record<string, string>>;
}

const CONFIGS = FRAMEWORKS.filter(it => it.kind === 'config');

/** Every file of the suites in which a format of configuration reads a policy. */
export const CASES: readonly ConfigCase[] = fixtures('test/rules').flatMap(({ name, files }) =>
  Object.entries(files).flatMap(([path, text]) => {
    if (!CONFIGS.some(it => it.files(`/w/${path}`))) return [];
    const { [path]: _, ...around } = files;
    const own = read({ name, path, text, around }, text);
    return own.length > 0 ? [{ name: `${name}, ${path}`, path, text, around }] : [];
  }),
);

/** The policies of the file with another text. */
export function read({ path, around }: ConfigCase, text: string): readonly CorsPolicy[] {
  return sample({ ...around, [path]: text })
    .facts()
    .filter(it => it.path === `/w/${path}`)
    .flatMap(it => it.policies);
}

/** Edits that put in what stands there already. */
export function same(policy: CorsPolicy): readonly PolicyEdit[] {
  const credentials = policy.credentials.kind === 'written' ? known(policy.credentials) : undefined;
  const age = policy.maxAge.kind === 'written' ? known(policy.maxAge) : undefined;
  return [
    ...(credentials ? [set('credentials', { kind: 'boolean', value: true })] : []),
    ...(typeof age === 'number' ? [set('maxAge', { kind: 'number', value: age })] : []),
    ...policy.origins.listed.map(it => replace(it.at, { kind: 'text', text: it.text })),
  ];
}

/** Edits that change a policy, whatever it says. */
export const CHANGES: readonly PolicyEdit[] = [
  remove('credentials'),
  remove('maxAge'),
  set('maxAge', { kind: 'number', value: 77 }),
  set('credentials', { kind: 'boolean', value: true }),
  set('exposedHeaders', { kind: 'texts', texts: ['ETag'] }),
  { kind: 'vary' },
];

/** The text after an edit of a policy; undefined where the format declines it or writes into another file. */
export function after({ path, around }: ConfigCase, text: string, policy: CorsPolicy, edit: PolicyEdit) {
  const whole = `/w/${path}`;
  const readFile = (it: string) => (it === whole ? text : around[it.replace('/w/', '')]);
  const edits = frameworkOf(policy.framework)?.write(policy, edit, documents(readFile));
  if (!edits || edits.some(it => it.at.path !== whole)) return undefined;
  return applyEdits(whole, text, edits);
}

const PIECES = [
  '',
  ' ',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '"',
  "'",
  '`',
  '#',
  ':',
  '=',
  ';',
  ',',
  '\n',
  '\\',
  '*',
  '&a ',
  '*a',
  '!x ',
  '${',
  '%[',
  '@',
  '-',
  '🦊',
  '\t',
];

export interface Mutated {
  readonly tried: number;
  readonly failures: readonly string[];
}

/** Texts of the suites with some pieces lost, doubled or put in, read and judged; what throws is a failure. */
export function mutate(seed: number, count: number): Mutated {
  const next = random(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const failures: string[] = [];
  for (let i = 0; i < count; i++) {
    const it = pick(CASES);
    let { text } = it;
    for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
      const at = Math.floor(next() * text.length);
      const cut = Math.floor(next() * 12);
      const other = pick(CASES).text;
      const from = Math.floor(next() * other.length);
      const put = next() < 0.2 ? other.slice(from, from + 40) : pick(PIECES).repeat(next() < 0.05 ? 200 : 1);
      text = text.slice(0, at) + put + text.slice(at + cut);
    }
    try {
      sample({ ...it.around, [it.path]: text }).findings({ profile: 'audit' });
    } catch (error) {
      failures.push(`${it.name}\n${text}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return { tried: count, failures };
}
