import { createServer, type RequestListener } from 'node:http';
import { cases } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'headers',
  exposedHeaders: 'expose',
  maxAge: 'maxAge',
};

const LIST = "['https://a.example', 'https://b.example']";

const FUNCTIONS = [
  "ctx => ctx.get('Origin')",
  "() => 'https://a.example'",
  "() => '*'",
  `() => ${LIST}`,
  `async () => ${LIST}`,
  "() => 'https://a.example, https://b.example'",
  '() => undefined',
  `ctx => (${LIST}.includes(ctx.request.header.origin) ? ctx.request.header.origin : 'https://a.example')`,
];

/** The middlewares of the platform that stand around `strapi::cors`, on the Koa and the router that it brings. */
const strapi: KnownLibrary = {
  title: 'strapi::cors of Strapi 5.54.0',
  dependencies: { '@strapi/strapi': '5.54.0' },
  file: 'config/middlewares.mjs',
  source: options => `import { createRequire } from 'node:module';
import Router from '@koa/router';

const config = ['strapi::errors', ${options === undefined ? "'strapi::cors'" : `{ name: 'strapi::cors', config: ${options} }`}];
export default config;

const silent = () => {};
globalThis.strapi = { log: { warn: silent, error: silent } };
const core = createRequire(createRequire(import.meta.url).resolve('@strapi/core'));
const { middlewares } = core('./middlewares/index.js');
const createKoaApp = core('./services/server/koa.js');
const router = new Router();
for (const method of ['get', 'post', 'put']) router[method]('/ok', ctx => void (ctx.body = 'ok'));
router.get('/fail', () => {
  throw new Error('broken');
});
export const app = createKoaApp({ proxy: false, keys: ['key'] });
app.silent = true;
for (const it of config) {
  const { name, config: own = {} } = typeof it === 'string' ? { name: it } : it;
  app.use(middlewares[name.replace('strapi::', '')](own));
}
app.use(router.routes()).use(router.allowedMethods());
`,
  cases: cases(names, FUNCTIONS, ['{ keepHeadersOnError: true }', '{ enabled: false }', "{ exposeHeaders: ['X-A'] }"]),
  start: app => listening(createServer((app as { callback(): RequestListener }).callback())),
};

recorded(strapi);
