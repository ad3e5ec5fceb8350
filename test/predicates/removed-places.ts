import type { Place } from './place.ts';
import { byFastify, byFetch, byKoa, byNode } from './start.ts';
import type { Sink } from './statements.ts';

/** Whoever is turned down has taken off what everybody was given. */
function removing(remove: string): readonly Sink[] {
  return [{ yes: '', no: remove, flat: true }];
}

const NAME = "'Access-Control-Allow-Origin'";

const node: Place = {
  dependencies: {},
  o: 'origin',
  sinks: removing(`res.removeHeader(${NAME});`),
  module: (statements, scene) => [
    "import { createServer } from 'node:http';",
    '',
    ...scene.declarations,
    '',
    'export const app = createServer((req, res) => {',
    'const { origin } = req.headers;',
    `if (origin) res.setHeader(${NAME}, origin);`,
    "res.setHeader('Vary', 'Origin');",
    ...statements,
    "res.end('ok');",
    '});',
  ],
  start: byNode,
};

const koa: Place = {
  dependencies: { koa: '3.3.0' },
  o: 'origin',
  sinks: removing(`ctx.remove(${NAME});`),
  module: (statements, scene) => [
    "import Koa from 'koa';",
    '',
    ...scene.declarations,
    '',
    'export const app = new Koa();',
    'app.silent = true;',
    'app.use(async (ctx, next) => {',
    "const origin = ctx.get('Origin');",
    "ctx.vary('Origin');",
    `ctx.set(${NAME}, origin);`,
    ...statements,
    'await next();',
    '});',
    'app.use(ctx => {',
    "if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';",
    '});',
  ],
  start: byKoa,
  waits: true,
};

const fastify: Place = {
  dependencies: { fastify: '5.12.8' },
  o: 'origin',
  sinks: removing(`reply.removeHeader(${NAME});`),
  module: (statements, scene) => [
    "import Fastify from 'fastify';",
    '',
    ...scene.declarations,
    '',
    'export const app = Fastify();',
    "app.addHook('onRequest', async (request, reply) => {",
    'const { origin } = request.headers;',
    `reply.headers({ [${NAME}]: origin, Vary: 'Origin' });`,
    ...statements,
    '});',
    "app.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });",
  ],
  start: byFastify,
  waits: true,
};

const handler: Place = {
  dependencies: {},
  o: 'origin',
  sinks: removing(`headers.delete(${NAME});`),
  module: (statements, scene) => [
    ...scene.declarations,
    '',
    'export const app = async request => {',
    "const origin = request.headers.get('Origin');",
    `const headers = new Headers({ Vary: 'Origin', ${NAME}: origin ?? 'null' });`,
    ...statements,
    "return new Response('ok', { headers });",
    '};',
  ],
  start: byFetch,
  waits: true,
};

const expressLater: Place = {
  dependencies: { cors: '2.8.6', express: '5.3.0' },
  o: 'origin',
  sinks: removing(`res.removeHeader(${NAME});`),
  module: (statements, scene) => [
    "import cors from 'cors';",
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'export const app = express();',
    "app.set('env', 'test');",
    'app.use(cors({ origin: true, credentials: true }));',
    'app.use((req, res, next) => {',
    'const { origin } = req.headers;',
    ...statements,
    'next();',
    '});',
    "app.get('/ok', (req, res) => res.send('ok'));",
  ],
  start: byNode,
};

const koaLater: Place = {
  dependencies: { '@koa/cors': '5.0.0', koa: '3.3.0' },
  o: 'origin',
  sinks: removing(`ctx.remove(${NAME});`),
  module: (statements, scene) => {
    const after = scene.dice.chance(0.5);
    const take = [
      'app.use(async (ctx, next) => {',
      "const origin = ctx.get('Origin');",
      ...(after ? ['await next();'] : []),
      ...statements,
      ...(after ? [] : ['await next();']),
      '});',
    ];
    const before = after && scene.dice.chance(0.5);
    return [
      "import cors from '@koa/cors';",
      "import Koa from 'koa';",
      '',
      ...scene.declarations,
      '',
      'export const app = new Koa();',
      'app.silent = true;',
      ...(before ? take : []),
      'app.use(cors({ credentials: true }));',
      ...(before ? [] : take),
      'app.use(ctx => {',
      "if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';",
      '});',
    ];
  },
  start: byKoa,
  waits: true,
};

const fastifyLater: Place = {
  dependencies: { '@fastify/cors': '11.4.3', fastify: '5.12.8' },
  o: 'origin',
  sinks: removing(`reply.removeHeader(${NAME});`),
  module: (statements, scene) => [
    "import cors from '@fastify/cors';",
    "import Fastify from 'fastify';",
    '',
    ...scene.declarations,
    '',
    'export const app = Fastify();',
    'app.register(cors, { origin: true, credentials: true });',
    `app.addHook('${scene.dice.pick(['onSend', 'preHandler'])}', async (request, reply) => {`,
    'const { origin } = request.headers;',
    ...statements,
    '});',
    "app.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });",
  ],
  start: byFastify,
  waits: true,
};

/** Headers that are taken off again, by the same code or another. */
export const REMOVED_PLACES: Readonly<Record<string, Place>> = {
  'taken off again, node:http': node,
  'taken off again, Koa': koa,
  'taken off again, Fastify': fastify,
  'taken off again, fetch': handler,
  'taken off later, cors': expressLater,
  'taken off later, @koa/cors': koaLater,
  'taken off later, @fastify/cors': fastifyLater,
};
