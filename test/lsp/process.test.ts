import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const SERVER = 'dist/server.js';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
};

test('the server speaks on standard input and output, and ends with its input', async t => {
  for (const args of [['--stdio'], []]) {
    const server = spawn(process.execPath, [SERVER, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => server.kill());
    const body = JSON.stringify(INITIALIZE);
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    const answer = await new Promise<string>(resolve => {
      let text = '';
      server.stdout.on('data', it => {
        text += it;
        if (text.includes('serverInfo')) resolve(text);
      });
      server.once('exit', () => resolve(text));
    });
    assert.match(answer, /^Content-Length: \d+\r\n/);
    assert.ok(answer.includes(`"serverInfo":{"name":"corslint","version":"${version}"}`), answer);
    server.stdin.end();
    await ended(server);
  }
});

test('the server speaks over the channel of its parent, and ends with it', async () => {
  const server = fork(SERVER, ['--node-ipc'], { stdio: 'ignore' });
  const answer = new Promise<{ id: number; result: { capabilities: object } }>(resolve =>
    server.once('message', resolve),
  );
  server.send(INITIALIZE);
  assert.equal((await answer).id, 1);
  server.disconnect();
  await ended(server);
});

test('the server ends when the process it serves has gone', async () => {
  const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const args = [SERVER, '--stdio', `--clientProcessId=${editor.pid}`];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise(resolve => setTimeout(resolve, 500));
  editor.kill();
  await ended(server);
});

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null) return resolve();
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('it goes on'));
    }, 15_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
