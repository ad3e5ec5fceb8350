import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cli, folder } from './fake.ts';

/** The files in which something was found, and what was skipped. */
async function found(cwd: string, ...argv: string[]) {
  const { out, err } = await cli([...argv, '-f', 'json'], { cwd });
  assert.equal(err, '');
  const report = JSON.parse(out);
  return {
    files: report.findings.map((it: { path: string }) => it.path) as string[],
    skipped: Object.fromEntries(
      report.skipped.map((it: { path: string; reason: string }) => [it.path, it.reason]),
    ) as Record<string, string>,
    looked: report.summary.files as number,
  };
}

test('what git ignores is left out, by every .gitignore on the way and the repository’s own list', async t => {
  const cwd = folder(t, {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/info/exclude': 'private.js\n',
    '.gitignore': '*.gen.js\n/top.js\ngone/\nsub/deep/*\n!sub/deep/kept.js\n# comment\n\n\\#odd.js\n',
    'a.js': 'BAD',
    'a.gen.js': 'BAD',
    'top.js': 'BAD',
    'private.js': 'BAD',
    '#odd.js': 'BAD',
    'gone/b.js': 'BAD',
    'sub/top.js': 'BAD',
    'sub/deep/kept.js': 'BAD',
    'sub/deep/lost.js': 'BAD',
    'sub/.gitignore': '!special.gen.js\nlocal.js\n',
    'sub/special.gen.js': 'BAD',
    'sub/local.js': 'BAD',
    'local.js': 'BAD',
    'other/special.gen.js': 'BAD',
  });
  assert.deepEqual((await found(cwd)).files, [
    'a.js',
    'local.js',
    'sub/deep/kept.js',
    'sub/special.gen.js',
    'sub/top.js',
  ]);
  assert.deepEqual((await found(join(cwd, 'sub'))).files, ['deep/kept.js', 'special.gen.js', 'top.js'], 'from below');
  assert.deepEqual((await found(cwd, 'sub')).files, ['sub/deep/kept.js', 'sub/special.gen.js', 'sub/top.js']);
});

test('a folder that a deeper .gitignore takes back is walked', async t => {
  const cwd = folder(t, {
    '.gitignore': 'lib\n',
    'lib/a.js': 'BAD',
    'pkg/.gitignore': '!lib\n',
    'pkg/lib/b.js': 'BAD',
  });
  assert.deepEqual((await found(cwd)).files, ['pkg/lib/b.js']);
});

test('a work tree whose .git is a file finds the list of its repository', async t => {
  const cwd = folder(t, {
    'main/.git/info/exclude': 'private.js\n',
    'main/.git/worktrees/tree/HEAD': 'ref: refs/heads/x\n',
    'tree/.git': 'gitdir: ../main/.git/worktrees/tree\n',
    'tree/private.js': 'BAD',
    'tree/a.js': 'BAD',
  });
  assert.deepEqual((await found(join(cwd, 'tree'))).files, ['a.js']);
});

test('other people’s code, build output and minified files are left out unless they are named', async t => {
  const cwd = folder(t, {
    '.gitignore': 'secret.js\nclosed/\n',
    'secret.js': 'BAD',
    'closed/a.js': 'BAD',
    'node_modules/x/a.js': 'BAD',
    'packages/a/dist/a.js': 'BAD',
    'vendor/a.js': 'BAD',
    '.next/a.js': 'BAD',
    '.platform/a.js': 'BAD',
    'app.min.js': 'BAD',
    'app.min.ts': 'BAD',
    'note.txt': 'BAD',
  });
  assert.deepEqual((await found(cwd)).files, ['.platform/a.js']);
  assert.deepEqual((await found(cwd, 'secret.js', 'app.min.ts')).files, ['app.min.ts', 'secret.js']);
  assert.deepEqual((await found(cwd, 'closed')).files, ['closed/a.js']);
  assert.deepEqual((await found(cwd, 'packages/a/dist', 'node_modules/x')).files, [
    'node_modules/x/a.js',
    'packages/a/dist/a.js',
  ]);
  assert.deepEqual((await found(cwd, 'closed', 'closed/a.js', './closed')).files, ['closed/a.js'], 'each file once');
  assert.deepEqual((await found(cwd, 'note.txt')).skipped, {
    'note.txt': 'not a kind of file that holds CORS policies',
  });
});

test('the exclude setting leaves out, relative to its file', async t => {
  const cwd = folder(t, {
    'corslint.config.json': '{ "exclude": ["/gen", "*.stories.js"] }',
    'gen/a.js': 'BAD',
    'src/gen/a.js': 'BAD',
    'src/a.stories.js': 'BAD',
  });
  assert.deepEqual((await found(cwd)).files, ['src/gen/a.js']);
  assert.deepEqual((await found(join(cwd, 'src'))).files, ['gen/a.js']);
  assert.deepEqual((await found(cwd, 'src/a.stories.js')).files, ['src/a.stories.js']);
});

test('large, binary, minified and unreadable files are told with the reason', async t => {
  const cwd = folder(t, {
    'good.js': 'BAD',
    'large.js': Buffer.alloc(5 << 20, 'BAD '),
    'fits.js': `BAD ${'\n'.repeat((1 << 20) - 4)}`,
    'overflows.js': `BAD ${'\n'.repeat((1 << 20) - 3)}`,
    'binary.js': Buffer.from([0x42, 0x41, 0x44, 0, 1, 2, 0xff]),
    'packed.js': `var a="BAD";${'x=1;'.repeat(5000)}`,
    'packed.json': `{"BAD":"${'x'.repeat(20000)}"}`,
    'empty.js': '',
  });
  symlinkSync('loop.js', join(cwd, 'loop.js'));
  const { files, skipped, looked } = await found(cwd);
  assert.deepEqual(files, ['fits.js', 'good.js', 'packed.json']);
  assert.deepEqual(skipped, {
    'large.js': 'larger than 1,024 kB',
    'overflows.js': 'larger than 1,024 kB',
    'binary.js': 'binary',
    'packed.js': 'minified',
  });
  assert.equal(looked, 8);
  assert.match(
    (await cli([], { cwd })).out,
    /^Skipped: large\.js, overflows\.js: larger than 1,024 kB; binary\.js: binary; /m,
  );
  assert.equal((await cli(['loop.js'], { cwd })).code, 2);
});

test('a file or folder without permission costs the others nothing', async t => {
  const cwd = folderForAll(t, { 'a.js': 'BAD', 'shut.js': 'BAD', 'shut/b.js': 'BAD' });
  chmodSync(join(cwd, 'shut.js'), 0);
  chmodSync(join(cwd, 'shut'), 0);
  const { files, skipped } = await asNobody(() => found(cwd));
  chmodSync(join(cwd, 'shut'), 0o755);
  assert.deepEqual(files, ['a.js']);
  assert.deepEqual(skipped, { 'shut.js': 'no permission to read', shut: 'no permission to read' });
});

test('links are not followed into cycles, and a named link is read', async t => {
  const cwd = folder(t, { 'src/a.js': 'BAD', 'elsewhere/b.js': 'BAD' });
  symlinkSync('..', join(cwd, 'src/up'));
  symlinkSync(join(cwd, 'src'), join(cwd, 'src/self'));
  symlinkSync('../elsewhere/b.js', join(cwd, 'src/link.js'));
  symlinkSync('nowhere.js', join(cwd, 'src/dangling.js'));
  assert.deepEqual((await found(cwd)).files, ['elsewhere/b.js', 'src/a.js']);
  assert.deepEqual((await found(cwd, 'src/link.js')).files, ['src/link.js']);
  assert.deepEqual((await found(cwd, 'src/self')).files, ['src/self/a.js']);
});

test('byte order marks and UTF-16 do not shift places', async t => {
  const cwd = folder(t, {
    'a.js': '\ufeffBAD',
    'b.js': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é BAD', 'utf16le')]),
    'c.js': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('é BAD', 'utf16le').swap16()]),
  });
  const { out } = await cli(['-f', 'concise'], { cwd });
  assert.deepEqual(out.match(/^\S+/gm), ['a.js:1:1', 'b.js:1:3', 'c.js:1:3']);
});

test('offsets are those of the text as it is read, byte order mark included', async t => {
  const texts = { 'a.js': '\ufeffone\nBAD\n', 'b.js': 'one\nBAD\n' };
  const cwd = folder(t, texts);
  const placed = (out: string) =>
    (JSON.parse(out).findings as readonly Found[]).flatMap(it => [it, ...it.fixes.flatMap(fix => fix.edits)]);
  type Found = { path: 'a.js' | 'b.js'; start: number; end: number; fixes: { edits: Found[] }[] };
  const inFiles = placed((await cli(['-f', 'json'], { cwd })).out);
  assert.ok(inFiles.length > 2);
  for (const { path, start } of inFiles) assert.ok(texts[path].slice(start).startsWith('BAD'), `${path} ${start}`);
  const given = placed((await cli(['-', '--stdin-filename', 'a.js', '-f', 'json'], { cwd, stdin: texts['a.js'] })).out);
  for (const { start } of given) assert.ok(texts['a.js'].slice(start).startsWith('BAD'), `${start}`);
});

test('standard input is checked under the name it is given', async t => {
  const cwd = folder(t, { 'src/a.js': 'nothing', '.gitignore': 'src' });
  const given = (stdin: string, ...argv: string[]) =>
    cli(['-', '--stdin-filename', 'src/a.js', '-f', 'concise', ...argv], { cwd, stdin });
  assert.equal((await given('\n BAD')).out, 'src/a.js:2:2 error bad-word Any site may read `BAD`.\n');
  assert.equal((await given('')).code, 0);
  assert.equal((await cli(['-', '--stdin-filename', 'new.js'], { cwd, stdin: 'BAD' })).code, 1, 'need not exist');
});

test('paths outside of the working directory are shown from it', async t => {
  const cwd = folder(t, { 'a/x.js': 'BAD', 'b/y.js': '' });
  assert.deepEqual((await found(join(cwd, 'b'), '../a')).files, ['../a/x.js']);
});

test('deeply nested folders and many files', async t => {
  const deep = Array.from({ length: 120 }, () => 'd').join('/');
  const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`many/f${i}.js`, i % 100 ? '' : 'BAD']));
  const cwd = folder(t, { [`${deep}/a.js`]: 'BAD', ...files });
  const { files: hits, looked } = await found(cwd);
  assert.equal(looked, 501);
  assert.equal(hits.length, 6);
});

/** As `folder`, in a place that a user without rights can get to. */
function folderForAll(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'corslint-open-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Runs `work` without root's right to read everything. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}
