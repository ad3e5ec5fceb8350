import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyPatch } from 'diff';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import type { TextEdit } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import { cli, fakeWorkspace, folder, product, spans } from './fake.ts';

/** An analysis in which each match of a pattern is an error with a safe fix of these edits. */
function fixing(pattern: RegExp, edits: (at: Span, host: { read(path: string): string | undefined }) => TextEdit[]) {
  const open: OpenWorkspace = host => ({
    ...fakeWorkspace(host),
    mentions: () => true,
    judge: ({ facts }) =>
      facts.flatMap(({ path }) =>
        spans(path, host.read(path) ?? '', pattern).map(at => ({
          rule: 'bad-word',
          severity: 'error' as const,
          at,
          message: 'Any site may read.',
          related: [],
          fixes: [{ title: 'Fix', safety: 'safe' as const, edits: edits(at, host) }],
        })),
      ),
  });
  return product(open);
}

test('--fix applies the safe fixes, leaves the others, and reports what is left', async t => {
  const cwd = folder(t, { 'a.js': 'BAD ODD SILENT\n', 'b.js': 'fine BAD' });
  const { code, out } = await cli(['--fix'], { cwd });
  assert.equal(readFileSync(join(cwd, 'a.js'), 'utf8'), 'GOOD ODD SILENT\n');
  assert.equal(readFileSync(join(cwd, 'b.js'), 'utf8'), 'fine GOOD');
  assert.equal(code, 0);
  assert.ok(!out.includes('bad-word'));
  assert.match(out, /warning\[odd-word\]/);
  assert.match(out, /^Fixed 2 problems in 2 files$/m);
  const again = await cli(['--fix'], { cwd });
  assert.match(again.out, /^Fixed 0 problems in 0 files$/m);
});

test('overlapping fixes wait for the next round', async t => {
  const cwd = folder(t, { 'a.js': '[[[x]]]' });
  const shell = fixing(/\[+x\]+/g, at => [
    { at: { ...at, end: at.start + 1 }, text: '' },
    { at: { ...at, start: at.end - 1 }, text: '' },
  ]);
  const { out } = await cli(['--fix'], { cwd, product: shell });
  assert.equal(readFileSync(join(cwd, 'a.js'), 'utf8'), 'x');
  assert.match(out, /^Fixed 3 problems in 1 file$/m);

  writeFileSync(join(cwd, 'a.js'), 'aa aa');
  const wide = fixing(/a/g, at => [{ at: { ...at, start: 0, end: at.end }, text: '' }]);
  await cli(['--fix'], { cwd, product: wide });
  assert.equal(readFileSync(join(cwd, 'a.js'), 'utf8'), '');
});

test('fixes that call each other forth end after ten rounds', async t => {
  const cwd = folder(t, { 'a.js': '1' });
  const { code, out } = await cli(['--fix'], { cwd, product: fixing(/1/g, at => [{ at, text: '11'.slice(0, 2) }]) });
  assert.equal(code, 1);
  assert.ok(readFileSync(join(cwd, 'a.js'), 'utf8').length <= 2 ** 10);
  assert.match(out, /^Fixed \d+ problems in 1 file$/m);
});

test('line ends, byte order mark, mode and links stay as they are', async t => {
  const cwd = folder(t, { 'crlf.js': '\ufeffone\r\nBAD\r\ntwo\r\n', 'real/target.js': 'BAD\n' });
  chmodSync(join(cwd, 'crlf.js'), 0o754);
  symlinkSync('real/target.js', join(cwd, 'link.js'));
  const lines = fixing(/BAD/g, at => [{ at, text: 'GOOD,\nBETTER' }]);
  await cli(['--fix', 'crlf.js', 'link.js'], { cwd, product: lines });
  assert.equal(readFileSync(join(cwd, 'crlf.js'), 'utf8'), '\ufeffone\r\nGOOD,\r\nBETTER\r\ntwo\r\n');
  assert.equal(statSync(join(cwd, 'crlf.js')).mode & 0o777, 0o754);
  assert.ok(lstatSync(join(cwd, 'link.js')).isSymbolicLink());
  assert.equal(readFileSync(join(cwd, 'real/target.js'), 'utf8'), 'GOOD,\nBETTER\n');
  assert.deepEqual(readdirSync(cwd).sort(), ['crlf.js', 'link.js', 'real'], 'no temporary file is left');
});

test('a file that somebody changes meanwhile is not overwritten', async t => {
  const cwd = folder(t, { 'a.js': 'BAD', 'b.js': 'BAD' });
  const racing = product(host => ({
    ...fakeWorkspace(host),
    judge: (scope, settings) => {
      writeFileSync(join(cwd, 'a.js'), 'somebody else BAD');
      return fakeWorkspace(host).judge(scope, settings);
    },
  }));
  const { code, err } = await cli(['--fix'], { cwd, product: racing });
  assert.equal(code, 2);
  assert.equal(err, 'corslint: a.js was not fixed: changed since it was read\n');
  assert.equal(readFileSync(join(cwd, 'a.js'), 'utf8'), 'somebody else BAD');
  assert.equal(readFileSync(join(cwd, 'b.js'), 'utf8'), 'GOOD');
});

/** Files whose fix cannot be written, and what is told of each. */
const UNWRITABLE: readonly { readonly name: string; readonly bytes: Buffer; readonly reason: string }[] = [
  { name: 'latin.js', bytes: Buffer.from('BAD caf\u00e9\n', 'latin1'), reason: 'is not UTF-8' },
  { name: 'little.js', bytes: utf16('BAD\n', 'le'), reason: 'is UTF-16LE, and only UTF-8 is written' },
  { name: 'big.js', bytes: utf16('BAD\n', 'be'), reason: 'is UTF-16BE, and only UTF-8 is written' },
  { name: 'locked.js', bytes: Buffer.from('BAD\n'), reason: 'cannot be written (EEXIST)' },
];

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

for (const { name, bytes, reason } of UNWRITABLE) {
  test(`${name} is not fixed: every report names it and says why, and tells its findings`, async t => {
    const asked = async (format: string) => {
      const cwd = folder(t, { [name]: bytes, 'fine.js': 'BAD' });
      // Permissions hold nobody back who is root: what stands in the way is a folder where the new text is put first.
      if (name === 'locked.js') mkdirSync(join(cwd, `${name}.corslint-${process.pid}`));
      const { code, out, err } = await cli(['--fix', '--format', format], { cwd });
      assert.equal(code, 2);
      assert.equal(err, `corslint: ${name} was not fixed: ${reason}\n`);
      assert.deepEqual(readFileSync(join(cwd, name)), bytes);
      assert.equal(readFileSync(join(cwd, 'fine.js'), 'utf8'), 'GOOD');
      return out;
    };
    const json = JSON.parse(await asked('json'));
    assert.deepEqual(json.fixesFailed, [{ path: name, reason }]);
    assert.equal(json.summary.fixesFailed, 1);
    assert.equal(json.summary.fixed, 1);
    assert.deepEqual(
      json.findings.map((it: { path: string }) => it.path),
      [name],
    );
    const [run] = JSON.parse(await asked('sarif')).runs;
    const [{ executionSuccessful, toolExecutionNotifications: told }] = run.invocations;
    assert.equal(executionSuccessful, false);
    assert.ok(JSON.stringify(told).includes(`Not fixed: ${reason}`) && JSON.stringify(told).includes(name));
    assert.equal(told.filter((it: { level: string }) => it.level === 'error').length, 1);
    for (const format of ['text', 'markdown', 'github', 'html']) {
      const out = await asked(format);
      assert.match(out, /Not fixed/, format);
      assert.ok(out.includes(name) && out.includes(reason), format);
    }
    assert.match(await asked('text'), /^Fixed 1 problem in 1 file$/m);
  });
}

test('what lies in node_modules is not changed', async t => {
  const cwd = folder(t, { 'node_modules/x/a.js': 'BAD' });
  assert.equal((await cli(['--fix', 'node_modules/x/a.js'], { cwd })).code, 1);
  assert.equal(readFileSync(join(cwd, 'node_modules/x/a.js'), 'utf8'), 'BAD');
});

test('--fix-dry-run prints a patch that does the same, and writes nothing', async t => {
  const files = { 'a b.js': 'one\r\ntwo\r\nBAD\r\nfour', 'c.js': `${'x\n'.repeat(20)}BAD\n`, 'd.js': 'fine' };
  const cwd = folder(t, files);
  const { code, out, err } = await cli(['--fix-dry-run'], { cwd });
  assert.equal(code, 0);
  assert.equal(err, 'corslint: would fix 2 problems in 2 files\n');
  for (const [path, text] of Object.entries(files)) assert.equal(readFileSync(join(cwd, path), 'utf8'), text);
  const parts = out.split(/^(?=--- )/m);
  assert.match(parts[0] ?? '', /^--- a\/a b\.js\t?\n\+\+\+ b\/a b\.js\t?\n@@ /);
  assert.equal(
    applyPatch(files['a b.js'], parts[0] ?? '', { autoConvertLineEndings: false }),
    'one\r\ntwo\r\nGOOD\r\nfour',
  );
  assert.equal(applyPatch(files['c.js'], parts[1] ?? ''), files['c.js'].replace('BAD', 'GOOD'));
  const stdin = await cli(['-', '--stdin-filename', 's.js', '--fix-dry-run'], { cwd, stdin: 'BAD\n' });
  assert.match(stdin.out, /^-BAD\n\+GOOD$/m);
});
