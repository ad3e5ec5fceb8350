import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodesOf } from '../../client/overview/nodes.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { COMMANDS, type Overview } from '../../server/src/lsp/protocol.ts';
import { startEditor, until } from './editor.ts';

const manifest = (dependencies: Readonly<Record<string, string>>) => JSON.stringify({ name: 'it', dependencies });
const SERVER = `import cors from 'cors';
import express from 'express';
const app = express();
app.get('/open', cors(), (req, res) => res.json([]));
app.get('/items', cors({ origin: 'http://localhost:5173', credentials: true }), (req, res) => res.json([]));
app.listen(4000);
`;
const PAGE = `export const items = () => fetch('http://localhost:4000/items', { headers: { 'X-Trace': '1' } }).then(it => it.json());
export const open = () => fetch('http://localhost:4000/open').then(it => it.json());
export const other = () => fetch('https://elsewhere.example/').then(it => it.json());
`;
const FILES = {
  '/w/api/package.json': manifest({ cors: '2.8.5', express: '5.0.0' }),
  '/w/api/server.js': SERVER,
  '/w/web/package.json': manifest({ vite: '7.0.0' }),
  '/w/web/vite.config.js': 'export default {};\n',
  '/w/web/index.html': '<script type="module" src="/src/main.js"></script>\n',
  '/w/web/src/main.js': PAGE,
  '/w/site/vercel.json': `{ "headers": [{ "source": "/(.*)", "headers": [
    { "key": "Access-Control-Allow-Origin", "value": "https://shop.example.com" }] }] }`,
};

async function startOverview() {
  const editor = await startEditor({ open: openWorkspace, files: FILES });
  const ask = async () => (await editor.execute(COMMANDS.overview)) as Overview;
  await until(async () => (await ask()).groups.length > 1, 'the workspace is read');
  return { editor, ask };
}

test('the overview has every server, its policies, and the calls that reach each', async () => {
  const { editor, ask } = await startOverview();
  const { groups, unlinked } = await ask();
  assert.deepEqual(
    groups.map(it => [it.title, it.path, it.line, it.addresses.join()]),
    [
      ['The Express application', 'api/server.js', 3, 'http://localhost:4000'],
      ['site/vercel.json', 'site/vercel.json', 2, ''],
    ],
  );
  const policies = groups.flatMap(it => it.policies);
  assert.deepEqual(
    policies.map(it => [it.path, it.line, it.brief, it.open]),
    [
      ['api/server.js', 4, 'Readable by any site, without cookies', true],
      ['api/server.js', 5, 'Readable by http://localhost:5173, with cookies', false],
      ['site/vercel.json', 2, 'Readable by https://shop.example.com, without cookies', false],
    ],
  );
  assert.match(policies[1]?.summary[0] ?? '', /^`http:\/\/localhost:5173` may read these responses/);
  assert.deepEqual(
    policies.map(it => it.calls.map(call => [call.path, call.line, call.page, call.outcome])),
    [
      [['web/src/main.js', 2, 'http://localhost:5173', 'readable']],
      [['web/src/main.js', 1, 'http://localhost:5173', 'refused']],
      [],
    ],
  );
  assert.deepEqual(
    unlinked.map(it => [it.line, it.call, it.verdict]),
    [
      [
        3,
        'GET https://elsewhere.example/',
        'no server of the workspace is known to answer at https://elsewhere.example',
      ],
    ],
  );
  await editor.stop();
});

test('the routes of a router in another file stand below the application that mounts it', async () => {
  const router = `const cors = require('cors');
const router = require('express').Router();
router.get('/', cors({ origin: 'https://a.example' }), (req, res) => res.json([]));
module.exports = router;
`;
  const editor = await startEditor({
    open: openWorkspace,
    files: {
      '/w/package.json': manifest({ cors: '2.8.5', express: '5.0.0' }),
      '/w/server.js': `const app = require('express')();
app.use('/orders', require('./orders.js'));
app.listen(4000);
`,
      '/w/orders.js': router,
    },
  });
  const ask = async () => (await editor.execute(COMMANDS.overview)) as Overview;
  await until(async () => (await ask()).groups.length > 0, 'the workspace is read');
  const { groups } = await ask();
  assert.deepEqual(
    groups.map(it => [it.title, ...it.policies.map(own => `${own.path}:${own.line}`)]),
    [['The Express application', 'orders.js:3']],
  );
  await editor.stop();
});

test('open is what lets strangers in: everybody, or whoever sets up a site that fits', async () => {
  const uri = 'file:///w/api/server.js';
  const { editor, ask } = await startOverview();
  const isOpen = async (options: string) => {
    editor.replace(uri, SERVER.replace('cors()', `cors(${options})`));
    return (await ask()).groups[0]?.policies[0]?.open;
  };
  editor.open(uri, SERVER, 'javascript');
  for (const [options, open] of [
    ['{ origin: true }', true],
    ['{ origin: /example\\.com$/ }', true],
    ["{ origin: ['https://a.example', 'null'] }", true],
    ['{ origin: /^https:\\/\\/a\\.example$/ }', false],
    ["{ origin: ['https://a.example'] }", false],
    ['{ origin: allowed }', false],
    ['{ origin: false }', false],
  ] as const)
    assert.equal(await isOpen(options), open, options);
  await editor.stop();
});

test('what is typed is in the overview, and an editor that wants to know is told of it', async () => {
  const editor = await startEditor({
    open: openWorkspace,
    files: FILES,
    initializationOptions: { status: true },
  });
  let news = 0;
  editor.client.onNotification('corslint/changed', () => void news++);
  const ask = async () => (await editor.execute(COMMANDS.overview)) as Overview;
  await until(async () => (await ask()).groups.length > 1, 'the workspace is read');
  editor.open('file:///w/api/server.js', SERVER, 'javascript');
  await until(() => news > 0, 'the opened file is told of');
  const before = news;
  editor.replace('file:///w/api/server.js', SERVER.replace('cors()', "cors({ origin: 'https://a.example' })"));
  await until(() => news > before, 'the change is told of');
  const briefs = (await ask()).groups.flatMap(it => it.policies.map(policy => policy.brief));
  assert.equal(briefs[0], 'Readable by https://a.example, without cookies');
  await editor.stop();
});

test('the rows of the tree: all of it, what is blocked, what is open to all', async () => {
  const { editor, ask } = await startOverview();
  const overview = await ask();
  const kinds = (filter: 'all' | 'blocked' | 'open') =>
    nodesOf(overview, filter).map(it => [
      it.kind,
      ...it.children.map(own => [own.kind, ...own.children.map(deep => deep.kind).filter(kind => kind !== 'sentence')]),
    ]);
  assert.deepEqual(kinds('all'), [
    ['server', ['open', 'readable'], ['closed', 'refused']],
    ['file', ['closed']],
    ['lost', ['unknown']],
  ]);
  assert.deepEqual(kinds('blocked'), [['server', ['closed', 'refused']]]);
  assert.deepEqual(kinds('open'), [['server', ['open', 'readable']]]);
  const [server] = nodesOf(overview, 'all');
  const [open, closed] = server?.children ?? [];
  assert.equal(server?.spoken, 'The Express application, at http://localhost:4000, 2 policies');
  assert.equal(open?.spoken, 'Readable by any site, without cookies. Policy in api/server.js, line 4');
  assert.match(
    closed?.children[0]?.spoken ?? '',
    /^Blocked: GET http:\/\/localhost:4000\/items from http:\/\/localhost:5173, web\/src\/main\.js line 1: preflight refused: Response to preflight request/,
  );
  assert.deepEqual(
    [open, closed].map(it => it?.children[0]?.label),
    ['GET /open', 'GET /items'],
  );
  const ids = (nodes: ReturnType<typeof nodesOf>): string[] => nodes.flatMap(it => [it.id, ...ids(it.children)]);
  const all = ids(nodesOf(overview, 'all'));
  assert.equal(new Set(all).size, all.length);
  await editor.stop();
});
