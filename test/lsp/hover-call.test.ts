import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoverRequest, type MarkupContent } from 'vscode-languageserver/node';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { COMMANDS, type Overview } from '../../server/src/lsp/protocol.ts';
import { type EditorOptions, startEditor, until } from './editor.ts';

const SERVER = `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors({ origin: 'http://localhost:3000', methods: ['GET'] }));
app.get('/items', (req, res) => res.json([]));
app.delete('/items/:id', async (req, res) => res.json(await fetch('http://stock.internal/').then(it => it.json())));
app.listen(4000);
`;
const PAGE = `export const items = () => fetch('http://localhost:4000/items').then(it => it.json());
export const drop = id => fetch('http://localhost:4000/items/' + id, { method: 'DELETE', headers: { 'X-Trace': '1' } });
export const own = () => fetch('/own').then(it => it.json());
export const other = more => fetch('https://elsewhere.example/', { headers: more }).then(it => it.json());
`;
const FILES = {
  '/w/api/package.json': '{ "name": "api", "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }',
  '/w/api/server.js': SERVER,
  '/w/web/package.json': '{ "name": "web", "dependencies": { "vite": "7.0.0" } }',
  '/w/web/vite.config.js': 'export default {};\n',
  '/w/web/index.html': '<script type="module" src="/src/main.js"></script>\n',
  '/w/web/src/main.js': PAGE,
};

async function start(options: EditorOptions = {}) {
  const editor = await startEditor({ open: openWorkspace, files: FILES, ...options });
  const read = async () => ((await editor.execute(COMMANDS.overview)) as Overview).groups.length > 0;
  await until(read, 'the workspace is read');
  const hover = async (path: string, text: string, word: string) => {
    const offset = text.indexOf(word);
    const before = text.slice(0, offset).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const found = await editor.client.sendRequest(HoverRequest.type, {
      textDocument: { uri: `file://${path}` },
      position,
    });
    return found ? (found.contents as MarkupContent).value : undefined;
  };
  return { editor, hover };
}

test('a hover on a call says where it goes, what browsers ask first, who answers, and what comes of it', async () => {
  const { editor, hover } = await start();
  assert.equal(
    await hover('/w/web/src/main.js', PAGE, "fetch('http://localhost:4000/items/'"),
    `**Call of a page**

- \`DELETE http://localhost:4000/items/…\`.
- Headers: \`x-trace: 1\`.
- Cookies are sent to the page’s own server only.
- It runs in a browser: the package depends on \`vite\`.
- Browsers ask first, by a preflight with \`access-control-request-method: DELETE\` and \`access-control-request-headers: x-trace\`.
- It is answered by [the Express application](file:///w/api/server.js#L3), with [this policy](file:///w/api/server.js#L4), because it listens on port 4000.
- **What browsers make of it on a page of \`http://localhost:5173\`: preflight refused: Response to preflight request doesn't pass access control check: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin.**`,
  );
  const simple = await hover('/w/web/src/main.js', PAGE, "fetch('http://localhost:4000/items')");
  assert.match(simple ?? '', /\n- Browsers send it without asking first\.\n/);
  await editor.stop();
});

test('what is not known of a call is said', async () => {
  const { editor, hover } = await start();
  const other = (await hover('/w/web/src/main.js', PAGE, "fetch('https://elsewhere")) ?? '';
  assert.match(other, /\n- As far as it is known, browsers send it without asking first\.\n/);
  assert.match(other, /\n- Who answers it is not known: no server of the workspace is known to answer at/);
  const own = (await hover('/w/web/src/main.js', PAGE, "fetch('/own")) ?? '';
  assert.match(own, /the page’s own server\.\n(?:.*\n)*- CORS is no question there\.$/);
  assert.doesNotMatch(own, /ask|preflight/);
  await editor.stop();
});

test('what a server asks another is no call of a page, and a policy keeps its own hover', async () => {
  const { editor, hover } = await start();
  assert.equal(await hover('/w/api/server.js', SERVER, "fetch('http://stock"), undefined);
  assert.match((await hover('/w/api/server.js', SERVER, 'cors({')) ?? '', /^\*\*CORS policy\*\*/);
  await editor.stop();
});

test('a client that knows no Markdown is told the same in plain text', async () => {
  const { editor, hover } = await start({ plain: true });
  const text = (await hover('/w/web/src/main.js', PAGE, "fetch('http://localhost:4000/items/'")) ?? '';
  assert.match(text, /^Call of a page\n/);
  assert.match(
    text,
    /answered by the Express application \(server\.js line 3\), with this policy \(server\.js line 4\)/,
  );
  assert.doesNotMatch(text, /[`[\]]|\*\w/);
  await editor.stop();
});
