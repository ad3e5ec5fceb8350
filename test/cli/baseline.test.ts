import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, folder } from './fake.ts';

const CONCISE = ['-f', 'concise', '--baseline', 'known.txt'];

test('what the baseline knows is neither reported nor counted, wherever its lines have moved', async t => {
  const cwd = folder(t, { 'a.js': 'BAD\nODD\n', 'b/c.js': 'BAD BAD SILENT' });
  const wrote = await cli(['--baseline', 'known.txt', '--update-baseline'], { cwd });
  assert.equal(wrote.code, 0);
  assert.match(wrote.err, /^corslint: 4 findings written to known\.txt\n$/);
  assert.match(wrote.out, /^No new problems found .*4 known from the baseline\)/);

  writeFileSync(join(cwd, 'a.js'), '// moved\n\n  ODD\n\tBAD\n');
  assert.deepEqual(await cli(CONCISE, { cwd }), { code: 0, out: '', err: '' });
  // A third one of two equal ones, and one of another rule.
  writeFileSync(join(cwd, 'b/c.js'), 'BAD BAD\nBAD DULL');
  const { code, out } = await cli(CONCISE, { cwd });
  assert.equal(code, 1);
  assert.deepEqual(out.match(/^\S+ \w+ \S+/gm), ['b/c.js:2:1 error bad-word', 'b/c.js:2:5 info dull-word']);
});

test('--fail-on-new counts findings of every severity', async t => {
  const cwd = folder(t, { 'a.js': 'BAD' });
  await cli(['--baseline', 'known.txt', '--update-baseline'], { cwd });
  writeFileSync(join(cwd, 'a.js'), 'BAD DULL');
  assert.equal((await cli(CONCISE, { cwd })).code, 0);
  assert.equal((await cli([...CONCISE, '--fail-on-new'], { cwd })).code, 1);
});

test('entries that nothing answers to are told, and taken out only where this run looked', async t => {
  const cwd = folder(t, { 'a/a.js': 'BAD', 'b/b.js': 'BAD' });
  const update = (...argv: string[]) => cli([...argv, '--baseline', 'known.txt', '--update-baseline'], { cwd });
  await update();
  writeFileSync(join(cwd, 'a/a.js'), '');
  writeFileSync(join(cwd, 'b/b.js'), '');
  const { err } = await cli([...CONCISE, 'a'], { cwd });
  assert.equal(err, 'corslint: 1 finding of the baseline is gone; --update-baseline takes them out\n');
  await update('a');
  const { findings } = JSON.parse(readFileSync(join(cwd, 'known.txt'), 'utf8'));
  assert.deepEqual(
    findings.map((it: { path: string }) => it.path),
    ['b/b.js'],
  );
});

test('SARIF has all findings, each with its state', async t => {
  const cwd = folder(t, { 'a.js': 'BAD' });
  await cli(['--baseline', 'known.txt', '--update-baseline'], { cwd });
  writeFileSync(join(cwd, 'a.js'), 'ODD BAD');
  const { out } = await cli(['-f', 'sarif', '--baseline', 'known.txt'], { cwd });
  const results = JSON.parse(out).runs[0].results as readonly { ruleId: string; baselineState: string }[];
  assert.deepEqual(
    results.map(it => [it.ruleId, it.baselineState]),
    [
      ['odd-word', 'new'],
      ['bad-word', 'unchanged'],
    ],
  );
});

test('a baseline that is missing or none is bad usage', async t => {
  const cwd = folder(t, { 'a.js': 'BAD', 'other.json': '{"findings": 3}' });
  const says = async (...argv: string[]) => {
    const { code, err } = await cli(argv, { cwd });
    assert.equal(code, 2);
    return err;
  };
  assert.match(await says('--baseline', 'none.json'), /no baseline `none\.json`; --update-baseline writes it/);
  assert.match(await says('--baseline', 'other.json'), /`other\.json` is no baseline of corslint/);
  assert.match(await says('--baseline', 'other.json', '--update-baseline'), /is no baseline of corslint/);
  assert.match(await says('--fail-on-new'), /--fail-on-new needs --baseline FILE/);
  assert.match(await says('--fix', '--baseline', 'x.json'), /fixes go with neither --baseline nor --since/);
});
