import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Project } from '../../server/src/syntax/project.ts';
import type { Test, Value } from '../../server/src/syntax/value.ts';

/** What `probe(…)` is given, in a few words. The files besides `main.ts` are the rest of a small workspace. */
function probed(source: string, files: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    '/w/main.ts': source,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/${name}`, text])),
  };
  const project = new Project({
    read: path => all[path],
    exists: path => path in all,
    list: folder => [
      ...new Set(
        Object.keys(all)
          .filter(it => it.startsWith(`${folder}/`))
          .map(it => it.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
  });
  const [call] = project.code('/w/main.ts')?.calls(name => name === 'probe') ?? [];
  return call?.args.map(said).join(' ; ') ?? 'no call';
}

function said(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value) ?? 'undefined';
    case 'list':
      return `${value.container === 'set' ? 'set' : ''}[${[...value.items.map(said), ...(value.rest ? ['…'] : [])].join(', ')}]`;
    case 'record':
      return `{${[...value.entries.map(it => `${it.key}: ${said(it.value)}`), ...(value.rest ? ['…'] : [])].join(', ')}}`;
    case 'environment':
      return `$${value.name}${value.each ? `*${value.each.trimmed ? 't' : ''}${value.each.filtered ? 'f' : ''}` : ''}`;
    case 'choice':
      return value.branches.map(it => `${tested(it.when)} ? ${said(it.value)}`).join(' | ');
    case 'request':
      return `request.${value.part}${value.name === undefined ? '' : `.${value.name}`}`;
    case 'part':
      return `url(${said(value.of)}).${value.part}`;
    case 'template':
      return `\`${value.parts.map(said).join('+')}\``;
    case 'pattern':
      return `/${value.source}/${value.flags}`;
    case 'test':
      return tested(value.test);
    default:
      return value.kind;
  }
}

function tested(test: Test): string {
  switch (test.kind) {
    case 'constant':
      return String(test.value);
    case 'not':
      return `not(${tested(test.of)})`;
    case 'and':
    case 'or':
      return `${test.kind}(${test.of.map(tested).join(', ')})`;
    case 'truthy':
    case 'parses':
      return `${test.kind}(${said(test.of)})`;
    case 'equals':
      return `${said(test.left)}=${said(test.right)}`;
    case 'member':
      return `${said(test.item)} in ${said(test.list)}`;
    case 'matches':
      return `${said(test.of)}~${said(test.pattern)}`;
    case 'starts':
    case 'ends':
    case 'contains':
      return `${said(test.of)} ${test.kind} ${said(test.text)}`;
    default:
      return test.kind;
  }
}

const CASES: readonly (readonly [title: string, source: string, wanted: string, files?: Record<string, string>])[] = [
  [
    'constants and templates',
    "const host = 'a.example'; probe(`https://${host}`, 'https://' + host + ':' + 80)",
    '"https://a.example" ; "https://a.example:80"',
  ],
  [
    'a let that is written once, and a later assignment',
    "let a; a = 'x'; let b = 1; if (process.env.P) b = 2; probe(a, b)",
    '"x" ; truthy($P) ? 2 | not(truthy($P)) ? 1',
  ],
  ['a var below a branch holds nothing elsewhere', "if (process.env.P) { var a = 'x'; probe(a) }", '"x"'],
  [
    'a var below a branch, seen from outside of it',
    "if (process.env.P) { var a = 'x'; } probe(a)",
    'truthy($P) ? "x" | not(truthy($P)) ? undefined',
  ],
  [
    'several vars of one name are one variable',
    "if (process.env.P) { var a = 'x'; } else { var a = 'y'; } probe(a)",
    'not(truthy($P)) ? "y" | truthy($P) ? "x"',
  ],
  [
    'a var in another branch has its own value there',
    "if (process.env.P) { var a = 'x'; } else { var a = 'y'; probe(a); }",
    '"y"',
  ],
  ['a var before its place holds nothing', "probe(a); var a = 'x';", 'undefined'],
  [
    'a var in a loop or a pattern is not known outside',
    "while (more()) { var a = 'x'; } if (more()) { var { b } = { b: 'x' }; } probe(a, b)",
    'unknown ; unknown',
  ],
  ['a variable that functions assign is not known', "let a = 'x'; function f() { a = 'y'; } probe(a)", 'unknown'],
  [
    'objects, spreads, shorthand and computed keys',
    "const k = 'b'; const a = 1; const base = { a, c: 3 }; probe({ ...base, [k]: 2, c: 4 })",
    '{a: 1, b: 2, c: 4}',
  ],
  [
    'properties and elements',
    "const o = { a: { b: ['x', 'y'] } }; probe(o.a.b[1], o['a']['b'][0], o.a.b.length)",
    '"y" ; "x" ; 2',
  ],
  [
    'or, and, nullish',
    "probe(process.env.A || 'x', null ?? 'y', 0 || 'z', 'a' && 'b')",
    'truthy($A) ? $A | not(truthy($A)) ? "x" ; "y" ; "z" ; "b"',
  ],
  [
    'a choice by the environment',
    "probe(process.env.NODE_ENV === 'production' ? 'p' : 'd')",
    '$NODE_ENV="production" ? "p" | not($NODE_ENV="production") ? "d"',
  ],
  ['import.meta.env and Deno.env', "probe(import.meta.env.VITE_A, Deno.env.get('B'))", '$VITE_A ; $B'],
  ['a list from the environment', "probe(process.env.L.split(',').map(it => it.trim()).filter(Boolean))", '[$L*tf]'],
  [
    'a fallback list is split, too',
    "probe((process.env.L ?? 'a, b').split(',').map(s => s.trim()))",
    'truthy($L) ? [$L*t] | not(truthy($L)) ? ["a", "b"]',
  ],
  [
    'concat, filter, includes, indexOf',
    "const l = ['a'].concat(['b', 'c']).filter(x => x !== 'b'); probe(l, l.includes('c'), l.indexOf('z') === -1)",
    '["a", "c"] ; true ; true',
  ],
  ['sets and their members', "const s = new Set(['a', 'b']); probe(s, s.has('a'))", 'set["a", "b"] ; true'],
  ['as, satisfies, non-null, parentheses', "probe((('x' as string) satisfies string)!)", '"x"'],
  [
    'a function with a constant result',
    "function list() { return ['a']; } const wrap = () => ({ origin: list() }); probe(wrap())",
    '{origin: ["a"]}',
  ],
  [
    'a function with arguments',
    "const https = (host: string) => `https://${host}`; probe(['a', 'b'].map(https))",
    '["https://a", "https://b"]',
  ],
  [
    'class fields and methods',
    "class C { list = ['a']; constructor(private extra: string) {} all() { return [...this.list, this.extra]; } } probe(new C('b').all())",
    '["a", "b"]',
  ],
  [
    'items pushed later, under a condition',
    "const l = ['a']; if (process.env.P) l.push('b'); probe(l)",
    '["a", truthy($P) ? "b"]',
  ],
  [
    'the origin, in the spellings of many libraries',
    "app.get('/', (req, res) => probe(req.headers.origin, req.get('Origin'), req.headers['origin'], req.header('origin')))",
    'request.header.origin ; request.header.origin ; request.header.origin ; request.header.origin',
  ],
  [
    'the origin of a Request',
    "export function GET(request) { const origin = request.headers.get('Origin'); probe(origin, new URL(origin).hostname) }",
    'request.header.origin ; url(request.header.origin).hostname',
  ],
  [
    'ES modules and re-exports',
    "import { list as l } from './b'; probe(l)",
    '["x"]',
    { 'b.ts': "export { list } from './c.js';", 'c.ts': "export const list = ['x'];" },
  ],
  [
    'default exports, namespaces and stars',
    "import d from './b'; import * as n from './c'; probe(d, n.a)",
    '"d" ; "a"',
    { 'b.ts': "export default 'd';", 'c.ts': "export * from './e';", 'e.ts': "export const a = 'a';" },
  ],
  [
    'CommonJS in its forms',
    "const { a } = require('./b'); const c = require('./c'); import e = require('./e'); probe(a, c, e.f)",
    '"a" ; ["c"] ; "f"',
    { 'b.js': "exports.a = 'a';", 'c.js': "module.exports = ['c'];", 'e.js': "module.exports.f = 'f';" },
  ],
  [
    'JSON',
    "import config from './c.json'; probe(config.origins)",
    '["a"]',
    { 'c.json': '{ "origins": ["a"], /* comment */ }' },
  ],
  [
    'tsconfig paths',
    "import { a } from '@/b'; probe(a)",
    '"a"',
    {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      'src/b.ts': "export const a = 'a';",
    },
  ],
  [
    'package imports',
    "import { a } from '#b'; probe(a)",
    '"a"',
    { 'package.json': '{ "imports": { "#b": "./src/b.js" } }', 'src/b.ts': "export const a = 'a';" },
  ],
  [
    'workspace packages',
    "import { a } from '@shop/b'; probe(a)",
    '"a"',
    {
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/b/package.json': '{ "name": "@shop/b", "main": "dist/index.js" }',
      'packages/b/src/index.ts': "export const a = 'a';",
    },
  ],
  [
    'what a pattern leaves over',
    "const { a, 'b': x, ...left } = { a: 1, b: 2, c: 3, d: 4 }; const [first, ...others] = ['x', 'y', 'z']; probe(left, others)",
    '{c: 3, d: 4} ; ["y", "z"]',
  ],
  [
    'what a parameter leaves over',
    "function f({ headers, ...left } = {}) { return { credentials: 'include', ...left, headers }; } probe(f({ method: 'PUT', headers: { a: 'b' } }), f())",
    '{credentials: "include", method: "PUT", headers: {a: "b"}} ; {credentials: "include", headers: undefined}',
  ],
  [
    'what is left over of something unknown',
    'const { [somewhere]: a, ...left } = { c: 3 }; const { b, ...more } = somewhere; const [c, ...rest] = [...somewhere]; probe(left, more, rest)',
    'unknown ; unknown ; unknown',
  ],
  ['what is not known says so', 'probe(await load(), somewhere[key])', 'call ; unknown'],
];

describe('values are followed without running anything', () => {
  for (const [title, source, wanted, files] of CASES) it(title, () => assert.equal(probed(source, files), wanted));
});

describe('half-typed code still gives values', () => {
  const source = "const list = ['a', 'b'];\nconst x = { y: list,";
  for (const tail of ['', ' z: ', ' }; probe(x', ' }; probe(x.y, {', " }; probe('"]) {
    it(JSON.stringify(tail), () => assert.doesNotThrow(() => probed(source + tail)));
  }
  it('an unfinished call', () => assert.equal(probed(`${source} }; probe(x.y, `), '["a", "b"]'));
});
