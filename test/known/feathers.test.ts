import { createServer, type RequestListener } from 'node:http';
import { CALLBACKS, cases } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = { origin: 'origin', credentials: 'credentials', maxAge: 'maxAge' };

/** Feathers hands on the `cors` of the framework that it runs on. */
const express: KnownLibrary = {
  title: 'cors of @feathersjs-express 5.0.50',
  dependencies: { '@feathersjs/express': '5.0.50', '@feathersjs/feathers': '5.0.50' },
  source: options => `import express, { cors } from '@feathersjs/express';
import { feathers } from '@feathersjs/feathers';

export const app = express(feathers());
app.set('env', 'test');
app.use(cors(${options ?? ''}));
app.get('/ok', (req, res) => res.send('ok'));
app.post('/ok', (req, res) => res.send('ok'));
app.put('/ok', (req, res) => res.send('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
`,
  cases: cases(
    { ...names, methods: 'methods', allowedHeaders: 'allowedHeaders', exposedHeaders: 'exposedHeaders' },
    CALLBACKS,
  ),
  start: app => listening(createServer(app as RequestListener)),
};

const koa: KnownLibrary = {
  title: 'cors of @feathersjs-koa 5.0.50',
  dependencies: { '@feathersjs/koa': '5.0.50', '@feathersjs/feathers': '5.0.50' },
  source: options => `import { cors, koa } from '@feathersjs/koa';
import { feathers } from '@feathersjs/feathers';

export const app = koa(feathers());
app.silent = true;
app.use(cors(${options ?? ''}));
app.use(ctx => {
  if (ctx.path === '/fail') throw new Error('broken');
  if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';
});
`,
  cases: cases({ ...names, methods: 'allowMethods', allowedHeaders: 'allowHeaders', exposedHeaders: 'exposeHeaders' }, [
    "() => 'https://a.example'",
    "() => '*'",
  ]),
  unknown: { '{ origin: [] }': 'without Origin', '{ origin: [], credentials: true }': 'without Origin' },
  start: app => listening(createServer((app as { callback(): RequestListener }).callback())),
};

recorded(express);
recorded(koa);
