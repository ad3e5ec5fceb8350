import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli } from './fake.ts';

const cwd = resolve('test/workspaces/react-express');

async function explained(stdin: string, ...more: readonly string[]) {
  return cli(['explain', '-', '--no-progress', ...more], { cwd, product: PRODUCT, stdin });
}

const CHROME =
  "Access to fetch at 'http://localhost:4000/items' from origin 'http://localhost:5173' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin.";

test('a pasted error is explained by the line that causes it, with its fix', async () => {
  const { out, code } = await explained(CHROME);
  assert.equal(code, 0);
  assert.match(out, /A page of `http:\/\/localhost:5173` asked for `http:\/\/localhost:4000\/items`\./);
  assert.match(out, /The server allows `http:\/\/localhost:3000`, and no other/);
  assert.match(out, /web\/src\/api\.js:4 {2}GET http:\/\/localhost:4000\/items, answered by the Express application/);
  assert.match(out, /server\/index\.js:5 {2}Browsers block pages of `http:\/\/localhost:5173`/);
  assert.match(out, /fix: Allow `http:\/\/localhost:5173`, too/);
});

test('the causes are data as well, the likeliest first', async () => {
  const { error, causes } = JSON.parse((await explained(CHROME, '-f', 'json')).out);
  assert.equal(error.cause, 'other-origin');
  assert.deepEqual(causes.map((it: { rule: string; path: string; line: number }) => [it.rule, it.path, it.line])[0], [
    'origin-not-in-allowlist',
    'server/index.js',
    5,
  ]);
});

test('what is no message of a browser is said to be none', async () => {
  const { err, code } = await explained('Segmentation fault');
  assert.equal(code, 2);
  assert.match(err, /no message of a browser/);
});

const METHOD =
  "Access to fetch at 'http://localhost:4000/items/1' from origin 'http://localhost:3000' has been blocked by CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.";

test('where nothing is known to be wrong, the place is named that decides what the error is about', async () => {
  const { out } = await explained(METHOD);
  assert.match(out, /No line of these files is known to cause it\./);
  assert.match(out, /server\/index\.js:5 {2}What answers the call says here which methods pages may use\./);
  const { causes, deciding } = JSON.parse((await explained(METHOD, '-f', 'json')).out);
  assert.deepEqual(causes, []);
  assert.deepEqual(
    deciding.map((it: { path: string; line: number; column: number }) => [it.path, it.line, it.column]),
    [['server/index.js', 5, 58]],
  );
});
