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
