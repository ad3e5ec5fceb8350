import type { Place } from './place.ts';
import { byFastify, byFetch, byKoa, byNode } from './start.ts';

/** Checks that turn requests away, and behind them a library that lets everybody in. */
const express: Place = {
  dependencies: { cors: '2.8.6', express: '5.3.0' },
  o: 'origin',
  sinks: [
    { yes: 'return next();', no: 'return res.sendStatus(403);' },
    { yes: '{ next(); return; }', no: "{ res.status(403).json({ error: 'no' }); return; }" },
    { yes: 'return next();', no: "return next(new Error('no'));" },
  ],
  module: (statements, scene) => [
    "import cors from 'cors';",
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'export const app = express();',
    "app.set('env', 'test');",
    'app.use((req, res, next) => {',
    `const ${scene.dice.pick(['{ origin } = req.headers', "origin = req.get('Origin')"])};`,
    ...statements,
    '});',
    'app.use(cors({ origin: true, credentials: true }));',
    "app.get('/ok', (req, res) => res.send('ok'));",
  ],
  start: byNode,
};

/** The same on a route of its own. */
const route: Place = {
  ...express,
  module: (statements, scene) => [
    "import cors from 'cors';",
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'const onlyOurs = (req, res, next) => {',
    'const { origin } = req.headers;',
    ...statements,
    '};',
    'export const app = express();',
    "app.set('env', 'test');",
    `app.${scene.dice.pick(['get', 'all', 'use'])}('/ok', onlyOurs, cors({ origin: true, credentials: true }), (req, res) => res.send('ok'));`,
  ],
};

/** The same in what a function sets up, or a method of a class. */
const setUp: Place = {
  ...express,
  module: (statements, scene) => {
    const guard = ['(req, res, next) => {', 'const { origin } = req.headers;', ...statements, '}'];
    const policy = 'cors({ origin: true, credentials: true })';
    const head = ["import cors from 'cors';", "import express from 'express';", '', ...scene.declarations, ''];
    if (scene.dice.chance(0.5))
      return [
        ...head,
        `function protect({ app }) { app.use(${guard.join('\n')}); }`,
        'export const app = express();',
        "app.set('env', 'test');",
        'protect({ app });',
        `app.use(${policy});`,
        "app.get('/ok', (req, res) => res.send('ok'));",
      ];
    return [
      ...head,
      'class Server {',
      'constructor() { this.app = express(); this.security(); this.routes(); }',
      `routes() { this.app.use(${policy}); this.app.get('/ok', (req, res) => res.send('ok')); }`,
      `security() { this.app.set('env', 'test'); this.app.use(${guard.join('\n')}); }`,
      '}',
      'const server = new Server();',
      'export const app = server.app;',
    ];
  },
};

const koa: Place = {
  dependencies: { '@koa/cors': '5.0.0', koa: '3.3.0' },
  o: 'origin',
  sinks: [
    { yes: 'return next();', no: 'ctx.throw(403);' },
    { yes: 'return next();', no: '{ ctx.status = 403; return; }' },
  ],
  module: (statements, scene) => [
    "import cors from '@koa/cors';",
    "import Koa from 'koa';",
    '',
    ...scene.declarations,
    '',
    'export const app = new Koa();',
    'app.silent = true;',
    'app.use(async (ctx, next) => {',
    "const origin = ctx.get('Origin');",
    ...statements,
    '});',
    'app.use(cors({ credentials: true }));',
    'app.use(ctx => {',
    "if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';",
    '});',
  ],
  start: byKoa,
  waits: true,
};

const hono: Place = {
  dependencies: { hono: '4.13.19' },
  o: 'origin',
  sinks: [
    { yes: 'return next();', no: "return c.text('no', 403);" },
    { yes: '{ await next(); return; }', no: "return c.json({ error: 'no' }, 403);" },
  ],
  module: (statements, scene) => [
    "import { Hono } from 'hono';",
    "import { cors } from 'hono/cors';",
    '',
    ...scene.declarations,
    '',
    'export const app = new Hono();',
    "app.use('*', async (c, next) => {",
    "const origin = c.req.header('Origin');",
    ...statements,
    '});',
    "app.use('*', cors({ origin: it => it, credentials: true }));",
    "app.onError((error, c) => c.text('failed', 500));",
    "app.get('/ok', c => c.text('ok'));",
  ],
  start: byFetch,
  waits: true,
};

const fastify: Place = {
  dependencies: { '@fastify/cors': '11.4.3', fastify: '5.12.8' },
  o: 'origin',
  sinks: [
    { yes: 'return;', no: "return reply.code(403).send('no');" },
    { yes: 'return;', no: "throw new Error('no');" },
  ],
  module: (statements, scene) => [
    "import cors from '@fastify/cors';",
    "import Fastify from 'fastify';",
    '',
    ...scene.declarations,
    '',
    'export const app = Fastify();',
    "app.addHook('onRequest', async (request, reply) => {",
    'const { origin } = request.headers;',
    ...statements,
    '});',
    'app.register(cors, { origin: true, credentials: true });',
    "app.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });",
  ],
  start: byFastify,
  waits: true,
};

/** A check, and the library in a plugin, of which each may be in the other's instance. */
const plugin: Place = {
  ...fastify,
  module: (statements, scene) => {
    const hook = (on: string) => [
      `${on}.addHook('onRequest', async (request, reply) => {`,
      'const { origin } = request.headers;',
      ...statements,
      '});',
    ];
    const within = scene.dice.chance(0.5);
    return [
      "import cors from '@fastify/cors';",
      "import Fastify from 'fastify';",
      '',
      ...scene.declarations,
      '',
      'export const app = Fastify();',
      ...(within ? [] : hook('app')),
      'app.register(async scope => {',
      ...(within ? hook('scope') : []),
      'scope.register(cors, { origin: true, credentials: true });',
      "scope.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });",
      '});',
    ];
  },
};

/** A check of the origin before the library. */
export const GUARDED_PLACES: Readonly<Record<string, Place>> = {
  'before cors': express,
  'before cors, on a route': route,
  'before cors, in a function or a class': setUp,
  'before @koa/cors': koa,
  'before hono/cors': hono,
  'before @fastify/cors': fastify,
  'before @fastify/cors, in a plugin': plugin,
};
