import { createServer, type RequestListener } from 'node:http';
import { cases } from './cases.ts';
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

const LIST = "['https://a.example', 'https://b.example']";

const FUNCTIONS = [
  "ctx => ctx.get('Origin')",
  'ctx => ctx.request.header.origin',
  'ctx => ctx.headers.origin',
  "() => 'https://a.example'",
  "() => '*'",
  '() => false',
  `ctx => { const origin = ctx.get('origin'); return ${LIST}.includes(origin) ? origin : false; }`,
  `ctx => { const { origin } = ctx.request.header; if (${LIST}.includes(origin)) return origin; return ''; }`,
];

const ASYNC = `async ctx => (${LIST}.includes(ctx.get('Origin')) ? ctx.get('Origin') : null)`;

/** A function of the context can read the header in many ways, some of which end in an error where there is none. */
const UNKNOWN = Object.fromEntries(
  [...FUNCTIONS.filter(it => it.startsWith('ctx')), ASYNC, '[]'].flatMap(it =>
    ['', ', credentials: true'].map(more => [`{ origin: ${it}${more} }`, 'without Origin'] as const),
  ),
);

const koa: KnownLibrary = {
  title: '@koa/cors 5.0.0',
  dependencies: { '@koa/cors': '5.0.0', koa: '3.3.0' },
  source: options => `import Koa from 'koa';
import cors from '@koa/cors';

export const app = new Koa();
app.silent = true;
app.use(cors(${options ?? ''}));
app.use(ctx => {
  if (ctx.path === '/fail') throw new Error('broken');
  if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';
});
`,
  cases: cases(
    names,
    [...FUNCTIONS, `async ctx => (${LIST}.includes(ctx.get('Origin')) ? ctx.get('Origin') : null)`],
    [
      '{ origin: () => true }',
      '{ credentials: ctx => true }',
      '{ credentials: async () => true }',
      '{ credentials: () => false }',
      '{ credentials: () => {} }',
      "{ origin: 'https://a.example', credentials: () => true }",
      "{ origin: 'https://a.example', credentials: ctx => { if (ctx.get('X-A')) return true; return true; } }",
      '{ origin: (origin, cb) => cb(null, true) }',
      '{ keepHeadersOnError: false }',
      "{ allowedHeaders: ['X-A'] }",
    ],
  ),
  unknown: UNKNOWN,
  start: app => listening(createServer((app as { callback(): RequestListener }).callback())),
};

known(koa);
for (const [version, target] of [
  ['4.0.0', 'koa-cors4'],
  ['3.4.3', 'koa-cors3'],
] as const)
  known({
    ...koa,
    title: `@koa/cors ${version}`,
    dependencies: { '@koa/cors': version, koa: '3.3.0' },
    aliases: { '@koa/cors': target },
  });
known({
  ...koa,
  title: 'koa2-cors 2.0.6',
  dependencies: { 'koa2-cors': '2.0.6', koa: '3.3.0' },
  source: options => koa.source(options).replace('@koa/cors', 'koa2-cors'),
  cases: cases(names, [...FUNCTIONS, 'async () => true'], []),
});
