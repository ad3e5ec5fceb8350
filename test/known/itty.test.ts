import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { cases, RETURNING } from './cases.ts';
import { known, recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'allowMethods',
  allowedHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  '{ origin: () => true }',
  "{ origin: () => ['https://a.example', 'https://b.example'] }",
  "{ origin: origin => origin === 'https://a.example' }",
  "{ origin: origin => origin?.endsWith('.example') ? origin : undefined, credentials: true }",
  "{ origin: '*', credentials: 1 }",
  "{ credentials: 'true' }",
  "{ origin: 'https://a.example', allowHeaders: '' }",
  "{ origin: 'https://a.example', allowHeaders: false }",
  "{ credentials: true, allowMethods: ['GET'], allowHeaders: ['X-A'], exposeHeaders: ['X-B'], maxAge: 60 }",
];

const itty = (version: string): KnownLibrary => ({
  title: `itty-router ${version}`,
  dependencies: { 'itty-router': version },
  source: options => `import { AutoRouter, cors } from 'itty-router';

const { preflight, corsify } = cors(${options ?? ''});

export const app = AutoRouter({ before: [preflight], finally: [corsify] });
app.get('/ok', () => 'ok');
app.post('/ok', () => 'ok');
app.put('/ok', () => 'ok');
app.get('/fail', () => {
  throw new Error('broken');
});
`,
  // `origin.endsWith` without an origin ends in an error that nothing catches.
  cases: cases(names, RETURNING, MORE),
  start: app =>
    listening(
      createAdaptorServer({
        fetch: (app as { fetch(it: Request): Response }).fetch,
        overrideGlobalObjects: false,
      }) as Server,
    ),
});

// 6.0.0, which npm warns of, is not installed here; what it answered is recorded.
known(itty(JSON.parse(readFileSync('node_modules/itty-router/package.json', 'utf8')).version));
recorded(itty('6.0.0'));
recorded(itty('5.0.24'));
