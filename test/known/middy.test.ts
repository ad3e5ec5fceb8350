import { cases } from './cases.ts';
import { gateway } from './event.ts';
import { known, recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'headers',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

const LISTS = [
  '[]',
  "['*']",
  "['https://a.example']",
  "['https://a.example/']",
  "['HTTPS://A.Example']",
  "['https://a.example', 'https://b.example']",
  "['https://*.example']",
  "['http*://a.example', 'https://b.example']",
  "['https://a.example', '*']",
  "['null']",
  "'https://a.example'",
  "'*'",
  "'https://*.example'",
];

const MORE = [
  ...LISTS.flatMap(it => [`{ origins: ${it} }`, `{ origins: ${it}, credentials: true }`]),
  "{ origin: 'https://a.example', origins: ['https://b.example'] }",
  "{ origin: '*', origins: ['https://b.example'] }",
  "{ origin: '*', credentials: 1 }",
  "{ origin: '*', disableBeforePreflightResponse: false }",
  "{ origins: ['https://a.example'], disableBeforePreflightResponse: undefined }",
  "{ origin: '*', disableBeforePreflightResponse: true, vary: 'Origin' }",
  "{ disableBeforePreflightResponse: false, methods: 'GET', maxAge: 60 }",
  "{ origin: '*', headers: 'X-A', methods: 'GET, PUT', exposeHeaders: 'X-B', maxAge: '60', credentials: true }",
];

/** `origin` and the lists are texts; others end the program at the start, or come to a gateway as no header value. */
function texts(options: string | undefined): boolean {
  return !/(\borigin|methods|headers|exposeHeaders): (\[|\/|new|\{|true|1)/.test(options ?? '');
}

const middy: KnownLibrary = {
  title: '@middy/http-cors 6.4.5',
  dependencies: { '@middy/core': '6.4.5', '@middy/http-cors': '6.4.5' },
  source: options => `import middy from '@middy/core';
import cors from '@middy/http-cors';

export const app = middy()
  .use(cors(${options ?? ''}))
  .handler(async () => ({ statusCode: 200, headers: {}, body: 'ok' }));
`,
  cases: cases(names, [], MORE).filter(texts),
  asks: ({ reaches = 'route' }) => reaches === 'route',
  start: app => listening(gateway(app as Parameters<typeof gateway>[0])),
};

known(middy);
recorded({
  ...middy,
  title: '@middy/http-cors 7.9.2',
  dependencies: { '@middy/core': '7.9.2', '@middy/http-cors': '7.9.2' },
});
