import { CALLBACK, options, type Place, WHICH, WHICH_OR_FALSE, wrap } from './place.ts';
import type { Scene } from './scene.ts';
import { byFastify, byKoa, byNode, bySocketIo } from './start.ts';
import type { Sink } from './statements.ts';

const EXPRESS = { cors: '2.8.6', express: '5.3.0' };

function express(use: readonly string[], scene: Scene): readonly string[] {
  return [
    "import cors from 'cors';",
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'export const app = express();',
    "app.set('env', 'test');",
    ...use,
    "app.get('/ok', (req, res) => res.send('ok'));",
  ];
}

const cors: Place = {
  dependencies: EXPRESS,
  o: 'origin',
  sinks: CALLBACK,
  module: (statements, scene) =>
    express(wrap('app.use(cors(', options('origin, callback', statements, scene), '));'), scene),
  start: byNode,
};

/** Options in the place of options, which hand over others from request to request. */
const DELEGATED: readonly Sink[] = [
  {
    yes: 'return callback(null, { origin: true, credentials: true });',
    no: 'return callback(null, { origin: false });',
    value: it => `callback(null, { origin: ${it} });`,
  },
  { yes: 'return callback(null, { origin: true });', no: "return callback(new Error('no'));" },
];
const CHOSEN: readonly Sink[] = [
  { yes: 'chosen = { origin: true, credentials: true };', no: 'chosen = { origin: false };', flat: true },
  {
    yes: 'chosen = { origin: true };',
    no: "chosen = { origin: 'https://app.acme.com' };",
    value: it => `chosen = { origin: ${it} };`,
    flat: true,
  },
];

function delegate(before: readonly string[], after: readonly string[]): Place['module'] {
  return (statements, scene) => {
    const { dice } = scene;
    const read = dice.pick([
      'req.headers.origin',
      "req.header('Origin')",
      "req.get('origin')",
      "req.headers['origin']",
    ]);
    const inner = [`const origin = ${read};`, ...before, ...statements, ...after];
    return express(
      dice.chance(0.5)
        ? ['app.use(cors((req, callback) => {', ...inner, '}));']
        : [
            'const corsOptionsDelegate = function (req, callback) {',
            ...inner,
            '};',
            'app.use(cors(corsOptionsDelegate));',
          ],
      scene,
    );
  };
}

const fastify: Place = {
  dependencies: { '@fastify/cors': '11.4.3', fastify: '5.12.8' },
  o: 'origin',
  sinks: CALLBACK,
  module: (statements, scene) => {
    const registered = wrap('await app.register(cors, ', options('origin, callback', statements, scene), ');');
    return [
      "import cors from '@fastify/cors';",
      "import Fastify from 'fastify';",
      '',
      ...scene.declarations,
      '',
      'export const app = Fastify();',
      ...registered,
      "app.get('/ok', async () => 'ok');",
    ];
  },
  start: byFastify,
};

const koa: Place = {
  dependencies: { '@koa/cors': '5.0.0', koa: '3.3.0' },
  o: 'origin',
  sinks: WHICH_OR_FALSE,
  module: (statements, scene) => {
    const read = scene.dice.pick(["ctx.get('Origin')", 'ctx.request.header.origin', 'ctx.headers.origin']);
    const inner = [`const origin = ${read};`, ...statements];
    const used = wrap('app.use(cors(', options('ctx', inner, scene), '));');
    return [
      "import Koa from 'koa';",
      "import cors from '@koa/cors';",
      '',
      ...scene.declarations,
      '',
      'export const app = new Koa();',
      'app.silent = true;',
      ...used,
      'app.use(ctx => {',
      "if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';",
      '});',
    ];
  },
  start: byKoa,
};

const socketIo: Place = {
  dependencies: { 'socket.io': '4.8.4' },
  o: 'origin',
  sinks: CALLBACK,
  module: (statements, scene) => {
    const policy = wrap('const io = new Server(app, { cors: ', options('origin, callback', statements, scene), ' });');
    return [
      "import { createServer } from 'node:http';",
      "import { Server } from 'socket.io';",
      '',
      ...scene.declarations,
      '',
      'export const app = createServer();',
      ...policy,
    ];
  },
  start: bySocketIo,
};

/** Libraries on servers of Node. */
export const NODE_PLACES: Readonly<Record<string, Place>> = {
  cors,
  'cors, in a constant': {
    ...cors,
    module: (statements, scene) => {
      const constant = wrap('const corsOptions = ', options('origin, callback', statements, scene), ';');
      return express([...constant, 'app.use(cors(corsOptions));'], scene);
    },
  },
  'cors, delegate': { ...cors, sinks: DELEGATED, module: delegate([], []) },
  'cors, delegate with a variable': {
    ...cors,
    sinks: CHOSEN,
    module: delegate(['let chosen;'], ['callback(null, chosen);']),
  },
  '@fastify/cors': fastify,
  '@fastify/cors, asynchronous': {
    ...fastify,
    sinks: [{ yes: 'return true;', no: 'return false;', value: it => `return ${it};` }],
    module: (statements, scene) => {
      const registered = wrap('await app.register(cors, ', options('origin', statements, scene, true), ');');
      return [
        "import cors from '@fastify/cors';",
        "import Fastify from 'fastify';",
        '',
        ...scene.declarations,
        '',
        'export const app = Fastify();',
        ...registered,
        "app.get('/ok', async () => 'ok');",
      ];
    },
    waits: true,
  },
  '@koa/cors': koa,
  'koa2-cors': {
    ...koa,
    dependencies: { 'koa2-cors': '2.0.6', koa: '3.3.0' },
    sinks: WHICH.slice(0, 2),
    module: (statements, scene) => koa.module(statements, scene).map(it => it.replace('@koa/cors', 'koa2-cors')),
  },
  'Socket.IO': socketIo,
};
