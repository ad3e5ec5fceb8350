import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { cases, NESTED } from './cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

/** Origin functions get the request, and nothing but `true` is a yes. */
const FUNCTIONS = [
  '() => true',
  '() => false',
  '() => undefined',
  "() => 'https://a.example'",
  'async () => true',
  "request => request.headers.get('origin') === 'https://a.example'",
  "request => ['https://a.example', 'https://b.example'].includes(request.headers.get('origin'))",
  "({ headers }) => /^https:\\/\\/[ab]\\.example$/.test(headers.get('origin'))",
  "request => request.headers.get('origin')",
  "request => { const origin = request.headers.get('origin'); if (!origin) return true; return origin.endsWith('.example'); }",
  "request => request.headers.get('origin')?.endsWith('.example') === true",
];

const MORE = [
  `{ origin: ${NESTED} }`,
  "{ origin: 'a.example' }",
  "{ origin: ['a.example', 'https://b.example'] }",
  "{ origin: '*.example' }",
  "{ origin: ['a.example', request => request.headers.get('origin') === 'https://b.example'] }",
  "{ origin: [() => true, 'a.example'] }",
  "{ origin: [''] }",
  "{ origin: '*', methods: '*' }",
  ...['methods', 'allowedHeaders', 'exposeHeaders'].flatMap(field =>
    ['true', 'false', "''", "'*'", 'null'].map(it => `{ ${field}: ${it} }`),
  ),
  ...['true', 'false', 'undefined'].map(it => `{ origin: 'a.example', preflight: ${it} }`),
  '{ origin: false, preflight: false }',
  '{ preflight: false }',
  '{ aot: false, credentials: null }',
  "{ credentials: false, origin: ['a.example'], methods: ['GET'], allowedHeaders: ['X-A'], exposeHeaders: ['X-B'], maxAge: 60 }",
];

const elysia: KnownLibrary = {
  title: '@elysiajs/cors 1.4.2',
  dependencies: { elysia: '1.4.30', '@elysiajs/cors': '1.4.2' },
  source: options => `import { Elysia } from 'elysia';
import { cors } from '@elysiajs/cors';

export const app = new Elysia()
  .use(cors(${options ?? ''}))
  .get('/ok', () => 'ok')
  .post('/ok', () => 'ok')
  .put('/ok', () => 'ok')
  .get('/fail', () => {
    throw new Error('broken');
  });
`,
  cases: cases(names, FUNCTIONS, MORE),
  unknown: { [`{ origin: ${NESTED} }`]: 'a list in a list' },
  start: app => listening(createAdaptorServer(app as { fetch(it: Request): Response }) as Server),
};

known(elysia);
