import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli, fakeWorkspace, folder, product } from './fake.ts';

test('the exit code tells whether something is at or above --fail-on', async t => {
  const error = folder(t, { 'a.js': 'BAD' });
  const warning = folder(t, { 'a.js': 'ODD' });
  const info = folder(t, { 'a.js': 'DULL SILENT' });
  const code = async (cwd: string, ...argv: string[]) => (await cli(argv, { cwd })).code;
  assert.equal(await code(error), 1);
  assert.equal(await code(warning), 0);
  assert.equal(await code(warning, '--fail-on', 'warning'), 1);
  assert.equal(await code(warning, '--fail-on', 'warning', '--quiet'), 1);
  assert.equal(await code(info, '--fail-on', 'warning'), 0, 'a suppressed error does not count');
  assert.equal(await code(info, '--fail-on', 'info'), 1);
  assert.equal(await code(error, '--exit-zero'), 0);
  assert.equal(await code(error, '-f', 'sarif'), 1);
  assert.equal(await code(error, 'policies'), 0);
});

const USAGE: readonly (readonly [argv: string, complaint: RegExp])[] = [
  ['--fomat json', /^corslint: there is no option --fomat\. Did you mean --format\?$/],
  ['--format xml', /^corslint: --format is one of text, concise, .* not `xml`$/],
  ['--format', /^corslint: --format needs a value: text, concise, /],
  ['--rule bad-word', /--rule takes ID=SEVERITY, not `bad-word`$/],
  ['--rule bad-word=fatal', /severity is one of off, error, warning, info, hint, not `fatal`$/],
  ['--rule bda-word=off', /there is no rule `bda-word`\. Did you mean `bad-word`\?$/],
  ['--rule zzzzzzzz=off', /there is no rule `zzzzzzzz`\.$/],
  ['--fail-on never', /--fail-on is one of error, warning, info, hint, not `never`$/],
  ['--profile lax', /--profile is one of recommended, strict, audit, not `lax`$/],
  ['--color yes', /--color is one of/],
  ['nothing/here', /there is no file or folder `nothing\/here`$/],
  ['polices', /there is no file or folder `polices`\. Did you mean `policies`\?$/],
  ['-', /`-` needs --stdin-filename$/],
  ['- a.js --stdin-filename a.js', /`-` is standard input and goes with no other path$/],
  ['--stdin-filename a.js', /--stdin-filename goes with `-`$/],
  ['--fix --fix-dry-run', /use either --fix or --fix-dry-run$/],
  ['- --stdin-filename a.js --fix', /--fix cannot write to standard input/],
  ['rules --fix', /--fix does not go with `rules`$/],
  ['policies --format sarif', /--format is one of text, json, not `sarif`$/],
  ['explain', /`explain` takes one rule$/],
  ['explain bad-wrod', /there is no rule `bad-wrod`\. Did you mean `bad-word`\?$/],
  ['rules here', /`rules` takes no arguments$/],
  ['lsp', /`lsp` needs --stdio$/],
  ['--config none.json', /there is no configuration in `none\.json`$/],
];

for (const [argv, complaint] of USAGE)
  test(`bad usage: corslint ${argv}`, async t => {
    const { code, out, err } = await cli(argv.split(' '), { cwd: folder(t, { 'a.js': 'BAD' }) });
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.equal(err.split('\n').length, 2, `one line: ${err}`);
    assert.match(err.trimEnd(), complaint);
  });

test('one file on which the analysis breaks costs the others nothing', async t => {
  const cwd = folder(t, { 'a.js': 'BAD', 'b.js': 'THROW', 'c.js': 'BAD' });
  const { code, out, err } = await cli(['-f', 'concise'], { cwd });
  assert.equal(code, 2);
  assert.deepEqual(out.match(/^\w\.js/gm), ['a.js', 'c.js']);
  assert.equal(err, 'corslint: b.js: internal error: the analysis broke\n');
  const debug = await cli(['-f', 'concise', '--debug'], { cwd });
  assert.match(debug.err, /the analysis broke\n.*Error: the analysis broke\n\s+at /s);
});

test('a judgement that breaks on one file is told with its name', async t => {
  const cwd = folder(t, { 'a.js': 'BAD', 'b.js': 'BAD', 'c.js': 'BAD' });
  const broken = product(host => {
    const workspace = fakeWorkspace(host);
    return {
      ...workspace,
      judge(scope, settings) {
        if (scope.facts.some(it => it.path.endsWith('/b.js'))) throw new Error('no judgement');
        return workspace.judge(scope, settings);
      },
    };
  });
  const { code, out, err } = await cli(['-f', 'concise'], { cwd, product: broken });
  assert.equal(code, 2);
  assert.equal(out.split('\n').length, 3);
  assert.equal(err, 'corslint: b.js: internal error: no judgement\n');
});

test('an error outside of every file is one line, and its stack with --debug', async t => {
  const cwd = folder(t, {});
  const broken = product(() => {
    throw new Error('cannot open\nsecond line');
  });
  const plain = await cli([], { cwd, product: broken });
  assert.deepEqual(plain, { code: 2, out: '', err: 'corslint: internal error: cannot open\n' });
  assert.match((await cli(['--debug'], { cwd, product: broken })).err, /\n\s+at /);
});

test('help, version, rules, explain and lsp', async t => {
  const at = { cwd: folder(t, {}) };
  const help = await cli(['--help'], at);
  assert.equal(help.code, 0);
  assert.match(help.out, /no telemetry, opens no network connection/);
  for (const flag of ['--fix-dry-run', '--stdin-filename', '--fail-on', '--no-progress', '--exit-zero', '--config'])
    assert.ok(help.out.includes(flag), flag);
  for (const word of ['simulate', '--origin', '--credentials']) assert.ok(help.out.includes(word), word);
  assert.equal((await cli(['-V'], at)).out, '1.2.3\n');
  assert.match((await cli(['rules'], at)).out, /^bad-word +error +recommended +Title of bad-word$/m);
  assert.equal(JSON.parse((await cli(['rules', '-f', 'json'], at)).out)[0].url, 'https://rules.test/bad-word');
  assert.match(
    (await cli(['rules', '-f', 'markdown'], at)).out,
    /^\| \[`bad-word`\]\(https:\/\/rules\.test\/bad-word\) \|/m,
  );
  const page = await cli(['explain', 'bad-word'], at);
  assert.equal(page.code, 0);
  assert.match(
    page.out,
    /^Title of bad-word\nbad-word\nSeverity: error\nProfile: recommended, .*\nWeakness: CWE-942\n\nWhy bad-word matters\./,
  );
  assert.match(page.out, /Wrong\n\n {4}bad\(\)/);
  assert.match((await cli(['explain', 'bad-word', '-f', 'markdown'], at)).out, /^# Title of bad-word\n/);
  assert.equal((await cli(['lsp', '--stdio', '--clientProcessId=1'], at)).out, 'served');
});

test('where there is nothing to look at, that is said, and is no success', async t => {
  for (const files of [{}, { 'README.md': 'cors', 'main.zig': 'Access-Control-Allow-Origin' }]) {
    const cwd = folder(t, files);
    for (const command of ['check', 'policies', 'requests']) {
      const { code, out, err } = await cli([command], { cwd, product: PRODUCT });
      assert.equal(code, 2, command);
      assert.doesNotMatch(out, /No problems/);
      assert.equal(err, 'corslint: there is no file in `.` that can hold a CORS policy\n');
    }
    assert.match((await cli(['check'], { cwd, product: PRODUCT })).out, /^Nothing was looked at \(0 files looked at/);
    assert.match((await cli(['-f', 'markdown'], { cwd, product: PRODUCT })).out, /Nothing was looked at/);
  }
  const named = await cli(['README.md'], { cwd: folder(t, { 'README.md': 'cors' }), product: PRODUCT });
  assert.equal(named.code, 0);
  assert.match(named.out, /^Nothing was looked at.*\nSkipped: .*README\.md/);
});
