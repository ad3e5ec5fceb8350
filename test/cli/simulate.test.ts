import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { cli, folder, product } from './fake.ts';

const SERVER = `const cors = require('cors');
const express = require('express');
const app = express();
app.get('/open', cors(), (req, res) => res.send('ok'));
app.use('/api', cors({ origin: ['https://a.example'], credentials: true, allowedHeaders: ['X-A'] }));
`;
const PACKAGE = JSON.stringify({ dependencies: { cors: '2.8.6', express: '5.3.0' } });

function simulator(t: Parameters<typeof folder>[0], files: Readonly<Record<string, string>> = {}) {
  const cwd = folder(t, { 'server.js': SERVER, 'package.json': PACKAGE, ...files });
  return (...argv: string[]) => cli(['simulate', ...argv], { cwd, product: product(openWorkspace) });
}

test('simulate tells the exact exchange as JSON', async t => {
  const { code, out } = await simulator(t)(
    ...['server.js:5', '-f', 'json', '--origin', 'https://a.example', '--method', 'put'],
    ...['--header', 'X-B=1', '--header', 'cookie=x', '--credentials', 'include'],
  );
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), {
    preflight: {
      sent: {
        origin: ['https://a.example'],
        'access-control-request-method': ['PUT'],
        'access-control-request-headers': ['x-b'],
      },
      status: 204,
      headers: {
        'access-control-allow-origin': ['https://a.example'],
        'access-control-allow-credentials': ['true'],
        'access-control-allow-methods': ['GET,HEAD,PUT,PATCH,POST,DELETE'],
        'access-control-allow-headers': ['X-A'],
        vary: ['Origin'],
      },
    },
    response: {
      status: 200,
      headers: {
        'access-control-allow-origin': ['https://a.example'],
        'access-control-allow-credentials': ['true'],
        vary: ['Origin'],
      },
    },
    verdict: { spec: 'blocked', chromium: 'blocked', firefox: 'blocked', webkit: 'blocked' },
    messages: {
      spec: 'The preflight’s answer does not allow the header `x-b`.',
      chromium: 'Request header field x-b is not allowed by Access-Control-Allow-Headers in preflight response.',
      firefox:
        '(Reason: header ‘x-b’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
      webkit: 'Request header field x-b is not allowed by Access-Control-Allow-Headers.',
    },
  });
});

test('a request that browsers send without asking has no preflight', async t => {
  const { out } = await simulator(t)('server.js:5', '--format', 'json', '--origin', 'https://a.example');
  const { preflight, verdict, messages } = JSON.parse(out);
  assert.equal(preflight, null);
  assert.deepEqual(verdict, { spec: 'allowed', chromium: 'allowed', firefox: 'allowed', webkit: 'allowed' });
  assert.deepEqual(messages, {});
});

test('a policy on a route alone answers no preflight', async t => {
  const { out } = await simulator(t)('server.js:4', '--origin', 'https://b.example', '--header', 'X-A');
  assert.match(out, /server\.js:4 {2}express-cors 2\.8\.6/);
  assert.match(out, /The server answers 200:\n {4}\(no header of CORS\)/);
  assert.match(out, /Chromium {5}blocked {2}Response to preflight request doesn't pass access control check/);
});

test('the nearest policy is meant', async t => {
  const { out } = await simulator(t)('server.js:99', '--origin', 'https://a.example');
  assert.match(out, /^server\.js:5 /);
});

/** Headers by hand, which a callback writes once it is told whether the origin is let in. */
function byHand(decide: string): string {
  const code = decide.replace('WRITE', "res.set('Access-Control-Allow-Origin', req.get('origin'))");
  return `const express = require('express');\nconst app = express();\napp.use((req, res, next) => { ${code} });\napp.listen(3000);\n`;
}

test('what cannot be simulated is said in one line', async t => {
  const simulate = simulator(t, {
    'none.js': 'export const a = 1;\n',
    'then.js': byHand("check(req.get('origin')).then(ok => { if (ok) WRITE; next(); });"),
    'back.js': byHand("find(req.get('origin'), (err, ok) => { if (err || !ok) return next(); WRITE; next(); });"),
    'env.js': "const cors = require('cors');\nmodule.exports = cors({ origin: [process.env.ORIGIN] });\n",
  });
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['server.js:5'], /needs --origin/],
    [['--origin', 'null'], /needs FILE\[:LINE\]$/m],
    [['server.js', '--origin', 'null'], /2 policies in `server\.js`: name one of server\.js:4, server\.js:5/],
    [['none.js', '--origin', 'null'], /no CORS policy in `none\.js`/],
    [['gone.js:1', '--origin', 'null'], /`gone\.js` is missing/],
    [['then.js', '--origin', 'https://a.example'], /then\.js:3: the answer is not known: it depends on more than/],
    [['back.js', '--origin', 'https://a.example'], /back\.js:3: the answer is not known: it depends on more than/],
    [['env.js', '--origin', 'https://a.example'], /env\.js:2: the answer is not known: what ORIGIN holds is not known/],
    [
      ['server.js:5', '--origin', 'https://a.example/'],
      /no origin that browsers send; they send `https:\/\/a\.example`/,
    ],
    [['server.js:5', '--origin', 'null', '--method', 'TRACE'], /no page can send `TRACE`/],
    [['server.js:5', '--origin', 'null', '--method', 'G T'], /`G T` is no method/],
    [['server.js:5', '--origin', 'null', '--header', 'a b'], /`a b` is no header name/],
    [['server.js:5', '--origin', 'null', '--credentials', 'yes'], /--credentials is one of include, omit/],
    [['server.js:5', '--origin', 'null', '--quiet'], /--quiet does not go with `simulate`/],
  ];
  for (const [argv, message] of cases) {
    const { code, out, err } = await simulate(...argv);
    assert.equal(code, 2, argv.join(' '));
    assert.equal(out, '');
    assert.match(err, message);
    assert.equal(err.trimEnd().split('\n').length, 1);
  }
});

test('the options of a request go with no other command', async t => {
  const cwd = folder(t, {});
  const { code, err } = await cli(['check', '--origin', 'null'], { cwd });
  assert.equal(code, 2);
  assert.match(err, /--origin does not go with `check`/);
});

test('a rule of vercel.json adds its headers, and nobody knows what answers a preflight there', async t => {
  const headers = [
    { key: 'Access-Control-Allow-Origin', value: 'https://a.example' },
    { key: 'Access-Control-Allow-Methods', value: 'GET, PUT' },
  ];
  const simulate = simulator(t, { 'vercel.json': JSON.stringify({ headers: [{ source: '/api/(.*)', headers }] }) });
  const { out } = await simulate('vercel.json', '-f', 'json', '--origin', 'https://a.example');
  assert.deepEqual(JSON.parse(out).response, {
    status: 200,
    headers: {
      'access-control-allow-origin': ['https://a.example'],
      'access-control-allow-methods': ['GET, PUT'],
    },
  });
  const { code, err } = await simulate('vercel.json', '--origin', 'https://a.example', '--method', 'PUT');
  assert.equal(code, 2);
  assert.match(err, /which status an `OPTIONS` request gets there is not known/);
});

const PAGE = {
  'api/index.js': `const cors = require('cors');
const express = require('express');
const app = express();
app.use(cors({ origin: 'http://localhost:5173', allowedHeaders: ['X-A'] }));
app.post('/items', (req, res) => res.json([]));
app.listen(4000);
`,
  'api/package.json': PACKAGE,
  'bare/package.json': PACKAGE,
  'bare/index.js': `const express = require('express');
const app = express();
app.get('/items', (req, res) => res.json([]));
app.listen(4001);
`,
  'web/package.json': JSON.stringify({ devDependencies: { vite: '5.4.0' } }),
  'web/src/items.ts': `document.title = 'Items';
export const add = (item: object) =>
  fetch('http://localhost:4000/items', {
    method: 'POST',
    headers: { 'X-B': '1' },
  });
export const all = () => fetch('http://localhost:4001/items');
export const other = () => fetch('http://localhost:4002/items');
`,
};

test('a request line finds the server that answers it, and the page that sends it', async t => {
  const simulate = simulator(t, PAGE);
  const { code, out } = await simulate('web/src/items.ts:4');
  assert.equal(code, 0);
  assert.match(out, /answered by the Express application, api\/index\.js:4: it listens on port 4000/);
  assert.match(out, /POST from a page of http:\/\/localhost:5173, without credentials/);
  assert.match(out, /Chromium\s+blocked\s+Request header field x-b is not allowed/);
  assert.match(out, /WebKit\s+blocked\s+Request header field x-b is not allowed/);
});

test('a request to a server without CORS is refused by every engine, one to no server is an error', async t => {
  const simulate = simulator(t, PAGE);
  const { out } = await simulate('web/src/items.ts:7', '-f', 'json');
  const { verdict } = JSON.parse(out);
  assert.deepEqual(verdict, { spec: 'blocked', chromium: 'blocked', firefox: 'blocked', webkit: 'blocked' });
  const { code, err } = await simulate('web/src/items.ts:8');
  assert.equal(code, 2);
  assert.match(
    err,
    /it is not known who answers: no server of the workspace is known to answer at http:\/\/localhost:4002/,
  );
});

test('the checks of an application count where a router is asked that it mounts', async t => {
  const run = simulator(t, {
    'app.js': `const express = require('express');
const app = express();
app.use((req, res, next) => (req.headers.origin === 'https://a.example' ? next() : res.sendStatus(403)));
app.use('/items', require('./router'));
`,
    'router.js': `const cors = require('cors');
const router = require('express').Router();
router.use(cors({ origin: true }));
router.get('/', (req, res) => res.json([]));
module.exports = router;
`,
  });
  const asked = async (origin: string) =>
    (JSON.parse((await run('router.js', '-f', 'json', '--origin', origin)).out) as { response: unknown }).response;
  assert.deepEqual(await asked('https://b.example'), { status: 403, headers: {} });
  assert.deepEqual(await asked('https://a.example'), {
    status: 200,
    headers: { 'access-control-allow-origin': ['https://a.example'], vary: ['Origin'] },
  });
});

test('what a hook or a middleware adds to the answers of a route’s own policy is not left out', async t => {
  const said = async (name: string, text: string, line: number) => {
    const run = simulator(t, { [name]: text, 'package.json': JSON.stringify({ dependencies: { koa: '3.3.0' } }) });
    return run(`${name}:${line}`, '--origin', 'https://a.example', '--credentials', 'include');
  };
  const koa = await said(
    'koa.js',
    `import Koa from 'koa';
import Router from '@koa/router';
import cors from '@koa/cors';
const app = new Koa();
const router = new Router();
app.use((ctx, next) => { ctx.set('Access-Control-Allow-Credentials', 'true'); return next(); });
router.get('/me', cors({ origin: 'https://a.example' }), ctx => { ctx.body = {}; });
app.use(router.routes());
`,
    7,
  );
  assert.match(koa.err, /the answer is not known: other code may write to the same response/);
  const fastify = await said(
    'fastify.js',
    `import Fastify from 'fastify';
const app = Fastify();
app.addHook('onRequest', async (request, reply) => { reply.header('Access-Control-Allow-Credentials', 'true'); });
app.get('/me', async (request, reply) => { reply.header('Access-Control-Allow-Origin', 'https://a.example'); return {}; });
`,
    4,
  );
  assert.match(fastify.err, /the answer is not known: other code may write to the same response/);
});

test('what answers `OPTIONS` behind headers by hand is not told as if nothing did', async t => {
  const said = async (text: string) => {
    const run = simulator(t, { 'app.js': text });
    const { out, err } = await run('app.js', '--origin', 'https://a.example', '--method', 'PUT');
    return /The server answers (\d+|\?):/.exec(out)?.[1] ?? err;
  };
  const koa = (handler: string) => `import Koa from 'koa';
const app = new Koa();
app.use(async (ctx, next) => { ctx.set('Access-Control-Allow-Origin', 'https://a.example'); await next(); });
app.use(${handler});
`;
  const hono = (route: string) => `import { Hono } from 'hono';
const app = new Hono();
app.use('*', async (c, next) => { c.header('Access-Control-Allow-Origin', 'https://a.example'); await next(); });
app.${route}('*', c => c.json({}));
`;
  for (const text of [koa('ctx => { ctx.body = {}; }'), hono('all')]) assert.equal(await said(text), '200');
  assert.match(await said(koa('ctx => handle(ctx)')), /the answer is not known/);
  assert.equal(await said(hono('get')), '404');
});

test('where something else than the mode decides between two policies of one place, the answer is not known', async t => {
  const run = simulator(t, {
    'app.js': `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors({ credentials: true, origin: process.env.ANY === 'yes' ? true : ['https://a.example'] }));
`,
    'mode.js': `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors({ origin: process.env.NODE_ENV === 'production' ? 'https://a.example' : true }));
`,
  });
  const other = await run('app.js', '--origin', 'https://other.example');
  assert.match(other.err, /the answer is not known: another policy stands there, too, but where `ANY` is `yes`/);
  const same = await run('app.js', '--origin', 'https://a.example');
  assert.match(same.out, /The server answers 200/);
  assert.match((await run('mode.js', '--origin', 'https://b.example')).err, /holds only where the mode is production/);
});
