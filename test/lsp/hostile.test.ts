import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import {
  CancellationTokenSource,
  createConnection,
  createProtocolConnection,
  ErrorCodes,
  LSPErrorCodes,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/lsp/server.ts';
import { line, START, startEditor, until } from './editor.ts';
import { fakeDisk, openFake } from './fake.ts';

const A = 'file:///w/a.ts';

test('a request that is taken back is not answered', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  const source = new CancellationTokenSource();
  const answer = editor.client.sendRequest('textDocument/diagnostic', { textDocument: { uri: A } }, source.token);
  source.cancel();
  await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
  assert.equal((await editor.problems(A)).length, 1);
  await editor.stop();
});

test('a request that a change has overtaken asks to be sent again', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  const answer = editor.pull(A);
  editor.replace(A, 'nothing');
  await assert.rejects(answer, { code: LSPErrorCodes.ServerCancelled, data: { retriggerRequest: true } });
  assert.deepEqual(await editor.problems(A), []);
  await editor.stop();
});

test('an audit can be cancelled half-way', async () => {
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`/w/${i}.ts`, 'cors-lint-test']));
  const editor = await startEditor({ files });
  const source = new CancellationTokenSource();
  const answer = editor.client.sendRequest('workspace/executeCommand', { command: 'corslint.audit' }, source.token);
  source.cancel();
  await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
  await editor.stop();
});

test('requests are answered while the workspace is being read', async () => {
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`/w/${i}.ts`, 'cors-lint-test']));
  const editor = await startEditor({ files });
  let done = false;
  const audit = editor.execute('corslint.audit').then(() => {
    done = true;
  });
  editor.open('file:///other/a.ts', 'cors-lint-test');
  const started = performance.now();
  await editor.problems('file:///other/a.ts');
  assert.ok(!done, `answered only after the audit, in ${performance.now() - started} ms`);
  await audit;
  await editor.stop();
});

test('whatever is asked, there is an answer', async () => {
  const editor = await startEditor({ files: { '/w/boom.ts': 'boom' } });
  const odd: unknown[] = [
    {},
    { textDocument: null },
    { textDocument: { uri: 5 } },
    { textDocument: { uri: 'file://%%%' } },
    { textDocument: { uri: '' }, position: { line: -1, character: 1e9 }, range: START, context: {} },
    { textDocument: { uri: 'file:///w/boom.ts' }, position: {}, range: {}, context: { diagnostics: null, only: [7] } },
    { command: 'rm', arguments: 'x' },
    { command: 'corslint.fixAll', arguments: [{}] },
  ];
  editor.open(A, 'cors-lint-test policy');
  for (const method of [
    'textDocument/diagnostic',
    'textDocument/codeAction',
    'textDocument/hover',
    'workspace/diagnostic',
    'workspace/executeCommand',
  ])
    for (const params of odd) {
      const answer = await Promise.race([
        editor.client.sendRequest(method, params).then(
          () => 'result',
          () => 'error',
        ),
        new Promise(resolve => setTimeout(resolve, 1000, 'nothing')),
      ]);
      assert.notEqual(answer, 'nothing', `${method} ${JSON.stringify(params)}`);
    }
  for (const method of ['didOpen', 'didChange', 'didClose', 'didSave'])
    for (const params of odd) await editor.client.sendNotification(`textDocument/${method}`, params);
  await editor.client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 4 }] });
  await editor.client.sendNotification('workspace/didChangeConfiguration', { settings: 'x' });
  assert.deepEqual(await editor.problems(A), [], 'the analysis throws for a file of the workspace');
  assert.ok(editor.log.some(it => it.includes('boom')));
  editor.write('/w/boom.ts', undefined);
  await until(async () => (await editor.problems(A)).length === 1, 'still alive');
  await editor.stop();
});

test('a document that is large, binary or of no file is dealt with', async () => {
  const editor = await startEditor();
  editor.open(A, `cors-lint-test${'x'.repeat(6 << 20)}`);
  assert.deepEqual(await editor.problems(A), []);
  editor.open('file:///w/b.ts', '\0\x01cors-lint-test\uD800');
  assert.equal((await editor.problems('file:///w/b.ts')).length, 1);
  editor.open('untitled:Untitled-1', 'cors-lint-test', 'javascript');
  assert.equal((await editor.problems('untitled:Untitled-1')).length, 1);
  editor.open('git:/w/a.ts?ref=HEAD', 'cors-lint-test', 'plaintext');
  assert.deepEqual(await editor.problems('git:/w/a.ts?ref=HEAD'), []);
  await editor.stop();
});

test('an edit that an editor would apply to another version is marked with the version it is for', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  const [, fix] = await editor.actions(A, line(0));
  editor.replace(A, 'more cors-lint-test');
  const { edit } = fix ?? {};
  assert.ok(edit);
  assert.throws(() => editor.apply(edit), /stale/);
  await editor.stop();
});

test('before it is told who asks, the server refuses', async () => {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, openFake, fakeDisk({}));
  server.listen();
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  client.listen();
  const ask = client.sendRequest('textDocument/diagnostic', { textDocument: { uri: A } });
  await assert.rejects(ask, { code: ErrorCodes.ServerNotInitialized });
  client.dispose();
  server.dispose();
});
