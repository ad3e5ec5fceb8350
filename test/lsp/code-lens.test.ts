import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
} from 'vscode-languageserver/node';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { CAPABILITIES, type EditorOptions, startEditor, until } from './editor.ts';

const A = 'file:///w/server.js';
const LIST = "['https://a.example', 'https://b.example', 'https://c.example']";
const SERVER = `import cors from 'cors';
import express from 'express';
const app = express();
app.get('/open', cors(), (req, res) => res.json([]));
app.get('/items', cors({ origin: ${LIST}, credentials: true }), (req, res) => res.json([]));
app.get('/debug', cors({ origin: process.env.NODE_ENV === 'production' ? 'https://a.example' : true }), (req, res) => res.json([]));
`;

async function start(on: boolean, more: EditorOptions = {}) {
  let settings = { codeLens: on };
  const editor = await startEditor({
    open: openWorkspace,
    files: { '/w/package.json': '{ "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }' },
    settings: () => settings,
    ...more,
  });
  const lenses = async () => {
    const bare = (await editor.client.sendRequest(CodeLensRequest.type, { textDocument: { uri: A } })) ?? [];
    assert.ok(bare.every(it => it.command === undefined));
    const all: CodeLens[] = [];
    for (const it of bare) all.push(await editor.client.sendRequest(CodeLensResolveRequest.type, it));
    return all.map(it => ({ line: it.range.start.line, ...it.command }));
  };
  const configure = (next: boolean) => {
    settings = { codeLens: next };
    editor.configure(() => settings);
  };
  return { editor, lenses, configure };
}

test('above each policy stands who may read, in every editor', async () => {
  const { editor, lenses } = await start(true);
  editor.open(A, SERVER, 'javascript');
  const all = await lenses();
  assert.deepEqual(
    all.map(it => [it.line, it.title, it.command]),
    [
      [3, 'Readable by any site, without cookies', COMMANDS.describe],
      [4, 'Readable by 3 sites, with cookies', COMMANDS.describe],
      [5, 'Readable by https://a.example, without cookies, where the mode is production', COMMANDS.describe],
      [5, 'Readable by any site, without cookies, where the mode is not production', COMMANDS.describe],
    ],
  );
  const [, list] = all;
  const told = await editor.execute(COMMANDS.describe, ...(list?.arguments ?? []));
  assert.match(String(told), /^`https:\/\/a\.example`, `https:\/\/b\.example` and `https:\/\/c\.example` may read/);
  await until(() => editor.messages.length > 0, 'it is shown');
  assert.equal(editor.messages[0], told);
  await editor.stop();
});

test('an editor with a simulator offers it once over each place', async () => {
  const { editor, lenses } = await start(true, { initializationOptions: { simulateCommand: 'it.simulate' } });
  editor.open(A, SERVER, 'javascript');
  const all = await lenses();
  assert.equal(all[1]?.title, 'Readable by 3 sites, with cookies · Simulate a request…');
  assert.deepEqual(
    all.map(it => [it.command, it.arguments]),
    [
      ['it.simulate', [A, 4]],
      ['it.simulate', [A, 5]],
      ['it.simulate', [A, 6]],
      [COMMANDS.describe, [A, 6]],
    ],
  );
  await editor.stop();
});

test('lenses are off by default, come and go with the setting, and follow what is typed', async () => {
  const { editor, lenses, configure } = await start(false, {
    capabilities: { ...CAPABILITIES, workspace: { ...CAPABILITIES.workspace, codeLens: { refreshSupport: true } } },
  });
  let refreshes = 0;
  editor.client.onRequest(CodeLensRefreshRequest.type, () => void refreshes++);
  editor.open(A, SERVER, 'javascript');
  assert.deepEqual(await lenses(), []);
  const before = refreshes;
  configure(true);
  await until(() => refreshes > before, 'the editor is told to ask again');
  assert.equal((await lenses()).length, 4);
  editor.replace(A, SERVER.replace(', credentials: true', ''));
  assert.equal((await lenses())[1]?.title, 'Readable by 3 sites, without cookies');
  await editor.stop();
});

test('a lens whose policy is gone says nothing', async () => {
  const { editor } = await start(true);
  editor.open(A, SERVER, 'javascript');
  const [, lens] = (await editor.client.sendRequest(CodeLensRequest.type, { textDocument: { uri: A } })) ?? [];
  assert.ok(lens);
  editor.replace(A, SERVER.replace('const app = express();\n', ''));
  const resolved = await editor.client.sendRequest(CodeLensResolveRequest.type, lens);
  assert.equal(resolved.command?.title, '');
  await editor.stop();
});
