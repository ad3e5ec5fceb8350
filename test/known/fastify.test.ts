import { CALLBACKS, cases, DELEGATES, DELEGATES_UNKNOWN, NESTED } from './cases.ts';
import { known } from './known.ts';
import type { KnownLibrary, Running } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  `{ origin: ${NESTED} }`,
  "{ origin: (origin, cb) => { const r = origin === 'https://a.example' ? [null, true] : [null, false]; cb(...r); } }",
  '{ origin: (origin, cb) => cb(undefined, true) }',
  "{ origin: async origin => origin === 'https://a.example' }",
  '{ origin: async () => true, credentials: true }',
  '{ origin: () => true }',
  '{ strictPreflight: false }',
  "{ origin: 'https://a.example', preflight: false }",
  '{ origin: true, preflightContinue: true }',
  '{ optionsSuccessStatus: 200 }',
  "{ allowHeaders: ['X-A'] }",
];

const DELEGATORS = [
  ...DELEGATES.slice(0, 5).map(it => `{ delegator: ${it} }`),
  "{ delegator: async () => ({ origin: ['https://a.example'] }) }",
  "{ delegator: () => ({ origin: ['https://a.example'] }) }",
];

interface Fastify {
  listen(options: { port: number; host: string }): Promise<string>;
  close(): Promise<void>;
}

async function start(app: unknown): Promise<Running> {
  const server = app as Fastify;
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return { port: Number(new URL(url).port), stop: () => server.close() };
}

const fastify: KnownLibrary = {
  title: '@fastify/cors 11.4.3',
  dependencies: { '@fastify/cors': '11.4.3', fastify: '5.12.8' },
  source: options => `import cors from '@fastify/cors';
import Fastify from 'fastify';

export const app = Fastify({ forceCloseConnections: true });
await app.register(cors${options === undefined ? '' : `, ${options}`});
app.get('/ok', async () => 'ok');
app.post('/ok', async () => 'ok');
app.put('/ok', async () => 'ok');
app.get('/fail', async () => {
  throw new Error('broken');
});
`,
  cases: cases(names, CALLBACKS, [...MORE, ...DELEGATES.map(it => `() => ${it}`), ...DELEGATORS]),
  unknown: Object.fromEntries(
    Object.entries(DELEGATES_UNKNOWN).flatMap(([it, why]) => [
      [`() => ${it}`, why],
      [`{ delegator: ${it} }`, why],
    ]),
  ),
  start,
};

known(fastify);
known({
  ...fastify,
  title: '@fastify/cors 10.1.0',
  dependencies: { '@fastify/cors': '10.1.0', fastify: '5.12.8' },
  aliases: { '@fastify/cors': 'fastify-cors10' },
});
