import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli, folder } from './fake.ts';

const AT = { cwd: resolve('test/workspaces/react-express'), product: PRODUCT };

test('the map tells which page calls which server, and what browsers make of it', async () => {
  const { out } = await cli(['map', '--no-progress'], AT);
  assert.equal(out, TEXT);
});

test('the map as JSON has each call with its server, its route and the reasons', async () => {
  const { servers, unlinked } = JSON.parse((await cli(['map', '-f', 'json', '--no-progress'], AT)).out);
  assert.equal(servers.length, 1);
  const [{ calls, addresses, routes }] = servers;
  assert.deepEqual(addresses, [
    { address: 'http://localhost:4000', stage: 'development', why: 'it listens on port 4000' },
  ]);
  assert.deepEqual(routes, [
    { method: 'GET', path: '/items' },
    { method: 'DELETE', path: '/items/:id' },
  ]);
  assert.deepEqual(
    calls.map((it: Record<string, unknown>) => [it.path, it.line, it.page, it.route, it.certain]),
    [
      ['web/src/api.js', 4, null, { method: 'GET', path: '/items' }, false],
      ['web/src/api.js', 4, 'http://localhost:5173', { method: 'GET', path: '/items' }, true],
      ['web/src/api.js', 8, null, { method: 'DELETE', path: '/items/:id' }, false],
      ['web/src/api.js', 8, 'http://localhost:5173', { method: 'DELETE', path: '/items/:id' }, true],
    ],
  );
  assert.deepEqual(
    unlinked.map((it: Record<string, unknown>) => it.line),
    [10],
  );
});

test('the map as Markdown is a table', async () => {
  const { out } = await cli(['map', '-f', 'markdown', '--no-progress'], AT);
  assert.match(out, /^\| http:\/\/localhost:5173 \| `GET http:\/\/localhost:4000\/items` \| web\/src\/api\.js:4 \| /m);
});

test('the map as a page has pages by servers, every call with what browsers say, and runs nothing', async () => {
  const { out } = await cli(['map', '-f', 'html', '--no-progress'], AT);
  assert.match(out, /<tr><td><code>http:\/\/localhost:5173<\/code><\/td><td>[^\n]*<b class="severity">2<\/b> refused/);
  assert.match(
    out,
    /<code>web\/src\/api\.js:8<\/code><\/td><td>[^\n]*Method DELETE is not allowed by Access-Control-Allow-Methods/,
  );
  assert.match(out, /GET https:\/\/status\.example\.net\/up<\/code>/);
  assert.doesNotMatch(out, /<script/);
});

test('nobody says who reads what a route takes the header off, or where it writes another one', async t => {
  const server = (handler: string) => `const express = require('express');
const cors = require('cors');
const app = express();
app.use(cors({ origin: true, credentials: true }));
app.get('/me', (req, res) => { ${handler} });
app.get('/you', (req, res) => res.json({}));
app.listen(3000);
`;
  const files = {
    'server/package.json': JSON.stringify({ dependencies: { cors: '2.8.6', express: '5.3.0' } }),
    'web/package.json': JSON.stringify({ devDependencies: { vite: '^5.0.0' } }),
    'web/src/api.js': `const include = { credentials: 'include' };
export const me = () => fetch('http://localhost:3000/me', include);
export const you = () => fetch('http://localhost:3000/you', include);
`,
  };
  const NAME = "'Access-Control-Allow-Origin'";
  for (const line of [`res.removeHeader(${NAME});`, `res.set(${NAME}, 'https://a.example');`]) {
    const cwd = folder(t, { ...files, 'server/index.js': server(`${line} res.json({});`) });
    const { out } = await cli(['map', '--no-progress'], { cwd, product: PRODUCT });
    const said = out.split('\n').filter(it => it.includes('api.js'));
    assert.deepEqual(
      said.map(it => it.replace(/^.*?: /, '').trim()),
      ['not known: code behind the policy changes its header for this path', 'readable with cookies'],
    );
  }
});

const TEXT = `Pages
  http://localhost:5173  (Vite serves on port 5173 by itself)

server/index.js:4  the Express application, at http://localhost:4000
  web/src/api.js:4  GET …/items: readable by the pages that it lets in
  web/src/api.js:4  GET http://localhost:4000/items from http://localhost:5173: blocked: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin.
  web/src/api.js:8  DELETE …/items/…: preflight refused: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.
  web/src/api.js:8  DELETE http://localhost:4000/items/… from http://localhost:5173: preflight refused: Response to preflight request doesn't pass access control check: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin.

Calls that lead to no server of the workspace
  web/src/api.js:10  GET https://status.example.net/up: no server of the workspace is known to answer at https://status.example.net
`;
