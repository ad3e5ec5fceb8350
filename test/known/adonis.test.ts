import type { Server } from 'node:http';
import { cases } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'headers',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

const LIST = "['https://a.example', 'https://b.example']";

const FUNCTIONS = [
  'origin => origin',
  '() => true',
  '() => false',
  "() => '*'",
  "() => 'https://a.example'",
  `() => ${LIST}`,
  `origin => ${LIST}.includes(origin)`,
  "origin => origin.endsWith('.example')",
  `origin => (${LIST}.includes(origin) ? origin : 'https://a.example')`,
  'async () => true',
  '() => undefined',
  "() => { throw new Error('no'); }",
];

const MORE = [
  '{ enabled: true, origin: true, headers: true, exposeHeaders: [] }',
  `{ origin: ${LIST}, headers: false }`,
  `{ origin: ${LIST}, exposeHeaders: ['Content-Type', 'Cache-Control'] }`,
  `{ origin: 'https://a.example, https://b.example' }`,
];

/** A text in the place of these lists ends the program at the start, or each preflight in an error. */
function starts(options: string | undefined): boolean {
  return !/(exposeHeaders|methods): '/.test(options ?? '');
}

const adonis: KnownLibrary = {
  title: '@adonisjs/cors 3.0.0',
  dependencies: { '@adonisjs/cors': '3.0.0', '@adonisjs/core': '7.0.0' },
  file: 'config/cors.ts',
  source: options => `import { createServer } from 'node:http';
import { defineConfig } from '@adonisjs/cors';
import CorsMiddleware from '@adonisjs/cors/cors_middleware';
import { AppFactory } from '@adonisjs/core/factories/app';
import { ServerFactory } from '@adonisjs/core/factories/http';

const config = defineConfig(${options ?? '{}'});
export default config;

const application = new AppFactory().create(new URL('./', import.meta.url));
await application.init();
const server = new ServerFactory().merge({ app: application }).create();
class Cors extends CorsMiddleware {
  constructor() {
    super(config);
  }
}
class Handler {
  report() {}
  handle(error, ctx) {
    ctx.response.status(error.status ?? 500).send('failed');
  }
}
server.errorHandler(async () => ({ default: Handler }));
server.use([async () => ({ default: Cors })]);
const router = server.getRouter();
router.get('/ok', () => 'ok');
router.post('/ok', () => 'ok');
router.put('/ok', () => 'ok');
router.get('/fail', () => {
  throw new Error('broken');
});
await server.boot();
export const app = createServer(server.handle.bind(server));
`,
  cases: cases(names, FUNCTIONS, MORE).filter(starts),
  unknown: { [`{ origin: ${LIST}, headers: 'X-A, Content-Type' }`]: 'blanks count' },
  start: app => listening(app as Server),
};

recorded(adonis);
