import type { Place } from './place.ts';
import { byFastify, byFetch, byKoa, byNode } from './start.ts';
import type { Sink } from './statements.ts';

/** Headers that are set by a statement each. */
function setting(set: (name: string, value: string) => string): readonly Sink[] {
  const origin = (value: string) => set('Access-Control-Allow-Origin', value);
  const credentials = set('Access-Control-Allow-Credentials', "'true'");
  return [
    { yes: origin('origin'), no: '', flat: true },
    { yes: `${origin('origin')} ${credentials}`, no: '', flat: true },
    { yes: origin('origin'), no: origin("'https://app.acme.com'"), flat: true },
  ];
}

const LATER = { 'Access-Control-Allow-Methods': "'GET, PUT'", Vary: "'Origin'" };

/** What is set for everybody, after the origin was looked at. */
function later(set: (name: string, value: string) => string): readonly string[] {
  return Object.entries(LATER).map(([name, value]) => set(name, value));
}

const setHeader = (name: string, value: string) => `res.setHeader('${name}', ${value});`;

const node: Place = {
  dependencies: {},
  o: 'origin',
  sinks: setting(setHeader),
  module: (statements, scene) => [
    "import { createServer } from 'node:http';",
    '',
    ...scene.declarations,
    '',
    'export const app = createServer((req, res) => {',
    'const origin = req.headers.origin;',
    ...statements,
    ...later(setHeader),
    "res.end('ok');",
    '});',
  ],
  start: byNode,
};

const express: Place = {
  dependencies: { express: '5.3.0' },
  o: 'origin',
  sinks: [
    ...setting((name, value) => `res.header('${name}', ${value});`),
    {
      yes: "{ res.set('Access-Control-Allow-Origin', origin); return next(); }",
      no: 'return res.sendStatus(403);',
    },
  ],
  module: (statements, scene) => [
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'export const app = express();',
    "app.set('env', 'test');",
    'app.use((req, res, next) => {',
    `const ${scene.dice.pick(['{ origin } = req.headers', "origin = req.get('Origin')", "origin = req.headers['origin']"])};`,
    "res.vary('Origin');",
    ...statements,
    'next();',
    '});',
    "app.get('/ok', (req, res) => res.send('ok'));",
  ],
  start: byNode,
};

const koa: Place = {
  dependencies: { koa: '3.3.0' },
  o: 'origin',
  sinks: setting((name, value) => `ctx.set('${name}', ${value});`),
  module: (statements, scene) => [
    "import Koa from 'koa';",
    '',
    ...scene.declarations,
    '',
    'export const app = new Koa();',
    'app.silent = true;',
    'app.use(async (ctx, next) => {',
    `const origin = ${scene.dice.pick(["ctx.get('Origin')", 'ctx.headers.origin', 'ctx.request.headers.origin'])};`,
    ...statements,
    "ctx.vary('Origin');",
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
  sinks: setting((name, value) => `reply.header('${name}', ${value});`),
  module: (statements, scene) => [
    "import Fastify from 'fastify';",
    '',
    ...scene.declarations,
    '',
    'export const app = Fastify();',
    "app.addHook('onRequest', async (request, reply) => {",
    'const { origin } = request.headers;',
    ...statements,
    "reply.header('Vary', 'Origin');",
    '});',
    "app.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });",
  ],
  start: byFastify,
  waits: true,
};

const hono: Place = {
  dependencies: { hono: '4.13.19' },
  o: 'origin',
  sinks: setting((name, value) => `c.header('${name}', ${value});`),
  module: (statements, scene) => [
    "import { Hono } from 'hono';",
    '',
    ...scene.declarations,
    '',
    'export const app = new Hono();',
    "app.use('*', async (c, next) => {",
    "const origin = c.req.header('Origin');",
    ...statements,
    "c.header('Vary', 'Origin');",
    'await next();',
    '});',
    "app.onError((error, c) => c.text('failed', 500));",
    "app.get('/ok', c => c.text('ok'));",
  ],
  start: byFetch,
  waits: true,
};

const handler: Place = {
  dependencies: {},
  o: 'origin',
  sinks: setting((name, value) => `headers.set('${name}', ${value});`),
  module: (statements, scene) => [
    ...scene.declarations,
    '',
    'export const app = async request => {',
    "const origin = request.headers.get('Origin');",
    'const headers = new Headers();',
    ...statements,
    "headers.set('Vary', 'Origin');",
    "return new Response('ok', { headers });",
    '};',
  ],
  start: byFetch,
  waits: true,
};

/** A function of its own sends what lets the origin in, and is called where that is decided. */
const nodeHelper: Place = {
  ...node,
  sinks: [
    { yes: 'allow(res, origin);', no: '', flat: true },
    {
      yes: '{ allow(res, origin); }',
      no: "res.setHeader('Access-Control-Allow-Origin', 'https://app.acme.com');",
      flat: true,
    },
  ],
  module: (statements, scene) => [
    "import { createServer } from 'node:http';",
    '',
    ...scene.declarations,
    '',
    `${scene.dice.pick(['function allow(answer, origin)', 'const allow = (answer, origin) =>'])} {`,
    "answer.setHeader('Access-Control-Allow-Origin', origin);",
    "answer.setHeader('Vary', 'Origin');",
    '}',
    '',
    'export const app = createServer((req, res) => {',
    'const origin = req.headers.origin;',
    ...statements,
    "res.end('ok');",
    '});',
  ],
};

const expressHelper: Place = {
  ...express,
  sinks: [
    { yes: 'allow(res, origin);', no: '', flat: true },
    { yes: '{ allow(res, origin); return next(); }', no: 'return res.sendStatus(403);' },
  ],
  module: (statements, scene) => [
    "import express from 'express';",
    '',
    ...scene.declarations,
    '',
    'export const app = express();',
    "app.set('env', 'test');",
    'const allow = (res, value) => {',
    "res.set('Access-Control-Allow-Origin', value);",
    scene.dice.pick(["res.vary('Origin');", "res.append('Vary', 'Origin');", '']),
    '};',
    'app.use((req, res, next) => {',
    "const origin = req.get('Origin');",
    ...statements,
    'next();',
    '});',
    "app.get('/ok', (req, res) => res.send('ok'));",
  ],
};

const handlerHelper: Place = {
  ...handler,
  sinks: [{ yes: 'answer = withCors(answer, origin);', no: '', flat: true }],
  module: (statements, scene) => [
    ...scene.declarations,
    '',
    'function withCors(response, origin) {',
    'const headers = new Headers(response.headers);',
    "headers.set('Access-Control-Allow-Origin', origin);",
    "headers.set('Vary', 'Origin');",
    'return new Response(response.body, { status: response.status, headers });',
    '}',
    'export const app = async request => {',
    "const origin = request.headers.get('Origin');",
    "let answer = new Response('ok');",
    ...statements,
    'return answer;',
    '};',
  ],
};

/** Headers written by hand. */
export const WRITTEN_PLACES: Readonly<Record<string, Place>> = {
  'by hand, node:http': node,
  'by hand, Express': express,
  'by hand, Koa': koa,
  'by hand, Fastify': fastify,
  'by hand, Hono': hono,
  'by hand, fetch': handler,
  'by hand, node:http, in a function': nodeHelper,
  'by hand, Express, in a function': expressHelper,
  'by hand, fetch, in a function': handlerHelper,
};
