import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli, folder } from '../cli/fake.ts';

const FILES = {
  'api/app.js':
    "const app = require('express')();\napp.use(require('cors')({ origin: 'https://www.example.com' }));\napp.get('/items', (req, res) => res.json([]));\nmodule.exports = app;",
  'web/items.js': "document.title = 'Items';\nfetch('https://api.example.com/items');",
};

const SITES = [
  { folder: 'api', origins: ['https://api.example.com'], role: 'server' },
  { folder: './web/', origins: ['https://example.com'], role: 'page' },
];

test('what the settings state of pages and servers joins both', async t => {
  const cwd = folder(t, { ...FILES, 'corslint.config.json': JSON.stringify({ sites: SITES }) });
  const { out } = await cli(['check', '-f', 'concise', '--no-progress'], { cwd, product: PRODUCT });
  assert.match(
    out,
    /api\/app\.js:2:\d+ error origin-not-in-allowlist Browsers block pages of `https:\/\/example\.com`: allowed is `https:\/\/www\.example\.com`/,
  );
  const map = JSON.parse((await cli(['map', '-f', 'json', '--no-progress'], { cwd, product: PRODUCT })).out);
  assert.deepEqual(map.servers[0].calls[0].because, ['`sites` in the settings says so']);
});

test('without them, nothing is said', async t => {
  const cwd = folder(t, FILES);
  const { out } = await cli(['check', '-f', 'concise', '--no-progress'], { cwd, product: PRODUCT });
  assert.doesNotMatch(out, /origin-not-in-allowlist/);
});

test('what is no site is told with its place', async t => {
  const wrong = [{ folder: 'web', origins: ['example.com'], role: 'page' }];
  const cwd = folder(t, { ...FILES, 'corslint.config.json': JSON.stringify({ sites: wrong }) });
  const { err, code } = await cli(['check', '--no-progress'], { cwd, product: PRODUCT });
  assert.equal(code, 2);
  assert.match(err, /corslint\.config\.json:1:\d+: `example\.com` is no origin/);
});
