import { createServer, type RequestListener } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

/** Programs in which what stands before or behind a policy decides what is answered. */

type Told = Partial<Program>;

const CORS = "cors({ origin: ['https://app.example.com', 'https://admin.example.com'] })";
const ROUTES = `app.get('/items', (req, res) => res.json([]));
app.put('/items', (req, res) => res.json({}));`;
const BOTH = [{ path: '/items' }, { path: '/items', method: 'PUT' }];
const BY_HAND = `app.use((req, res, next) => {
  res.set('Access-Control-Allow-Origin', 'https://app.example.com');
  res.set('Access-Control-Allow-Methods', 'PUT');
  next();
});`;

function express(title: string, code: string, told: Told = {}): Program {
  return {
    title: `${title}, on express`,
    files: {
      'server.mjs': `import cors from 'cors';
import express from 'express';

export const app = express();
app.set('env', 'test');
${code.trim()}
`,
    },
    dependencies: { express: '5.3.0', cors: '2.8.6' },
    start: ({ app }) => listening(createServer(app as RequestListener)),
    wants: BOTH,
    ...told,
  };
}

function hono(title: string, code: string, told: Told = {}): Program {
  return {
    title: `${title}, on hono`,
    files: {
      'server.mjs': `import { Hono } from 'hono';
import { cors } from 'hono/cors';

export const app = new Hono();
${code.trim()}
app.get('/items', c => c.json([]));
app.put('/items', c => c.json({}));
`,
    },
    dependencies: { hono: '4.13.19' },
    start: ({ app }) =>
      listening(createAdaptorServer({ fetch: (app as Hono).fetch }) as Parameters<typeof listening>[0]),
    wants: BOTH,
    ...told,
  };
}

function koa(title: string, code: string, told: Told = {}): Program {
  return {
    title: `${title}, on koa`,
    files: {
      'server.mjs': `import cors from '@koa/cors';
import Koa from 'koa';

const koa = new Koa();
koa.silent = true;
${code.trim()}
koa.use(ctx => {
  ctx.body = [];
});
export const app = koa.callback();
`,
    },
    dependencies: { koa: '3.3.0', '@koa/cors': '5.0.0' },
    start: ({ app }) => listening(createServer(app as RequestListener)),
    wants: BOTH,
    ...told,
  };
}

/** A router of its own, run once with the package. */
function router(title: string, code: string, told: Told = {}): Program {
  const program = koa(title, '', told);
  return {
    ...program,
    title: `${title}, with @koa/router`,
    files: {
      'server.mjs': `import cors from '@koa/cors';
import Router from '@koa/router';
import Koa from 'koa';

const koa = new Koa();
koa.silent = true;
const router = new Router();
${code.trim()}
export const app = koa.callback();
`,
    },
    dependencies: { ...program.dependencies, '@koa/router': '15.7.0' },
    recorded: true,
  };
}

const USE = "router.use(cors({ origin: 'https://app.example.com' }));";
const OF_ROUTER = `router.get('/items', ctx => {
  ctx.body = [];
});
router.put('/items', ctx => {
  ctx.body = {};
});`;

/** What is told of headers that everybody gets under some condition. */
const reflecting = (condition: string) =>
  ['missing-vary-origin', 'reflect-any-origin'].map(
    it => `${it}: if (${condition}) res.setHeader('Access-Control-Allow-Origin', req.headers.origin);`,
  );

const blocked = (line: string): Told => ({ finds: [`no-preflight-handler: ${line}`] });

programs([
  express(
    'a middleware that ends OPTIONS before cors',
    `app.use((req, res, next) => {
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  next();
});
app.use(${CORS});
${ROUTES}`,
    blocked('app.use((req, res, next) => {'),
  ),
  express(
    'an expression that ends OPTIONS before cors',
    `app.use((q, r, n) => (q.method === 'OPTIONS' ? r.status(200).end() : n()));\napp.use(${CORS});\n${ROUTES}`,
    blocked("app.use((q, r, n) => (q.method === 'OPTIONS' ? r.status(200).end() : n()));"),
  ),
  express(
    'a route for OPTIONS before cors',
    `app.options('/items', (req, res) => res.sendStatus(200));\napp.use(${CORS});\n${ROUTES}`,
    blocked("app.options('/items', (req, res) => res.sendStatus(200));"),
  ),
  express(
    'a route for OPTIONS with its own cors before',
    `app.options('/items', cors());\napp.use(cors({ origin: 'https://app.example.com' }));\n${ROUTES}`,
    { wants: BOTH.map(it => ({ ...it, policy: 1 })) },
  ),
  express(
    'a route for OPTIONS on another path before cors',
    `app.options('/others', (req, res) => res.sendStatus(200));\napp.use(${CORS});\n${ROUTES}`,
  ),
  express(
    'a middleware that ends OPTIONS behind cors',
    `app.use(${CORS});
app.use((req, res, next) => {
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  next();
});
${ROUTES}`,
  ),
  express(
    'a login check behind headers by hand',
    `${BY_HAND}
const login = (req, res, next) => {
  if (!req.headers.authorization) return res.status(401).end();
  next();
};
app.use(login);
${ROUTES}`,
    {
      wants: [{ path: '/items', method: 'PUT', headers: { Authorization: 'Bearer a' } }],
      finds: ['preflight-blocked-by-auth: app.use(login);'],
    },
  ),
  express(
    'a check of the method behind headers by hand',
    `${BY_HAND}
app.use((req, res, next) => {
  if (!['GET', 'PUT'].includes(req.method)) return res.status(405).end();
  next();
});
${ROUTES}`,
    { finds: ["preflight-not-ok: res.set('Access-Control-Allow-Origin', 'https://app.example.com');"] },
  ),
  express(
    'a check of the origin behind headers by hand',
    `${BY_HAND}
app.use((req, res, next) => {
  if (req.headers.origin === 'https://elsewhere.example.org') return res.status(403).end();
  next();
});
${ROUTES}`,
  ),
  express(
    'Vary written over by a middleware',
    `app.use(${CORS});
app.use((req, res, next) => {
  res.setHeader('Vary', 'Accept-Encoding');
  next();
});
${ROUTES}`,
  ),
  express(
    'Vary that grows in a middleware',
    `app.use(${CORS});
app.use((req, res, next) => {
  res.vary('Accept-Encoding');
  next();
});
${ROUTES}`,
  ),
  express(
    'Vary written over by the route',
    `app.use(${CORS});\napp.get('/items', (req, res) => {\n  res.set('Vary', 'Cookie');\n  res.json([]);\n});`,
    { wants: [{ path: '/items' }] },
  ),
  express(
    'a handler for errors that writes the header',
    `app.use(cors({ origin: 'https://app.example.com' }));
${ROUTES}
app.use((error, req, res, next) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.status(500).end();
});`,
  ),
  express(
    'a handler for what is not there that writes the header',
    `app.use(cors({ origin: 'https://app.example.com', credentials: true }));
${ROUTES}
app.use((req, res) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.status(404).end();
});`,
  ),
  express(
    'cors whose error a handler answers',
    `const origin = (it, callback) => callback(it === 'https://app.example.com' ? null : new Error('no'), true);
app.use(cors({ origin }));
${ROUTES}
app.use((error, req, res, next) => {
  res.status(403).json({});
});`,
    {
      besides: [
        "origin-callback-throws: const origin = (it, callback) => callback(it === 'https://app.example.com' ? null : new Error('no'), true);",
      ],
    },
  ),
  express('cors behind all routes', `${ROUTES}\napp.use(${CORS});`, {
    finds: [`cors-after-routes: app.use(${CORS});`],
  }),
  express(
    'a route for all methods behind cors that lets nobody in',
    `app.use(cors({ origin: (origin, callback) => callback(null, origin === 'https://app.example.com') }));
app.all('/items', (req, res) => res.json([]));`,
  ),
  hono('a route for OPTIONS before cors', `app.options('*', c => c.body(null, 204));\napp.use(${CORS});`, {
    ...blocked("app.options('*', c => c.body(null, 204));"),
  }),
  hono(
    'a middleware that ends OPTIONS before cors',
    `app.use(async (c, next) => {
  if (c.req.method === 'OPTIONS') return c.body(null, 204);
  await next();
});
app.use(${CORS});`,
    blocked('app.use(async (c, next) => {'),
  ),
  koa(
    'a middleware that ends OPTIONS before cors',
    `koa.use(async (ctx, next) => {
  if (ctx.method === 'OPTIONS') {
    ctx.status = 204;
    return;
  }
  await next();
});
koa.use(cors({ origin: 'https://app.example.com', allowMethods: ['GET', 'PUT'] }));`,
    blocked('koa.use(async (ctx, next) => {'),
  ),
  koa(
    'headers by hand when the others have answered',
    `koa.use(async (ctx, next) => {
  await next();
  ctx.set('Access-Control-Allow-Origin', 'https://app.example.com');
});`,
    { wants: [{ path: '/items' }] },
  ),
  koa(
    'headers by hand when the others have answered, for preflights',
    `koa.use(async (ctx, next) => {
  await next();
  ctx.set('Access-Control-Allow-Origin', 'https://app.example.com');
  ctx.set('Access-Control-Allow-Methods', 'PUT');
});`,
  ),
  express(
    'headers by hand that a file decides',
    `const open = existsSync('/nowhere/at/all');
app.use((req, res, next) => {
  if (open) res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  next();
});
${ROUTES}`.replace(/^/, "import { existsSync } from 'node:fs';\n"),
    { unknown: 'it depends on a file', finds: reflecting('open') },
  ),
  express(
    'headers by hand for who is logged in',
    `app.use((req, res, next) => {
  if (req.user?.admin) res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  next();
});
${ROUTES}`,
    { unknown: 'it depends on the user', finds: reflecting('req.user?.admin') },
  ),
  express(
    'headers by hand on one path',
    `app.use((req, res, next) => {
  if (req.path.startsWith('/items')) res.setHeader('Access-Control-Allow-Origin', 'https://app.example.com');
  next();
});
${ROUTES}`,
    { wants: [{ path: '/items' }] },
  ),
  router('cors of the router', `${USE}\n${OF_ROUTER}\nkoa.use(router.routes());`, blocked(USE)),
  router(
    'cors of the router beside the methods that it lists',
    `${USE}\n${OF_ROUTER}\nkoa.use(router.routes()).use(router.allowedMethods());`,
    blocked(USE),
  ),
  router(
    'cors of the router, and a route for OPTIONS',
    `${USE}\n${OF_ROUTER}\nrouter.options('/items', ctx => {\n  ctx.status = 204;\n});\nkoa.use(router.routes());`,
  ),
  router('cors before the router', `koa${USE.slice(6, -1)}.use(router.routes());\n${OF_ROUTER}`),
  router('cors behind the router', `${OF_ROUTER}\nkoa.use(router.routes());\nkoa${USE.slice(6)}`, {
    finds: [`cors-after-routes: koa${USE.slice(6)}`],
  }),
  express(
    'a login check of a router behind headers by hand',
    `${BY_HAND}
const api = express.Router();
api.use((req, res, next) => (req.headers.authorization ? next() : res.sendStatus(401)));
api.put('/', (req, res) => res.json({}));
app.use('/items', api);`,
    {
      wants: [{ path: '/items', method: 'PUT', headers: { Authorization: 'Bearer a' } }],
      finds: [
        'preflight-blocked-by-auth: api.use((req, res, next) => (req.headers.authorization ? next() : res.sendStatus(401)));',
      ],
    },
  ),
  express(
    'cors that a function runs for some methods',
    `app.use((req, res, next) => {
  if (req.method === 'GET') return next();
  cors({ origin: 'https://app.example.com' })(req, res, next);
});
app.put('/items', (req, res) => res.json({}));`,
    { wants: [{ path: '/items', method: 'PUT' }], unknown: 'the function that runs it looks at the method first' },
  ),
  express(
    'all headers taken off again',
    `app.use(cors({ origin: 'https://app.example.com' }));
app.use((req, res, next) => {
  for (const name of res.getHeaderNames()) if (name.startsWith('x-')) res.removeHeader(name);
  next();
});
${ROUTES}`,
    { unknown: 'which headers other code takes off' },
  ),
  express(
    'headers by hand that go on by another name',
    `app.use((q, r, n) => {
  r.set('Access-Control-Allow-Origin', 'https://app.example.com');
  r.set('Access-Control-Allow-Methods', 'PUT');
  n();
});
app.use((q, r, n) => {
  if (q.method !== 'OPTIONS') return n();
  r.sendStatus(204);
});
${ROUTES}`,
  ),
  express(
    'cors between routes',
    `app.get('/items', (req, res) => res.json([]));\napp.use(${CORS});\napp.put('/items', (req, res) => res.json({}));`,
    { finds: [`cors-after-routes: app.use(${CORS});`] },
  ),
  express(
    'Vary taken off again',
    `app.use(${CORS});
app.use((req, res, next) => {
  res.removeHeader('Vary');
  next();
});
${ROUTES}`,
    { unknown: 'another function takes it off' },
  ),
  express(
    'cors set up behind the routes by a function that is handed the application',
    `${ROUTES}\nsetUp(app);\nfunction setUp(server) {\n  server.use(${CORS});\n}`,
    { finds: [`cors-after-routes: server.use(${CORS});`] },
  ),
  express(
    'routes in front of cors by a function further down that is handed the application',
    `routes({ server: app });
app.use(${CORS});
function routes({ server }) {
  rest(server);
}
function rest(app) {
  app.get('/items', async (req, res) => {
    await Promise.resolve();
    res.json([]);
  });
  app.put('/items', (req, res) => res.json({}));
}`,
    { finds: [`cors-after-routes: app.use(${CORS});`] },
  ),
  express(
    'functions that stand in another order than they are called in',
    `function routes() {\n${ROUTES}\n}\nfunction setUp() {\n  app.use(${CORS});\n}\nsetUp();\nroutes();`,
  ),
  express(
    'functions that are handed the application, and stand in another order than they are called in',
    `function routes(app) {\n${ROUTES}\n}\nfunction setUp(app) {\n  app.use(${CORS});\n}\nsetUp(app);\nroutes(app);`,
  ),
  express(
    'routes that wait for something',
    `routes(app);
app.use(${CORS});
async function routes(app) {
  await Promise.resolve();
  ${ROUTES}
}`,
  ),
  express(
    'cors that the handlers of routes run themselves',
    `app.get('/items', (req, res) => res.json([]));
app.put('/items', (req, res) => {
  ${CORS}(req, res, () => res.json({}));
});`,
    {
      wants: [{ path: '/items', method: 'PUT' }],
      finds: [`no-preflight-handler: ${CORS}(req, res, () => res.json({}));`],
    },
  ),
  express(
    'one of two that are chosen by the path',
    `const open = cors();
const closed = ${CORS};
app.use((req, res, next) => (req.path.startsWith('/open') ? open(req, res, next) : closed(req, res, next)));
${ROUTES}`,
    { unknown: 'the path decides' },
  ),
  hono(
    'Vary written by a function behind cors',
    `app.use(${CORS});
app.use(async (c, next) => {
  await next();
  c.header('Vary', 'Cookie');
});`,
  ),
  koa(
    'a middleware that answers errors with headers of its own before cors',
    `koa.use(async (ctx, next) => {
  try {
    await next();
  } catch {
    ctx.status = 500;
    ctx.set('Access-Control-Allow-Origin', '*');
  }
});
koa.use(cors({ origin: 'https://app.example.com' }));`,
    { wants: BOTH.map(it => ({ ...it, policy: 1 })), unknown: 'what is behind it has its part in the answer' },
  ),
  express(
    'headers for routes with a parameter',
    `app.param('id', (req, res, next) => {
  res.set('Access-Control-Allow-Origin', 'https://app.example.com');
  next();
});
app.get('/:id', (req, res) => res.json([]));`,
    { wants: [{ path: '/items' }], unknown: 'they are written for routes with this parameter' },
  ),
  koa(
    'a middleware that writes Vary when cors has answered',
    `koa.use(async (c, n) => {
  await n();
  c.set('Vary', 'Cookie');
});
koa.use(cors({ origin: 'https://app.example.com' }));`,
  ),
  express(
    'a router that ends OPTIONS before cors',
    `const api = express.Router();
api.use((q, r, n) => {
  if (q.method === 'OPTIONS') return r.sendStatus(204);
  n();
});
${ROUTES.replaceAll('app.', 'api.')}
app.use('/api', api);
app.use(cors({ origin: 'https://app.example.com' }));`,
    {
      wants: BOTH.map(it => ({ ...it, path: `/api${it.path}` })),
      unknown: 'what the router has runs for its own paths',
      finds: ["cors-after-routes: app.use(cors({ origin: 'https://app.example.com' }));"],
    },
  ),
  hono(
    'two origins that are appended',
    `app.use(async (c, next) => {
  await next();
  c.header('Access-Control-Allow-Origin', 'https://app.example.com', { append: true });
  c.header('Access-Control-Allow-Origin', 'https://admin.example.com', { append: true });
});`,
    {
      wants: [{ path: '/items' }],
      finds: [
        "duplicate-cors-headers: c.header('Access-Control-Allow-Origin', 'https://admin.example.com', { append: true });",
      ],
    },
  ),
  hono(
    'a star that is appended to that of cors',
    `app.use(cors({ origin: 'https://app.example.com' }));
app.use(async (c, next) => {
  await next();
  c.header('Access-Control-Allow-Origin', '*', { append: true });
});`,
    {
      wants: [{ path: '/items' }],
      unknown: 'it is appended',
      finds: ["conflicting-cors-writers: c.header('Access-Control-Allow-Origin', '*', { append: true });"],
    },
  ),
]);
