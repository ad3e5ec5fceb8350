import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { cases, NESTED, RETURNING } from './cases.ts';
import { known } from './known.ts';
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
  `{ origin: ${NESTED} }`,
  '{ origin: (origin, c) => (origin ? origin : null) }',
  "{ origin: origin => (origin.endsWith('.example') ? '*' : null) }",
  '{ origin: () => true }',
  "{ origin: origin => origin === 'https://a.example' }",
  "{ credentials: true, allowMethods: ['GET'], allowHeaders: ['X-A'], exposeHeaders: ['X-B'], maxAge: 60 }",
];

/** A list of headers that is one text ends the module before it serves anything. */
function starts(options: string | undefined): boolean {
  return !/(allow|expose)Headers: '/.test(options ?? '');
}

const hono: KnownLibrary = {
  title: 'hono/cors 4.13.19',
  dependencies: { hono: '4.13.19' },
  source: options => `import { Hono } from 'hono';
import { cors } from 'hono/cors';

export const app = new Hono();
app.use('*', cors(${options ?? ''}));
app.onError((error, c) => c.text('failed', 500));
app.get('/ok', c => c.text('ok'));
app.post('/ok', c => c.text('ok'));
app.put('/ok', c => c.text('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
`,
  cases: cases(names, RETURNING, MORE).filter(starts),
  start: app => listening(createAdaptorServer(app as Hono) as Server),
};

known(hono);
known({ ...hono, title: 'hono/cors 4.12.20', dependencies: { hono: '4.12.20' }, aliases: { hono: 'hono-4-12' } });
known({
  ...hono,
  title: 'two policies of hono/cors 4.13.19',
  source: options =>
    hono
      .source(options)
      .replace(
        'app.onError',
        `app.use('*', cors({ origin: ['https://a.example'], credentials: true, allowMethods: ['GET', 'PUT'], maxAge: 60 }));\n$&`,
      ),
  cases: [
    undefined,
    "{ origin: ['https://b.example'], exposeHeaders: ['X-B'] }",
    "{ origin: 'https://b.example', credentials: true }",
    "{ origin: origin => (origin === 'https://b.example' ? origin : null) }",
    '{ origin: false }',
  ],
  policy: 1,
});
