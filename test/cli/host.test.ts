import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { diskHost } from '../../server/src/cli/host.ts';
import type { Io } from '../../server/src/cli/io.ts';
import { progress } from '../../server/src/cli/progress.ts';
import { folder } from './fake.ts';

test('one run sees one state of a file', t => {
  const path = `${folder(t, { 'a.js': 'before' })}/a.js`;
  const host = diskHost(1024);
  assert.equal(host.read(path), 'before');
  writeFileSync(path, 'after');
  assert.equal(host.read(path), 'before');
  assert.equal(diskHost(1024).read(path), 'after');
  host.put(path, 'put');
  assert.equal(host.read(path), 'put');
});

test('other files that are read while a file is peeked at leave its text alone', t => {
  const root = folder(t, { 'a.ts': 'short', 'b.ts': 'what stands in another file' });
  const host = diskHost(1024);
  const peeked = host.peek(`${root}/a.ts`, () => host.read(`${root}/b.ts`) !== undefined);
  assert.equal(peeked.kind, 'wanted');
  assert.equal(host.read(`${root}/a.ts`), 'short');
  assert.equal(host.read(`${root}/b.ts`), 'what stands in another file');
});

test('what is missing, a folder, binary or too large has no text, and none of it throws', t => {
  const root = folder(t, {
    'a/b.js': 'x',
    'binary.js': '\0',
    'large.js': 'x'.repeat(1025),
    'fits.js': 'x'.repeat(1024),
  });
  const host = diskHost(1);
  for (const name of ['none.js', 'a', 'binary.js', 'large.js', 'a/b.js/c.js', '\0'])
    assert.equal(host.read(`${root}/${name}`), undefined, name);
  assert.equal(host.read(`${root}/fits.js`)?.length, 1024);
  assert.equal(host.exists(`${root}/a/b.js`), true);
  assert.equal(host.exists(`${root}/a`), false);
  assert.equal(host.exists(`${root}/none.js`), false);
  assert.equal(host.exists(`${root}/\0`), false);
});

test('a path is seen from the innermost audited folder, and folders can be listed', t => {
  const root = folder(t, { 'b/x.js': '', 'a.js': '' });
  const host = diskHost(1024, [root, `${root}/test/shop`]);
  assert.equal(host.relative(`${root}/test/shop/src/a.js`), 'src/a.js');
  assert.equal(host.relative(`${root}/test/shopping/a.js`), 'test/shopping/a.js');
  assert.equal(host.relative('/elsewhere/a.js'), '/elsewhere/a.js');
  assert.deepEqual(host.list(root), ['a.js', 'b']);
  assert.deepEqual(host.list(`${root}/none`), []);
});

test('a lockfile may be larger than a source file', t => {
  const root = folder(t, { 'package-lock.json': `{${' '.repeat(3 << 20)}}`, 'other.json': `{${' '.repeat(3 << 20)}}` });
  const host = diskHost(1024);
  assert.equal(host.read(`${root}/package-lock.json`)?.length, (3 << 20) + 2);
  assert.equal(host.read(`${root}/other.json`), undefined);
});

test('a peek keeps only what is wanted, and reads text that is not ASCII right afterwards', t => {
  const root = folder(t, { 'a.js': 'é cors', 'b.js': 'é' });
  const host = diskHost(1024);
  const wanted = (text: string) => text.includes('cors');
  assert.deepEqual(host.peek(`${root}/a.js`, wanted), { kind: 'wanted' });
  assert.deepEqual(host.peek(`${root}/b.js`, wanted), { kind: 'unwanted' });
  assert.deepEqual(host.peek(`${root}/c.js`, wanted), { kind: 'missing' });
  assert.equal(host.read(`${root}/a.js`), 'é cors');
  assert.equal(host.read(`${root}/b.js`), 'é');
});

test('progress is one line on a terminal, and nothing anywhere else', t => {
  t.mock.timers.enable({ apis: ['Date'] });
  const shown = (isTTY: boolean, env: Io['env'], wanted = true) => {
    let err = '';
    const out = { write: () => {}, isTTY, columns: 80 };
    const write = (text: string) => {
      err += text;
    };
    const line = progress(
      { cwd: '/', env, stdout: out, stderr: { ...out, write }, stdin: () => '', serve: async () => {} },
      wanted,
    );
    line.told(1);
    t.mock.timers.tick(150);
    line.told(1200);
    line.told(1201);
    line.done();
    return err;
  };
  assert.equal(shown(true, {}), '\r\u001b[K1,200 files…\r\u001b[K');
  assert.equal(shown(false, {}), '');
  assert.equal(shown(true, { CI: 'true' }), '');
  assert.equal(shown(true, {}, false), '');
});
