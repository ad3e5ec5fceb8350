import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposals } from '../../server/src/analysis/complete.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';

const PATH = '/w/server.js';

/** What is proposed at the `|` in a file that mounts expressjs/cors. */
function proposed(source: string, file = PATH) {
  const offset = source.indexOf('|');
  const text = source.replace('|', '');
  const files: Record<string, string> = { [file]: text };
  const workspace = openWorkspace({ read: path => files[path], exists: path => path in files });
  return proposals(workspace.facts(file).policies, file, text, offset);
}

const HEAD = "const cors = require('cors');\nconst app = require('express')();\n";

test('the real names of the options are proposed, those that are written left out', () => {
  const found = proposed(`${HEAD}app.use(cors({ origin: 'https://a.example', | }));\n`);
  assert.deepEqual(
    found.map(it => it.label),
    [
      'credentials',
      'methods',
      'allowedHeaders',
      'exposedHeaders',
      'maxAge',
      'preflightContinue',
      'optionsSuccessStatus',
    ],
  );
  assert.match(found[0]?.says ?? '', /Without it, cookies are not allowed\./);
});

test('a word that is begun is replaced', () => {
  const source = `${HEAD}app.use(cors({ cred| }));\n`;
  const option = proposed(source).find(it => it.label === 'credentials');
  assert.ok(option);
  assert.equal(source.slice(option.at.start, option.at.end), 'cred');
});

test('the forms of a value are proposed with what each does', () => {
  const found = proposed(`${HEAD}app.use(cors({ origin: | }));\n`);
  assert.equal(found.find(it => it.label === 'true')?.says, 'lets every website in, by repeating its origin');
  assert.ok(found.every(it => it.kind === 'value'));
});

test('nothing is proposed in a nested list, in other objects, or in a file without the library', () => {
  assert.deepEqual(proposed(`${HEAD}app.use(cors({ methods: ['GET', | ] }));\n`), []);
  assert.deepEqual(proposed(`${HEAD}app.listen({ po| });\n`), []);
  assert.deepEqual(proposed('call({ | });\n'), []);
});

test('in the options of h3, with what each value means there', () => {
  const head = "import { handleCors } from 'h3';\n";
  const names = proposed(`${head}handleCors(event, { origin: 'https://a.example', | });\n`).map(it => it.label);
  assert.deepEqual(names, ['credentials', 'methods', 'allowHeaders', 'exposeHeaders', 'maxAge', 'preflight']);
  const values = proposed(`${head}handleCors(event, { origin: | });\n`);
  assert.equal(values.find(it => it.label === 'true')?.says, 'answers every request with status 500');
});

test('in server.cors of Vite, in a file of that name alone', () => {
  const source = "import { defineConfig } from 'vite';\nexport default defineConfig({ server: { cors: { | } } });\n";
  assert.ok(proposed(source, '/w/vite.config.ts').some(it => it.label === 'origin'));
  assert.deepEqual(proposed(source), []);
});

test('in corsHandler of nuxt-security', () => {
  const source = 'export default defineNuxtConfig({ security: { corsHandler: { | } } });\n';
  assert.ok(proposed(source, '/w/nuxt.config.ts').some(it => it.label === 'useRegExp'));
});

/** Options objects of libraries that hand them to another one, or have their own words. */
const NESTED: Readonly<
  Record<string, { source: string; path?: string; names: string; value: readonly [string, string] }>
> = {
  'enableCors of NestJS': {
    source:
      "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(M);\napp.enableCors({ HERE });\n",
    names: 'origin credentials methods allowedHeaders exposedHeaders maxAge preflightContinue optionsSuccessStatus',
    value: ['false', 'sends no CORS headers'],
  },
  'NestJS on Fastify': {
    source:
      "import { NestFactory } from '@nestjs/core';\nimport { FastifyAdapter } from '@nestjs/platform-fastify';\nNestFactory.create(M, new FastifyAdapter(), { cors: { HERE } });\n",
    names:
      'origin credentials methods allowedHeaders exposedHeaders maxAge delegator hook preflight preflightContinue optionsSuccessStatus strictPreflight cacheControl hideOptionsRoute logLevel prefix',
    value: ['true', 'lets every website in, by repeating its origin'],
  },
  'a gateway of NestJS': {
    source:
      "import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway({ cors: { HERE } })\nclass Events {}\n",
    names: 'origin credentials methods allowedHeaders exposedHeaders maxAge preflightContinue optionsSuccessStatus',
    value: ["'*'", 'lets every website in (`*`)'],
  },
  'Socket.IO': {
    source: "import { Server } from 'socket.io';\nnew Server(http, { cors: { HERE } });\n",
    names: 'origin credentials methods allowedHeaders exposedHeaders maxAge preflightContinue optionsSuccessStatus',
    value: ["'https://app.example.com'", 'is sent to everybody; only this website can read'],
  },
  'Apollo Server 3': {
    source: "import { ApolloServer } from 'apollo-server';\nnew ApolloServer({ typeDefs, cors: { HERE } });\n",
    names: 'origin credentials methods allowedHeaders exposedHeaders maxAge preflightContinue optionsSuccessStatus',
    value: ['false', 'sends no CORS headers'],
  },
  'strapi::cors': {
    source: "export default ['strapi::errors', { name: 'strapi::cors', config: { HERE } }];\n",
    path: '/w/config/middlewares.ts',
    names: 'origin credentials methods headers expose maxAge enabled keepHeadersOnError',
    value: ['true', 'answers every request with status 500'],
  },
  '@adonisjs/cors': {
    source: "import { defineConfig } from '@adonisjs/cors';\nexport default defineConfig({ HERE });\n",
    path: '/w/config/cors.ts',
    names: 'origin credentials methods headers exposeHeaders maxAge enabled',
    value: ["'https://app.example.com'", 'lets this website in'],
  },
  '@fastify/cors': {
    source: "import cors from '@fastify/cors';\nfastify.register(cors, { HERE });\n",
    names:
      'origin credentials methods allowedHeaders exposedHeaders maxAge delegator hook preflight preflightContinue optionsSuccessStatus strictPreflight cacheControl hideOptionsRoute logLevel prefix',
    value: ['false', 'sends no CORS headers'],
  },
  'hono/cors': {
    source: "import { cors } from 'hono/cors';\ncors({ HERE });\n",
    names: 'origin credentials allowMethods allowHeaders exposeHeaders maxAge',
    value: ['true', 'answers every request with status 500'],
  },
  '@koa/cors': {
    source: "import cors from '@koa/cors';\ncors({ HERE });\n",
    names:
      'origin credentials allowMethods allowHeaders exposeHeaders maxAge keepHeadersOnError secureContext privateNetworkAccess',
    value: ['true', 'is sent as it stands, which no browser accepts'],
  },
};

for (const [title, { source, path, names, value }] of Object.entries(NESTED)) {
  test(`in the options of ${title}, in its own words`, () => {
    const labels = proposed(source.replace('HERE', '|'), path).map(it => it.label);
    assert.deepEqual(labels, names.split(' '));
    const [text, effect] = value;
    const values = proposed(source.replace('HERE', 'origin: | '), path);
    assert.equal(values.find(it => it.label === text)?.says, effect);
  });
}
