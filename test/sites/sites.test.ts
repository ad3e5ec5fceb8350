import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Address, Server } from '../../server/src/model/site.ts';
import { sample } from '../harness/workspace.ts';

type Files = Readonly<Record<string, string>>;

function servers(files: Files): readonly Server[] {
  return sample(files)
    .facts()
    .flatMap(it => it.servers);
}

/** Each server in a line: where it is reached, what it answers, and whether more may write headers. */
function printed(files: Files): readonly string[] {
  return servers(files).map(it => {
    const routes = it.routes.map(route => `${route.method} ${route.path ?? '?'}`).join(', ');
    return `${it.kind} at ${it.addresses.map(address).join(' ')}: ${routes}${it.clouded ? `; ${it.clouded.why}` : ''}`;
  });
}

function address(it: Address): string {
  if (it.kind === 'port') return `${it.scheme}:${it.port}`;
  return it.kind === 'origin' ? it.origin : `*${it.suffix}`;
}

/** The origins of the pages that `web/api.ts` is part of. */
function pages(files: Files): readonly string[] {
  const facts = sample({ ...files, 'web/api.ts': "fetch('http://localhost:4000/items');" }).facts();
  return facts.flatMap(it => it.page?.origins ?? []).map(it => `${it.origin} (${it.stage}: ${it.why})`);
}

const json = (of: unknown) => JSON.stringify(of);

describe('servers', () => {
  it('finds an application by the port that it listens on, with the routes of its routers', () => {
    assert.deepEqual(
      printed({
        'server.js':
          "const express = require('express');\nconst items = require('./items');\nconst app = express();\napp.use(express.json());\napp.use('/items', items);\napp.get('/health', (req, res) => res.end());\napp.listen(process.env.PORT || 4000);",
        'items.js':
          "const router = require('express').Router();\nrouter.delete('/:id', (req, res) => res.json({}));\nmodule.exports = router;",
      }),
      ['express at http:4000: DELETE /items/:id, GET /health'],
    );
  });

  it('reads the port out of a number that is made of a variable or of what stands for a missing one', () => {
    const at = (port: string) =>
      printed({ 'a.js': `const app = require('express')();\nconst PORT = ${port};\napp.listen(PORT);` })[0];
    for (const port of [
      'Number(process.env.PORT || 3000)',
      "parseInt(process.env.PORT ?? '3000', 10)",
      'Number.parseInt(process.env.PORT, 10) || 3000',
      '+(process.env.PORT || 3000)',
    ])
      assert.equal(at(port), 'express at http:3000: ', port);
    assert.equal(at('round(process.env.PORT || 3000)'), 'express at : ');
  });

  it('finds servers that are one handler, as far as it is seen what they write', () => {
    assert.deepEqual(
      printed({
        'plain.js': "require('http').createServer((req, res) => { res.end('hi'); }).listen(4001);",
        'headers.js':
          "require('http').createServer((req, res) => { res.setHeader(name, '*'); res.end(); }).listen(4002);",
        'given.js':
          "const app = require('./app');\nrequire('http').createServer((req, res) => app(req, res)).listen(4003);",
        'yoga.ts':
          "import { createServer } from 'node:http';\nimport { createYoga } from 'graphql-yoga';\ncreateServer(createYoga({ schema })).listen(4004);",
        'trpc.ts':
          "import { createHTTPServer } from '@trpc/server/adapters/standalone';\ncreateHTTPServer({ router }).listen(4005);\ncreateHTTPServer({ router, middleware }).listen(4006);",
      }),
      [
        'http at http:4001: ALL ?',
        'http at http:4002: ALL ?; a function may write headers',
        'http at http:4003: ALL ?; the response is handed to another function',
        'yoga at http:4004: ALL ?; it lets pages in by itself',
        'trpc at http:4005: ALL ?',
        'trpc at http:4006: ALL ?; its options may write headers',
      ],
    );
  });

  it('takes headers of other names with plain texts for none of CORS', () => {
    const answering = (init: string) =>
      printed({ 'supabase/functions/hi/index.ts': `Deno.serve(req => new Response('{}', ${init}));` })[0]?.split(
        '; ',
      )[1];
    assert.equal(
      answering("{ headers: { 'Content-Type': 'application/json', vary: 'cookie' }, status: 200 }"),
      undefined,
    );
    assert.equal(answering('{ headers: { ...shared } }'), 'it may write headers itself');
    assert.equal(answering("{ headers: { 'Access-Control-Allow-Origin': '*' } }"), 'it may write headers itself');
    assert.equal(answering('{ headers: { [name]: value } }'), 'it may write headers itself');
  });

  it('finds Socket.IO on the port of the server that it is attached to', () => {
    assert.deepEqual(
      printed({
        'attached.js':
          "const http = require('http').createServer(require('express')());\nconst io = require('socket.io')(http, { path: '/live' });\nhttp.listen(4001);",
        'alone.ts': "import { Server } from 'socket.io';\nnew Server(4002, { cors: { origin: '*' } });",
        'later.ts': "import { Server } from 'socket.io';\nconst io = new Server();\nio.listen(4003);",
        'nowhere.ts': "import { Server } from 'socket.io';\nexport const attach = http => new Server(http);",
      }),
      [
        'express at http:4001: ',
        'socket.io at http:4001: GET /live, POST /live',
        'socket.io at http:4002: GET /socket.io/, POST /socket.io/',
        'socket.io at http:4003: GET /socket.io/, POST /socket.io/',
      ],
    );
  });

  it('takes a port from a file of variables, and an application from another file', () => {
    assert.deepEqual(
      printed({
        'index.ts':
          "import { createServer } from 'node:http';\nimport { app } from './app';\ncreateServer(app).listen(Number(process.env.PORT) || 4000);",
        'app.ts':
          "import express from 'express';\nexport const app = express();\napp.get('/', (req, res) => res.send('hi'));",
        '.env': 'PORT=5000\n',
      }),
      ['express at http:5000: GET /'],
    );
  });

  it('tells what may write headers unseen', () => {
    const of = (use: string) =>
      printed({
        'server.ts': `import express from 'express';\nimport x from 'x';\nconst app = express();\n${use}\napp.listen(1234);`,
      });
    assert.deepEqual(of('app.use(x());'), ['express at http:1234: ; `x` may write headers']);
    assert.deepEqual(of('app.use((req, res, next) => { res.set(x.headers); next(); });'), [
      'express at http:1234: ; a function may write headers',
    ]);
    assert.deepEqual(of("app.use((req, res, next) => { res.set('Cache-Control', 'no-store'); next(); });"), [
      'express at http:1234: ',
    ]);
    assert.deepEqual(of('app.use((req, res, next) => { console.log(req.headers.host); next(); });'), [
      'express at http:1234: ',
    ]);
    assert.deepEqual(of("app.get('/a', (req, res) => res.json({}));"), ['express at http:1234: GET /a']);
  });

  it('knows Koa, Hono, Fastify and Nest', () => {
    assert.deepEqual(
      printed({
        'koa.ts':
          "import Koa from 'koa';\nimport Router from '@koa/router';\nconst app = new Koa();\nconst router = new Router();\nrouter.put('/a', ctx => { ctx.body = 1; });\napp.use(router.routes());\napp.listen(3001);",
        'hono.ts':
          "import { serve } from '@hono/node-server';\nimport { Hono } from 'hono';\nconst app = new Hono();\napp.get('/b', c => c.text('b'));\nserve(app);",
        'fastify.ts':
          "import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/c', async () => 'c');\nawait app.listen({ port: 3002 });",
        'nest.ts':
          "import { Controller, Get, Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\n@Controller('d')\nclass D { @Get() all() { return []; } }\n@Module({ controllers: [D] })\nclass AppModule {}\nconst app = await NestFactory.create(AppModule);\nawait app.listen(3003);",
      }),
      [
        'koa at http:3001: PUT /a',
        'hono at http:3000: GET /b',
        'fastify at http:3002: GET /c',
        'nest at http:3003: GET /d',
      ],
    );
  });

  it('knows functions of platforms by where they stand', () => {
    assert.deepEqual(
      printed({
        'supabase/functions/hello/index.ts': "Deno.serve(() => new Response('hi'));",
        'functions/index.js':
          "const { onRequest } = require('firebase-functions/v2/https');\nexports.greet = onRequest((req, res) => res.json({}));",
        'api/users/[id].ts': 'export default (req, res) => res.json({});',
        'package.json': json({ devDependencies: { '@vercel/node': '3.0.0' } }),
      }),
      [
        'supabase at *.supabase.co http:54321: ALL /functions/v1/hello',
        'firebase-functions at *.cloudfunctions.net: ALL /greet',
        'vercel at : ALL /api/users/:id',
      ],
    );
  });
});

describe('pages', () => {
  it('has the default port of the version, unless a script or the configuration says otherwise', () => {
    const vite = (version: string, more: Files = {}) =>
      pages({ 'web/package.json': json({ devDependencies: { vite: version } }), ...more });
    assert.deepEqual(vite('^5.0.0'), ['http://localhost:5173 (development: Vite serves on port 5173 by itself)']);
    assert.deepEqual(vite('^2.9.0'), ['http://localhost:3000 (development: Vite serves on port 3000 by itself)']);
    assert.deepEqual(
      vite('^5.0.0', { 'web/vite.config.ts': 'export default { server: { port: 8080, https: {} } };' }),
      ['https://localhost:8080 (development: Vite is told to serve on port 8080)'],
    );
    assert.deepEqual(vite('^5.0.0', { 'web/vite.config.ts': 'export default { server: { port: choose() } };' }), []);
    assert.deepEqual(
      pages({
        'web/package.json': json({
          scripts: { dev: 'next dev -p 3005', build: 'next build' },
          dependencies: { next: '15.0.0' },
        }),
      }),
      ['http://localhost:3005 (development: Next.js is told to serve on port 3005)'],
    );
    assert.deepEqual(
      pages({
        'web/package.json': json({ dependencies: { '@angular/cli': '19.0.0' } }),
        'web/angular.json': json({ projects: { app: { architect: { serve: { options: { port: 4300 } } } } } }),
      }),
      ['http://localhost:4300 (development: Angular is told to serve on port 4300)'],
    );
  });

  it('knows where pages are put, where the workspace says it', () => {
    assert.deepEqual(
      pages({
        'web/package.json': json({
          homepage: 'https://shop.example.com/app',
          dependencies: { 'react-scripts': '5.0.1' },
        }),
        'web/.env': 'PORT=3100\n',
      }),
      [
        'http://localhost:3100 (development: Create React App is told to serve on port 3100)',
        'https://shop.example.com (production: `homepage` in package.json says so)',
      ],
    );
    assert.deepEqual(pages({ 'web/package.json': json({ homepage: 'https://github.com/a/b#readme' }) }), []);
  });
});
