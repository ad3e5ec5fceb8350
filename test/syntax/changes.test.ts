import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from '../../server/src/analysis/describe.ts';
import { sample } from '../harness/workspace.ts';

/** Who may read the responses of a server that takes its list from `config.js`. */
function readers(config: string, origin = "require('./config').origins", before = ''): string {
  const app = `const app = require('express')();\n${before}\napp.use(require('cors')({ origin: ${origin} }));\n`;
  const manifest = '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}';
  const [policy] = sample({ 'package.json': manifest, 'config.js': config, 'app.js': app }).policies();
  assert.ok(policy);
  return describe(policy).slice(0, 2).join(' ');
}

const A = "'https://a.example'";
const B = "'https://b.example'";

test('what a module changes of its own exports is not what it gave them', () => {
  assert.match(
    readers(`exports.origins = [${A}]; if (process.env.X) exports.origins.push(${B});`),
    /Who else gets in is/,
  );
  assert.match(readers(`module.exports = { origins: [${A}] }; module.exports.origins = [${B}];`), /b\.example/);
  assert.match(
    readers(`exports.origins = [${A}]; setUp(); function setUp() { exports.origins = ${B}; }`),
    /is not known/,
  );
  assert.match(
    readers(`exports.origins = [${A}]; exports.other = [${B}]; exports.other.push(${A});`),
    /^`https:\/\/a\.example` may read these responses, but/,
  );
});

test('another value counts from where it is assigned; what is done to a list counts for whoever has it', () => {
  const after = `let list = ${A};`;
  assert.match(readers('', 'list', after), /^`https:\/\/a\.example` may/);
  const app = (text: string) =>
    sample({ 'package.json': '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}', 'app.js': text }).policies();
  const start = "const app = require('express')(); const cors = require('cors');";
  const [later] = app(`${start} let o = ${A}; app.use(cors({ origin: o })); o = ${B};`);
  assert.deepEqual(
    later?.origins.listed.map(it => it.text),
    ['https://a.example'],
  );
  const [pushed] = app(`${start} const o = [${A}]; app.use(cors({ origin: o })); o.push(${B});`);
  assert.deepEqual(
    pushed?.origins.listed.map(it => it.text),
    ['https://a.example', 'https://b.example'],
  );
});

test('a method of arrays that is borrowed leaves nothing certain of the list', () => {
  assert.match(readers('', 'list', `const list = [${A}]; [].push.apply(list, [${B}]);`), /is not known/);
  assert.match(readers('', 'list', `const list = [${A}]; Array.prototype.push.call(list, ${B});`), /is not known/);
});

/** Whether the list that begins as A alone is said to be that. */
function believed(code: string): boolean {
  const said = readers('', 'list', code);
  return /^`https:\/\/a\.example` may read/.test(said) && !/[Ww]ho else gets in is|is not known/.test(said);
}

test('a list that is changed under another name is not what it was', () => {
  const start = `let list = [${A}], other = [${A}];`;
  for (const change of [
    `[list, other].forEach(it => it.push(${B}));`,
    `for (const it of [list, other]) it.push(${B});`,
    `const all = [list, other]; all[0].push(${B});`,
    `const map = new Map(); map.set('x', list); map.get('x').push(${B});`,
    `(process.env.X ? list : other).push(${B});`,
    `(list || []).push(${B});`,
    `let b; (b = list).push(${B});`,
    `const get = () => list; get().push(${B});`,
    `list.reverse().push(${B});`,
    `class S { constructor(of) { this.of = of; } add(it) { this.of.push(it); } } new S(list).add(${B});`,
    `const conf = { list }; for (const it of Object.values(conf)) it.push(${B});`,
    `const conf = { list }; const copy = { ...conf }; copy.list.push(${B});`,
    `const conf = { list }; const copy = Object.assign({}, conf); copy.list.push(${B});`,
    `Reflect.apply(list.push, list, [${B}]);`,
    `Reflect.set(list, 0, ${B});`,
    `const add = list.push.bind(list); add(${B});`,
    `const { push } = list; other.map(list.push, list);`,
    `const { push: add } = list; add.call(list, ${B});`,
    `const { push } = Array.prototype; push.apply(list, [${B}]);`,
    `Reflect.apply([].push, list, [${B}]);`,
    `const { assign } = Object; assign(list, [${B}]);`,
    `const copy = Object.assign; copy(list, [${B}]);`,
    `const add = function (it) { it.push(${B}); }; add.call(null, list);`,
    `function add(one, it) { it.push(${B}); } add.apply(null, [other, list]);`,
    `const _ = require('lodash'); _.merge(list, [${B}]);`,
    `const { merge } = require('lodash'); merge(list, [${B}]);`,
    `const pull = require('lodash/pull'); pull(list, ${A});`,
    `[list, other] = [[${B}], list];`,
    `({ list } = { list: [${B}] });`,
  ])
    assert.ok(!believed(`${start} ${change}`), change);
  assert.ok(!believed(`var list = [${A}]; var list = [${B}];`), 'the last var counts');
});

test('a list that others only look at, or copy, is what it was', () => {
  const start = `const list = [${A}], other = [];`;
  for (const use of [
    'console.log(list); app.set("origins", list); log({ list });',
    'const copy = [...list]; copy.push(1);',
    'const conf = { list }; const copy = { ...conf }; copy.more = 1; copy.list = [];',
    'other.push(...list);',
    'const all = [list]; all.push(other); all.length = 0;',
    'for (const it of list) other.push(it);',
    'list.forEach(it => other.push(it)); list.map(it => [it]).push(1);',
    'function show(it) { return it.join(); } show(list);',
    'if (!list.length || typeof list === "string" || other === list) throw new Error(`${list}`);',
    'module.exports = { list };',
    'const set = new Set(list); set.add(1); list.slice().sort();',
    'const { includes, length } = list; includes.apply(other, list); [].slice.call(list);',
    'const _ = require("lodash"); _.uniq(list); _.merge({}, list); _.set(other, 0, list.length);',
  ])
    assert.ok(believed(`${start} ${use}`), use);
});

test('what is changed of an import, where it is imported or in a module imported beside it, is not what was exported', () => {
  const list = `export const allowed = [${A}]; export const conf = { cors: { origins: [${A}] }, more: [] };`;
  const said = (app: string, more: string, origin = 'allowed') => {
    const imports =
      "import cors from 'cors'; import express from 'express'; import { allowed, conf } from './list.js';";
    const [policy] = sample({
      'package.json': '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}',
      'list.js': list,
      'more.js': more,
      'app.js': `${imports} import './more.js'; ${app} express().use(cors({ origin: ${origin} }));`,
    }).policies();
    assert.ok(policy);
    return describe(policy).slice(0, 2).join(' ');
  };
  assert.match(said(`allowed.push(${B});`, ''), /b\.example/);
  const before = /^`https:\/\/a\.example` may read/;
  for (const [more, origin] of [
    [`import { allowed } from './list.js'; allowed.push(${B});`, 'allowed'],
    [`import * as all from './list.js'; all.allowed.push(${B});`, 'allowed'],
    [`import { allowed as it } from './list.js'; const other = it; other.push(${B});`, 'allowed'],
    [`import { conf } from './list.js'; Object.assign(conf, { cors: { origins: [${B}] } });`, 'conf.cors.origins'],
    [`import { conf } from './list.js'; conf.cors.origins = [${B}];`, 'conf.cors.origins'],
  ] as const) {
    assert.doesNotMatch(said('', more, origin), before, more);
    assert.match(said('', more, origin), /not known/, more);
  }
  for (const more of [
    `import { allowed } from './list.js'; const copy = [...allowed]; copy.push(${B}); console.log(allowed);`,
    `import { conf } from './list.js'; conf.more.push(${B});`,
    `import { conf } from './list.js'; conf.port = ${B}; conf.cors.credentials = true;`,
    `const allowed = []; allowed.push(${B});`,
  ]) {
    assert.match(said('', more), before, more);
    assert.match(said('', more, 'conf.cors.origins'), before, more);
  }
});

test('so it is two imports away, and with what require gives', () => {
  const said = (files: Readonly<Record<string, string>>) => {
    const [policy] = sample({
      'package.json': '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}',
      'list.js': `exports.allowed = [${A}];`,
      ...files,
    }).policies();
    assert.ok(policy);
    return describe(policy).slice(0, 2).join(' ');
  };
  const required = (load: string, use: string) =>
    `const cors = require('cors'); const express = require('express'); ${load} require('./more.js'); express().use(cors({ origin: ${use} }));`;
  const whole = required("const list = require('./list.js');", 'list.allowed');
  const part = required("const { allowed } = require('./list.js');", 'allowed');
  for (const app of [whole, part]) {
    for (const more of [
      `require('./list.js').allowed.push(${B});`,
      `const list = require('./list.js'); list.allowed.push(${B});`,
      `const { allowed } = require('./list.js'); allowed.push(${B});`,
      `const { allowed: it } = require('./list.js'); it[0] = ${B};`,
      `require('./list.js').allowed = [${B}];`,
      `const list = require('./list.js'); list.allowed = [${B}];`,
      `const list = require('./list.js'); list[process.env.WHAT] = [${B}];`,
    ]) {
      assert.match(said({ 'app.js': app, 'more.js': more }), /not known/, more);
      assert.match(said({ 'app.js': app, 'more.js': "require('./deep.js');", 'deep.js': more }), /not known/, more);
    }
    for (const more of [
      "const { allowed } = require('./list.js'); console.log(allowed.includes('x'));",
      `const list = []; list.push(${B});`,
      `const list = require('./list.js'); const copy = [...list.allowed]; copy.push(${B});`,
      `const list = require('./list.js'); list.port = process.env.PORT;`,
    ])
      assert.match(said({ 'app.js': app, 'more.js': more }), /^`https:\/\/a\.example` may read/, more);
  }
  const es = `import cors from 'cors'; import express from 'express'; import { allowed } from './es.js'; import './more.js'; express().use(cors({ origin: allowed }));`;
  const deep = `import { allowed } from './es.js'; allowed.push(${B});`;
  const files = { 'app.js': es, 'es.js': `export const allowed = [${A}];`, 'more.js': "import './deep.js';" };
  assert.match(said({ ...files, 'deep.js': deep }), /not known/);
  assert.match(said({ ...files, 'deep.js': '' }), /^`https:\/\/a\.example` may read/);
});

test('so it is in a module near by that imports the list and that nothing here imports: an entry', () => {
  const said = (files: Readonly<Record<string, string>>) => {
    const [policy] = sample({
      'package.json': '{"dependencies":{"cors":"2.8.6","express":"5.1.0"}}',
      'src/conf/list.js': `export const conf = { origin: [${A}], more: [] };`,
      'src/server/app.js': `import cors from 'cors'; import express from 'express'; import { conf } from '../conf/list.js'; export const app = express(); app.use(cors(conf));`,
      ...files,
    }).policies();
    assert.ok(policy);
    return describe(policy).slice(0, 2).join(' ');
  };
  const before = /^`https:\/\/a\.example` may read/;
  const entry = (folder: string, change: string) =>
    `import { app } from './${folder}server/app.js'; import { conf } from './${folder}conf/list.js'; ${change}`;
  assert.match(said({ 'src/main.js': entry('', `conf.origin.push(${B});`) }), /not known/);
  assert.match(said({ 'main.js': entry('src/', 'conf.origin = true;') }), /not known/);
  assert.match(
    said({ 'main.js': `const { conf } = await import('./src/conf/list.js'); conf.origin = true;` }),
    /not known/,
  );
  assert.match(said({ 'main.js': `require('./src/conf/list.js').conf.origin.push(${B});` }), /not known/);
  assert.match(
    said({
      'main.js': "import { conf } from './src/conf/list.js'; import { add } from './add.js'; add(conf);",
      'add.js': `export const add = it => it.origin.push(${B});`,
    }),
    /not known/,
  );
  for (const files of [
    { 'main.js': entry('src/', 'conf.more.push(1); console.log(conf.origin);') },
    { 'src/main.test.js': entry('', `conf.origin.push(${B});`) },
    { 'src/main.js': `const conf = { origin: [] }; conf.origin.push(${B});` },
    { 'other/main.js': `import { conf } from '../src/conf/list.js'; const own = [...conf.origin]; own.push(${B});` },
  ])
    assert.match(said(files), before, JSON.stringify(files));
});
