import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoverRequest } from 'vscode-languageserver/node';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { chosenEncoding, EncodedLines } from '../../server/src/lsp/positions.ts';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { startEditor, until } from './editor.ts';

const A = 'file:///w/server.ts';
const LEAD = '/* 😀ü€ */ app.use(cors({ origin: ';
const BAD = `import cors from 'cors';\nimport express from 'express';\nconst app = express();\n${LEAD}'*', credentials: true }));\n`;
const MANIFEST = '{ "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }';

test('the encoding of positions is the client’s first choice, and UTF-16 wherever that will do', () => {
  assert.equal(chosenEncoding(undefined), 'utf-16');
  assert.equal(chosenEncoding(['utf-8', 'utf-16']), 'utf-16');
  assert.equal(chosenEncoding(['utf-32', 'utf-8']), 'utf-32');
  assert.equal(chosenEncoding(['utf-7']), 'utf-16');
});

test('positions lead to offsets and back in every encoding', () => {
  const text = 'a😀ü\r\n€ b\n\n😀';
  for (const encoding of ['utf-8', 'utf-32'] as const) {
    const lines = new EncodedLines(text, encoding);
    const bytes = (it: string) => (encoding === 'utf-8' ? Buffer.byteLength(it) : [...it].length);
    for (let offset = 0; offset <= text.length; offset++) {
      if (/[\udc00-\udfff]/.test(text[offset] ?? '')) continue;
      const position = lines.position(offset);
      const start = new Lines(text).startOf(position.line);
      assert.equal(position.character, bytes(text.slice(start, offset)), `${encoding} ${offset}`);
      assert.equal(lines.offset(position), offset, `${encoding} ${offset}`);
    }
  }
});

for (const [encoding, character] of [
  ['utf-8', Buffer.byteLength(LEAD)],
  ['utf-16', LEAD.length],
  ['utf-32', [...LEAD].length],
] as const)
  test(`an editor that counts in ${encoding} is told places in it, and its own are understood`, async () => {
    const editor = await startEditor({
      open: openWorkspace,
      files: { '/w/package.json': MANIFEST },
      capabilities: { general: { positionEncodings: [encoding] }, textDocument: { hover: {}, diagnostic: {} } },
    });
    assert.equal(editor.initialized.capabilities.positionEncoding, encoding);
    editor.open(A, BAD);
    const problems = await editor.problems(A);
    const found = problems.find(it => it.code === 'wildcard-with-credentials');
    assert.deepEqual(found?.range.start, { line: 3, character });
    editor.replace(A, `${BAD}// more\n`);
    const hover = await editor.client.sendRequest(HoverRequest.type, {
      textDocument: { uri: A },
      position: { line: 3, character },
    });
    assert.ok(hover);
    await editor.stop();
  });

test('a client that knows no Markdown gets hovers in plain text', async () => {
  const editor = await startEditor({ open: openWorkspace, plain: true, files: { '/w/package.json': MANIFEST } });
  editor.open(A, BAD);
  const hover = await editor.client.sendRequest(HoverRequest.type, {
    textDocument: { uri: A },
    position: { line: 3, character: 30 },
  });
  assert.ok(hover);
  const { kind, value } = hover.contents as { kind: string; value: string };
  assert.equal(kind, 'plaintext');
  assert.match(value, /^CORS policy\n/);
  assert.match(value, /Written: origins line 4, credentials line 4\./);
  assert.doesNotMatch(value, /[`[\]]|\*\w/);
  await editor.stop();
});

test('an editor without workspace folders, configuration, watching or progress is served all the same', async () => {
  const editor = await startEditor({
    open: openWorkspace,
    plain: true,
    rootUri: 'file:///w',
    files: { '/w/package.json': MANIFEST, '/w/other.ts': BAD },
  });
  assert.deepEqual(editor.registered, []);
  editor.open(A, BAD);
  await until(() => editor.published.has(A), 'the problem is published');
  assert.ok(editor.published.get(A)?.diagnostics.some(it => it.code === 'wildcard-with-credentials'));
  const audit = (await editor.execute(COMMANDS.audit)) as { files: number };
  assert.equal(audit.files, 2);
  await editor.stop();
});

test('policies, simulations and explanations are commands for every client', async () => {
  const editor = await startEditor({
    open: openWorkspace,
    files: { '/w/package.json': MANIFEST, '/w/server.ts': BAD },
  });
  await until(async () => ((await editor.execute(COMMANDS.policies)) as unknown[]).length > 0, 'it is read');
  const [policy] = (await editor.execute(COMMANDS.policies, A)) as { uri: string; line: number; summary: string[] }[];
  assert.deepEqual([policy?.uri, policy?.line], [A, 4]);
  const simulate = (more: object) =>
    editor.execute(COMMANDS.simulate, { uri: A, origin: 'https://a.example', ...more });
  const { verdict, preflight } = (await simulate({ method: 'PUT', credentials: true })) as {
    verdict: Record<string, string>;
    preflight: { status: number };
  };
  assert.deepEqual([verdict.chromium, preflight.status], ['blocked', 204]);
  await assert.rejects(simulate({ origin: 'https://a.example/' }), /no origin that browsers send/);
  await assert.rejects(editor.execute(COMMANDS.simulate, {}), /cannot do corslint\.simulate/);
  assert.match(String(await editor.execute(COMMANDS.explain, 'wildcard-with-credentials')), /^# A wildcard origin/);
  const error =
    "Access to fetch at 'https://api.example.com/' from origin 'https://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
  assert.match(String(await editor.execute(COMMANDS.explain, error)), /^# What happened/);
  assert.equal(await editor.execute(COMMANDS.explain, 'nothing at all'), null);
  await editor.stop();
});

test('a file that is renamed is known by its new name alone', async () => {
  const editor = await startEditor({ open: openWorkspace, files: { '/w/package.json': MANIFEST, '/w/a.ts': BAD } });
  const names = async () =>
    ((await editor.execute(COMMANDS.policies)) as { uri: string }[]).map(it => it.uri.slice('file:///w/'.length));
  await until(async () => (await names()).length > 0, 'it is read');
  editor.disk.write('/w/b.ts', BAD);
  editor.disk.write('/w/a.ts', undefined);
  await editor.client.sendNotification('workspace/didRenameFiles', {
    files: [{ oldUri: 'file:///w/a.ts', newUri: 'file:///w/b.ts' }],
  });
  await until(async () => (await names()).join() === 'b.ts', 'it has its new name');
  await editor.stop();
});

test('a document that is not checked is said once, unless the settings leave it out', async () => {
  const editor = await startEditor({
    open: openWorkspace,
    plain: true,
    files: { '/w/corslint.config.json': '{ "maxFileSize": 1, "exclude": ["left.ts"] }' },
  });
  editor.open(A, `${BAD}// ${'x'.repeat(2000)}\n`);
  editor.open('file:///w/left.ts', BAD);
  await until(() => editor.log.some(it => it.includes('/w/left.ts')) && editor.messages.length > 0, 'it is said');
  editor.replace(A, `${BAD}// ${'y'.repeat(2000)}\n`);
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.deepEqual(editor.messages, ['corslint: /w/server.ts is not checked: larger than 1 KB']);
  assert.ok(editor.log.includes('Not checked: /w/server.ts: larger than 1 KB'));
  await editor.stop();
});
