import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const LIST = "['https://a.example', 'https://b.example']";

const PLACED = [
  "'*'",
  "'https://a.example'",
  "'https://a.example,https://b.example'",
  'true',
  '/example$/',
  LIST,
  "['https://a.example']",
  "['*']",
  "['https://a.example', '*']",
  "['https://*.example']",
  "['null', '']",
  "['https://a.example/', /example$/]",
  '[]',
  '{}',
];

const ORIGINS = [
  ...PLACED.slice(0, -1),
  "'https://a.example.com'",
  "'null, https://a.example'",
  "''",
  'undefined',
  'null',
  'false',
  '1',
  '() => true',
  `new Set(${LIST})`,
];

const HEADERS = ["['X-A', 'X-B']", "['X-A', '']", "'X-A'", "['*']", '[]', "''", 'undefined', 'null'];

const payload: KnownLibrary = {
  title: 'payload 3.90.2',
  dependencies: { payload: '3.90.2' },
  source: options => `import { buildConfig, handleEndpoints } from 'payload';

const get = (path, handler) => ({ path, method: 'get', handler });
const config = buildConfig({
  secret: 'secret',
  telemetry: false,
  logger: { options: { enabled: false } },
  db: { init: () => ({ name: 'none', connect() {}, init() {}, find: () => ({ docs: [] }), count: () => 0 }) },
  endpoints: [
    get('/ok', () => Response.json({})),
    { ...get('/ok', () => Response.json({})), method: 'post' },
    get('/fail', () => {
      throw new Error('broken');
    }),
  ],
  cors: ${options},
});

export const app = request => handleEndpoints({ config, request, payloadInstanceCacheKey: import.meta.url, path: '/api' + new URL(request.url).pathname });
// Its first request waits for the database.
await app(new Request('http://localhost/ok')).catch(() => {});
`,
  cases: [
    ...PLACED,
    ...ORIGINS.map(it => `{ origins: ${it} }`),
    ...HEADERS.flatMap(it => [`{ origins: ${LIST}, headers: ${it} }`, `{ origins: '*', headers: ${it} }`]),
    "{ headers: ['X-A'] }",
    `{ origin: ${LIST} }`,
  ],
  start: app => listening(createAdaptorServer({ fetch: app as (request: Request) => Promise<Response> }) as Server),
  unknown: {
    "{ origins: 'null, https://a.example' }": 'without an `Origin`, the text is searched for `null`',
  },
};

recorded(payload);
