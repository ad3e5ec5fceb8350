import { known } from './known.ts';
import type { KnownLibrary, Running } from './library.ts';

const LIST = "['https://a.example', 'https://b.example']";

const ORIGINS = [
  "'ignore'",
  "['*']",
  LIST,
  "['https://a.example']",
  "['https://*.example']",
  "['http*://a.example*']",
  "['https://?.example']",
  "['https://?.exam*']",
  "['null']",
];

const MORE = [
  'true',
  '{}',
  '{ credentials: true }',
  "{ headers: ['X-A', 'Content-Type'] }",
  "{ additionalHeaders: ['X-A'] }",
  "{ additionalHeaders: ['X-A', 'X-B'], additionalExposedHeaders: ['X-C'] }",
  "{ headers: ['*'] }",
  '{ exposedHeaders: [] }',
  "{ exposedHeaders: ['X-C'] }",
  '{ maxAge: 60 }',
  '{ maxAge: 0 }',
  '{ preflightStatusCode: 204 }',
];

interface Hapi {
  readonly info: { readonly port: number };
  start(): Promise<void>;
  stop(options: { timeout: number }): Promise<void>;
}

async function start(app: unknown): Promise<Running> {
  const server = app as Hapi;
  await server.start();
  return { port: server.info.port, stop: () => server.stop({ timeout: 1 }) };
}

const hapi: KnownLibrary = {
  title: '@hapi/hapi 21.4.10',
  dependencies: { '@hapi/hapi': '21.4.10' },
  source: options => `import Hapi from '@hapi/hapi';

export const app = Hapi.server({ host: '127.0.0.1', port: 0, debug: false, routes: { cors: ${options} } });
const handler = () => 'ok';
app.route({ method: '*', path: '/ok', handler });
app.route({
  method: 'GET',
  path: '/fail',
  handler() {
    throw new Error('broken');
  },
});
`,
  cases: [
    ...ORIGINS.flatMap(it => [
      `{ origin: ${it} }`,
      ...(it.includes('ignore') ? [] : [`{ origin: ${it}, credentials: true, additionalHeaders: ['x-a'] }`]),
    ]),
    ...MORE,
  ],
  start,
};

known(hapi);
