import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import { folder } from './fake.ts';

/** Inside of the repository, so that the packages are found. */
mkdirSync('out', { recursive: true });
const home = resolve(mkdtempSync(join('out', 'program-')));
const program = join(home, 'cli.mjs');

before(async () => {
  await esbuild.build({
    entryPoints: ['server/src/cli/start.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  // What the language server's bundle is in the product: a module that serves when it is loaded.
  writeFileSync(join(home, 'server.js'), 'process.stdout.write("serving " + process.argv.slice(2).join(" "));');
});
after(() => rmSync(home, { recursive: true, force: true }));

function start(cwd: string, ...argv: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...argv], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', it => {
    out += it;
  });
  child.stderr?.on('data', it => {
    err += it;
  });
  child.stdin?.end();
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, out, err };
}

test('the program starts with a shebang and ends with the exit code of the run', async t => {
  const cwd = folder(t, { 'a.js': '' });
  assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  assert.match((await ended(start(cwd, '--version'))).out, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual(await ended(start(cwd, '--nonsense')), {
    code: 2,
    out: '',
    err: 'corslint: there is no option --nonsense.\n',
  });
  const clean = await ended(start(cwd));
  assert.equal(clean.code, 0);
  assert.equal(clean.err, '', 'no progress where there is no terminal');
  assert.match(clean.out, /^No problems found/);
});

test('lsp starts the server and hands it its arguments', async t => {
  const { code, out } = await ended(start(folder(t, {}), 'lsp', '--stdio', '--clientProcessId=7'));
  assert.deepEqual([code, out], [0, 'serving lsp --stdio --clientProcessId=7']);
});

test('a reader that leaves early is no error', async t => {
  const child = start(folder(t, {}), 'rules', '-f', 'json');
  child.stdout?.destroy();
  let err = '';
  child.stderr?.on('data', it => {
    err += it;
  });
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  assert.deepEqual([code, err], [0, '']);
});
