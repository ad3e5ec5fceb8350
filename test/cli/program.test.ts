import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { folder } from './fake.ts';

const program = resolve('dist/cli.js');

function start(cwd: string, ...argv: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...argv], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess, input?: string): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', it => {
    out += it;
  });
  child.stderr?.on('data', it => {
    err += it;
  });
  if (input === undefined) child.stdin?.end();
  else child.stdin?.write(input);
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

test('lsp starts the server', async t => {
  const messages = [
    { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
    { id: 2, method: 'shutdown' },
    { method: 'exit' },
  ].map(it => JSON.stringify({ jsonrpc: '2.0', ...it }));
  const input = messages.map(it => `Content-Length: ${it.length}\r\n\r\n${it}`).join('');
  const { code, out, err } = await ended(start(folder(t, {}), 'lsp', '--stdio'), input);
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /"serverInfo":\{"name":"corslint","version":"\d/);
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
