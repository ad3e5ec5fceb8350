import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from '../../server/src/analysis/describe.ts';
import { sample } from '../harness/workspace.ts';

const A = "'https://a.example'";
const B = "'https://b.example'";

/** Whether the list that begins as A alone is said to be that, in a server that uses it as `origin`. */
function believed(
  code: string,
  other: string,
  { origin = 'list', more = {} }: { readonly origin?: string; readonly more?: Readonly<Record<string, string>> } = {},
): boolean {
  const app = `import cors from 'cors'; import express from 'express';\n${code}\nexpress().use(cors({ origin: ${origin} }));`;
  const [policy] = sample({
    'package.json': '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}',
    'other.js': other,
    ...more,
    'app.js': app,
  }).policies();
  assert.ok(policy);
  const said = describe(policy).slice(0, 2).join(' ');
  return /^`https:\/\/a\.example` may read/.test(said) && !/[Ww]ho else gets in is|is not known/.test(said);
}

const START = `const list = [${A}];`;

/** What changes the list, in a function of another file, by how it is called. */
const CHANGED: readonly (readonly [code: string, other: string, origin?: string])[] = [
  ["import { add } from './other.js'; add(list);", `export function add(l) { l.push(${B}); }`],
  ["import { add } from './other.js'; add(list);", `export const add = l => { l[l.length] = ${B}; };`],
  ["import { add as more } from './other.js'; more(list);", `const add = l => l.push(${B}); export { add };`],
  ["import add from './other.js'; add(list);", `export default function (l) { l.push(${B}); }`],
  ["import add from './other.js'; add('x', list);", `export default (x, l) => { for (const it of [x]) l.push(it); };`],
  ["import * as other from './other.js'; other.add(list);", `export function add(l) { l.splice(0, 1, ${B}); }`],
  ["import other from './other.js'; other.add(list);", `export default { add(l) { l.push(${B}); } };`],
  ["const { add } = require('./other.js'); add(list);", `exports.add = l => l.push(${B});`],
  ["const add = require('./other.js'); add(list);", `module.exports = l => l.push(${B});`],
  ["require('./other.js').add(list);", `module.exports = { add };\nfunction add(l) { l.push(${B}); }`],
  ["(await import('./other.js')).add(list);", `export function add(l) { l.push(${B}); }`],
  ["import { add } from './other.js'; add(list);", `export function add() { arguments[0].push(${B}); }`],
  ["import { add } from './other.js'; add('x', list);", `export function add(...all) { all[1].push(${B}); }`],
  ["import { add } from './other.js'; add.call(null, list);", `export function add(l) { l.push(${B}); }`],
  ["import { add } from './other.js'; [list].forEach(add);", `export function add(l) { l.push(${B}); }`],
  ["import { T } from './other.js'; T.add(list);", `export class T { static add(l) { l.push(${B}); } }`],
  [
    "import { T } from './other.js'; const t = new T(); t.add(list);",
    `class Base { add(l) { l.push(${B}); } }\nexport class T extends Base {}`,
  ],
  [
    "import { T } from './other.js'; new T(list).load();",
    `export class T { constructor(l) { this.l = l; } load() { this.l.push(${B}); } }`,
  ],
  [
    `import { T } from './other.js'; const t = new T(list); t.l.push(${B});`,
    'export class T { constructor(l) { this.l = l; } }',
  ],
  [`import { same } from './other.js'; same(list).push(${B});`, 'export const same = l => l;'],
  [
    `import { held } from './other.js'; const it = held(list); it.l.push(${B});`,
    'export function held(l) { return { l }; }',
  ],
  ["import { add } from './other.js'; add({ deep: { list } });", `export const add = it => it.deep.list.push(${B});`],
  [
    "import { set } from './other.js'; const it = { origin: list }; set(it);",
    `export function set(it) { it.origin = ${B}; }`,
    'it.origin',
  ],
  [
    "import { set } from './other.js'; const all = { cors: { origin: list } }; set(all);",
    `export function set(it) { Object.assign(it.cors, { origin: true }); }`,
    'all.cors.origin',
  ],
  [`const own = { add(l) { l.push(${B}); } }; own.add(list);`, ''],
  [`class Own { static add(l) { l.push(${B}); } } Own.add(list);`, ''],
  [`class Own { add(l) { l.push(${B}); } } new Own().add(list);`, ''],
  [`class Own { constructor(l) { this.l = l; } } new Own(list).l.push(${B});`, ''],
  [
    `import { add } from './other.js'; class Own { constructor() { this.l = [${A}]; add(this.l); } } const own = new Own();`,
    `export const add = l => l.push(${B});`,
    'own.l',
  ],
  [
    `class Own { l = [${A}]; load() { const all = this.l; all.push(${B}); } } const own = new Own(); own.load();`,
    '',
    'own.l',
  ],
  [
    `class Own { by = { x: [${A}] }; load(k) { for (const it of Object.values(this.by)) it.push(${B}); } } const own = new Own(); own.load();`,
    '',
    'own.by.x',
  ],
  [`[list[0]] = [${B}];`, ''],
  [`for (list[0] of [${B}]);`, ''],
  ['list.length--;', ''],
  ["import fill from 'fill-origins'; fill(list);", ''],
  ["const fill = require('fill-origins'); await fill(list);", ''],
];

test('what a function of another file changes of what it is handed is not what it was', () => {
  for (const [code, other, origin] of CHANGED)
    assert.ok(!believed(`${START} ${code}`, other, origin ? { origin } : {}), `${code}\n${other}`);
});

test('so it is through a file between them', () => {
  const add = `export function add(l) { l.push(${B}); }`;
  const code = `${START} import { more } from './other.js'; more(list);`;
  const through = (other: string) => believed(code, other, { more: { 'deep.js': add } });
  assert.ok(!through("export { add as more } from './deep.js';"));
  assert.ok(!through("import { add } from './deep.js'; export const more = l => { add(l); };"));
  assert.ok(!through("import * as deep from './deep.js'; export const more = deep.add;"));
  assert.ok(
    !believed(`${START} import { add } from './other.js'; add(list);`, "export * from './deep.js';", {
      more: { 'deep.js': add },
    }),
  );
  assert.ok(through("import { add } from './deep.js'; export const more = l => { add([...l]); };"));
});

test('what a function of another file only looks at, or copies, is what it was', () => {
  for (const [code, other] of [
    ["import { has } from './other.js'; has(list, 'x');", 'export const has = (l, o) => l.includes(o);'],
    [
      "import { has } from './other.js'; if (!has(list)) throw 1;",
      'export function has(l) { return l.some(it => it); }',
    ],
    [
      `import { more } from './other.js'; more(list).push(${B});`,
      'export const more = l => { const all = [...l]; all.push(1); return all; };',
    ],
    [
      "import { T } from './other.js'; const t = new T(list); t.has('x');",
      'export class T { constructor(l) { this.l = new Set(l); this.n = 0; } has(o) { this.n++; return this.l.has(o); } }',
    ],
    ["import { log } from './other.js'; log({ list });", 'export const log = it => console.log(JSON.stringify(it));'],
    ["import { start } from './other.js'; start(list);", "import { app } from 'x'; export const start = l => app(l);"],
    ["import { add } from './other.js'; add('x', list);", 'export const add = l => l.push(1);'],
    [
      `class Own { all = ['x']; one() { return this.all.find(it => it); } two() { log(this.all, [...this.all]); } } new Own();`,
      '',
    ],
    ["import { missing } from './other.js'; missing(list);", ''],
    ["import fill from 'fill-origins'; const all = fill(list); fill('x', list);", ''],
    ["import assert from 'node:assert'; import debug from 'debug'; assert(list); debug(list);", ''],
  ] as const)
    assert.ok(believed(`${START} ${code}`, other), `${code}\n${other}`);
});

test('files that hand a list to one another come to an end', () => {
  const one = "import { two } from './two.js'; export const one = l => two(l);";
  const two = "import { one } from './other.js'; export const two = l => one(l);";
  assert.equal(
    typeof believed(`${START} import { one } from './other.js'; one(list);`, one, { more: { 'two.js': two } }),
    'boolean',
  );
});

test('a field that is only looked at by those to whom a class hands it is what it was', () => {
  const own = (use: string) => `class Own { l = [${A}]; ${use} } const own = new Own();`;
  for (const use of [
    'has(o) { return has(this.l, o); }',
    'all() { return [...this.l]; }',
    'log() { console.log(this.l); const { length } = this.l; return { length, first: this.l.find(it => it) }; }',
    'copy() { const all = new Set(this.l); all.add(1); return all; }',
  ])
    assert.ok(
      believed(`import { has } from './other.js'; ${own(use)}`, 'export const has = (l, o) => l.includes(o);', {
        origin: 'own.l',
      }),
      use,
    );
});
