import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readings } from './reading.ts';

type Readings = Readonly<Record<string, readonly string[]>>;

function library(title: string, source: (code: string) => string, cases: Readings): void {
  describe(title, () => {
    for (const [code, expected] of Object.entries(cases))
      it(code, () => assert.deepEqual(readings(source(code)), expected));
  });
}

library('json-server', it => `const jsonServer = require('json-server');\nserver.use(jsonServer.defaults(${it}));`, {
  '': ['echo-any everyone; cookies'],
  '{ static: "./build" }': ['echo-any everyone; cookies'],
  '{ noCors: true }': [],
  '{ noCors: false }': ['echo-any everyone; cookies'],
  '{ noCors: process.env.NO_CORS }': [],
});

library(
  'oakCors',
  it => `import { oakCors } from 'https://deno.land/x/cors@v1.2.2/mod.ts';\napp.use(oakCors(${it}));`,
  {
    '': ['any everyone'],
    "{ origin: 'https://a.example' }": ['fixed https://a.example'],
    "{ origin: ['https://a.example', /\\.a\\.example$/], credentials: true }": ['echo-match own sub; cookies'],
    "{ origin: ['*'] }": ['echo-match; misread nobody'],
    '{ origin: true, credentials: true }': ['echo-any everyone; cookies'],
    '{ origin: async origin => origin.endsWith(".a.example") }': ['echo-match sub'],
    "{ allowHeaders: ['X-A'] }": ['any everyone; unknown allowHeaders for allowedHeaders'],
  },
);

library('koa-cors', it => `const cors = require('koa-cors');\napp.use(cors(${it}));`, {
  '': ['echo-any everyone'],
  '{ credentials: true }': ['echo-any everyone; cookies'],
  "{ origin: '*', credentials: true }": ['any everyone; cookies'],
  "{ origin: 'https://a.example' }": ['fixed https://a.example'],
  "{ origin: ['https://a.example'] }": ['fixed undefined; misread literal-header'],
  '{ origin: false }': ['none'],
  "{ origin: true, allowHeaders: ['X-A'] }": ['echo-any everyone; unknown allowHeaders for headers'],
});

library(
  'Keystone',
  it =>
    `import { config } from '@keystone-6/core';\nexport default config({ db, lists, server: { port: 3000, cors: ${it} } });`,
  {
    true: ['echo-any everyone; cookies'],
    false: [],
    "{ origin: ['https://a.example'], credentials: true }": ['echo-match own; cookies'],
    '{ credentials: true }': ['any everyone; cookies'],
    "process.env.NODE_ENV === 'production' ? { origin: 'https://a.example' } : true": [
      'fixed https://a.example',
      'echo-any everyone; cookies',
    ],
  },
);

describe('the names under which Deno and older projects import what is read elsewhere', () => {
  const hono = [
    'jsr:@hono/hono/cors',
    'jsr:@hono/hono@^4/cors',
    '@hono/hono/cors',
    'npm:hono@4.6.0/cors',
    'https://deno.land/x/hono/middleware.ts',
    'https://deno.land/x/hono@v4.3.11/middleware/cors/index.ts',
    'https://esm.sh/hono@4/cors',
    'hono/middleware/cors',
  ];
  for (const module of hono) {
    it(module, () =>
      assert.deepEqual(
        readings(`import { cors } from '${module}';\napp.use(cors({ origin: ['https://a.example'] }));`),
        ['echo-match own'],
      ),
    );
  }

  it('polka, restana, npm: specifiers and fastify-cors', () => {
    const options = "{ origin: ['https://a.example'] }";
    const sources = [
      `import polka from 'polka';\nimport cors from 'cors';\npolka().use(cors(${options}));`,
      `const service = require('restana')();\nservice.use(require('cors')(${options}));`,
      `import cors from 'npm:cors@2';\nimport express from 'npm:express@5';\nexpress().use(cors(${options}));`,
      `require('fastify')().register(require('fastify-cors'), ${options});`,
    ];
    assert.deepEqual(
      sources.map(it => readings(it)),
      sources.map(() => ['echo-match own']),
    );
  });
});
