import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli, folder, product } from './fake.ts';

test('an option without its value is told what belongs there', async t => {
  const cwd = folder(t, { 'a.js': 'BAD' });
  const says = async (...argv: string[]) => (await cli(argv, { cwd })).err.trimEnd();
  assert.equal(
    await says('simulate', 'a.js', '--credentials'),
    'corslint: --credentials needs a value: include or omit',
  );
  assert.equal(
    await says('simulate', 'a.js', '--credentials', '--origin', 'null'),
    'corslint: --credentials needs a value: include or omit, not `--origin`',
  );
  assert.match(await says('-o'), /^corslint: --output needs a value: the path of a file$/);
  assert.equal(await says('--quiet=3'), 'corslint: --quiet takes no value');
  assert.equal(await says('--max-warnings', 'few'), 'corslint: --max-warnings is a number, not `few`');
});

test('--max-warnings makes many warnings a failure', async t => {
  const cwd = folder(t, { 'a.js': 'ODD ODD' });
  const run = (...argv: string[]) => cli([...argv, '-f', 'concise'], { cwd });
  assert.equal((await run('--max-warnings', '2')).code, 0);
  const { code, err } = await run('--max-warnings', '1');
  assert.equal(code, 1);
  assert.equal(err, 'corslint: 2 warnings, and --max-warnings allows 1\n');
  assert.equal((await run('--max-warnings', '0', '--exit-zero')).code, 0);
});

test('several reports of one run, each with the file beside it in whichever order', async t => {
  const cwd = folder(t, { 'a.js': 'BAD' });
  const argv = ['-f', 'sarif', '-o', 'a.sarif', '-o', 'a.json', '-f', 'json', '-f', 'concise'];
  const { code, out } = await cli(argv, { cwd });
  assert.equal(code, 1);
  assert.match(out, /^a\.js:1:1 error bad-word /);
  assert.equal(JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8')).version, '2.1.0');
  assert.equal(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).schemaVersion, 1);
  const silent = await cli(['-o', 'only.txt', '--color', 'always'], { cwd });
  assert.equal(silent.out, '');
  assert.ok(existsSync(join(cwd, 'only.txt')));
  const two = await cli(['-f', 'json', '-f', 'sarif'], { cwd });
  assert.deepEqual(
    [two.code, two.err],
    [2, 'corslint: only one report goes to standard output: name a file with -o after -f sarif\n'],
  );
  assert.match((await cli(['rules', '-f', 'json', '-o', 'x', '-f', 'text'], { cwd })).err, /`rules` gives one report/);
});

test('--ignore-pattern leaves files out, beside those of the configuration and seen from here', async t => {
  const cwd = folder(t, {
    'corslint.config.json': '{ "exclude": ["/sub/a.js"] }',
    'sub/a.js': 'BAD',
    'sub/b.js': 'BAD',
    'sub/c.js': 'BAD',
    'sub/old/d.js': 'BAD',
  });
  const { out } = await cli(['-f', 'concise', '--ignore-pattern', '/b.js', '--ignore-pattern', 'old/'], {
    cwd: join(cwd, 'sub'),
  });
  assert.deepEqual(out.match(/^\S+(?=:1:1)/gm), ['c.js']);
});

test('--no-inline-config lets no comment silence a finding', async t => {
  const source = [
    "const app = require('express')();",
    '// corslint-disable-next-line wildcard-with-credentials -- the old client',
    "app.use(require('cors')({ origin: '*', credentials: true }));",
    '// corslint-disable-next-line method-case',
    'app.listen(1);',
  ].join('\n');
  const cwd = folder(t, { 'server.js': source, 'package.json': '{"dependencies":{"cors":"2.8.5","express":"5.0.0"}}' });
  const rules = async (...argv: string[]) =>
    (await cli(['-f', 'concise', ...argv], { cwd, product: PRODUCT })).out.match(/(?<= (error|info) )\S+/g);
  assert.deepEqual(await rules(), ['unused-suppression']);
  assert.deepEqual(await rules('--no-inline-config'), ['wildcard-with-credentials']);
});

test('--print-config writes the settings in force as a configuration', async t => {
  const cwd = folder(t, {
    'corslint.config.json':
      '{ "rules": { "bad-word": "hint" }, "sites": [{ "folder": "web", "origins": ["https://a.example"], "role": "page" }] }',
  });
  const { code, out, err } = await cli(['--print-config', '--rule', 'odd-word=off'], { cwd });
  assert.equal(code, 0);
  assert.equal(err, 'corslint: read from corslint.config.json\n');
  assert.deepEqual(JSON.parse(out), {
    profile: 'recommended',
    rules: { 'bad-word': 'hint', 'odd-word': 'off', 'dull-word': 'info' },
    exclude: [],
    maxFileSize: 1024,
    sites: [{ folder: 'web', origins: ['https://a.example'], role: 'page' }],
  });
  const again = folder(t, { 'corslint.config.json': out });
  assert.deepEqual(JSON.parse((await cli(['--print-config'], { cwd: again })).out), JSON.parse(out));
});

const SERVER = `const cors = require('cors');
const app = require('express')();
app.get('/open', cors());
app.use('/api', cors({ origin: ['https://a.example'] }));
`;

test('simulate says which policy it took, and a blocked request can be a failure', async t => {
  const cwd = folder(t, { 'server.js': SERVER, 'package.json': '{"dependencies":{"cors":"2.8.5"}}' });
  const run = (...argv: string[]) => cli(['simulate', ...argv], { cwd, product: product(openWorkspace) });
  const far = await run('server.js:9', '--origin', 'https://b.example', '--fail-on-blocked');
  assert.equal(far.code, 1);
  assert.equal(far.err, 'corslint: no policy stands at server.js:9: this is the nearest one, at line 4\n');
  const here = await run('server.js:4', '--origin', 'https://b.example');
  assert.deepEqual([here.code, here.err], [0, '']);
  assert.equal((await run('server.js:4', '--origin', 'https://a.example', '--fail-on-blocked')).code, 0);
  assert.equal((await run()).err, 'corslint: `simulate` needs FILE[:LINE] and --origin ORIGIN\n');
});
