import { createServer, type RequestListener } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

const LOGGED_IN = { Authorization: 'Bearer a' };
const CORS = "cors({ origin: 'https://app.example.com' })";

function hono(title: string, code: string, told: Partial<Program>): Program {
  return {
    title: `${title}, on hono 4`,
    files: {
      'server.mjs': `import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { verify } from 'hono/jwt';

export const app = new Hono();
${code.trim()}
`,
    },
    dependencies: { hono: '4.13.19' },
    start: ({ app }) =>
      listening(createAdaptorServer({ fetch: (app as Hono).fetch }) as Parameters<typeof listening>[0]),
    wants: [{ path: '/orders', headers: LOGGED_IN }],
    ...told,
  };
}

function koa(title: string, code: string, told: Partial<Program>): Program {
  return {
    title: `${title}, on koa 3`,
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
    wants: [{ path: '/orders', headers: LOGGED_IN }],
    ...told,
  };
}

const BEARER = "app.use(bearerAuth({ token: 'a' }));";
const ROUTE = "app.get('/orders', c => c.json([]));";
const CHECK = `koa.use(async (ctx, next) => {
  if (!ctx.headers.authorization) {
    ctx.status = 401;
    return;
  }
  await next();
});`;

const BY_HAND = `koa.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', 'https://app.example.com');
  await next();
});`;
const CATCHES = `koa.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    ctx.status = error.status;
  }
});`;
const THROWS = `koa.use(async (ctx, next) => {
  if (!ctx.get('Authorization')) ctx.throw(401);
  await next();
});`;

programs([
  hono('a login check before cors', `${BEARER}\napp.use(${CORS});\n${ROUTE}`, {
    finds: [`preflight-blocked-by-auth: ${BEARER}`],
  }),
  hono('a login check behind cors', `app.use(${CORS});\n${BEARER}\n${ROUTE}`, {}),
  hono('cors that is not called', `app.use(cors);\n${ROUTE}`, { finds: ['middleware-not-called: app.use(cors);'] }),
  hono('cors on a path', `app.use('/orders/*', ${CORS});\napp.get('/orders/1', c => c.json({}));`, {
    wants: [{ path: '/orders/1', headers: LOGGED_IN }],
  }),
  hono('cors on one route', `app.put('/orders', ${CORS}, c => c.json({}));`, {
    wants: [{ path: '/orders', method: 'PUT' }],
    finds: [`no-preflight-handler: app.put('/orders', ${CORS}, c => c.json({}));`],
  }),
  hono(
    'a login check that excepts addresses, before cors',
    `const open = ['/login', '/register'];
const valid = async token => {
  try {
    return (await verify(token, 'secret', 'HS256')).sub !== undefined;
  } catch {
    return false;
  }
};
app.use(async (c, next) => {
  if (open.some(it => c.req.url.endsWith(it))) return await next();
  if (!(await valid(c.req.header('Authorization')))) return c.newResponse(null, 401);
  return await next();
});
app.use(${CORS});
${ROUTE}
app.get('/login', c => c.json([]));`,
    {
      wants: [
        { path: '/orders', headers: LOGGED_IN, unpredicted: true },
        { path: '/login', headers: LOGGED_IN, unpredicted: true },
      ],
      finds: ['preflight-blocked-by-auth: app.use(async (c, next) => {'],
    },
  ),
  koa('headers by hand, and an error thrown behind them', `${BY_HAND}\n${THROWS}`, {
    wants: [{ path: '/orders', unpredicted: true }],
    finds: ["error-path-without-cors: ctx.set('Access-Control-Allow-Origin', 'https://app.example.com');"],
  }),
  koa('headers by hand, and an error caught behind them', `${BY_HAND}\n${CATCHES}\n${THROWS}`, {
    wants: [{ path: '/orders', unpredicted: true }],
  }),
  hono(
    'cors for everybody, and credentials by hand',
    `app.use(cors());
app.use(async (c, next) => {
  c.header('Access-Control-Allow-Credentials', 'true');
  await next();
});
${ROUTE}`,
    {
      wants: [{ path: '/orders', credentials: true, unpredicted: true }],
      finds: ["wildcard-with-credentials: c.header('Access-Control-Allow-Credentials', 'true');"],
    },
  ),
  hono(
    'a response with a header of its own behind cors, which takes its place',
    `app.use(cors({ origin: 'https://app.example.com', credentials: true }));
app.get('/orders', c => c.json([], 200, { 'Access-Control-Allow-Origin': '*' }));`,
    { wants: [{ path: '/orders', credentials: true, unpredicted: true }] },
  ),
  hono('cors on one route that takes JSON', `app.post('/orders', ${CORS}, async c => c.json(await c.req.json()));`, {
    wants: [{ path: '/orders', method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }],
    finds: [`no-preflight-handler: app.post('/orders', ${CORS}, async c => c.json(await c.req.json()));`],
  }),
  koa(
    'cors for everybody, and credentials by hand',
    `koa.use(cors());
koa.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Credentials', 'true');
  await next();
});`,
    {
      wants: [{ path: '/orders', credentials: true, unpredicted: true }],
      finds: ["wildcard-with-credentials: ctx.set('Access-Control-Allow-Credentials', 'true');"],
    },
  ),
  koa(
    'everybody by hand, over one site with credentials',
    `koa.use(cors({ origin: 'https://app.example.com', credentials: true }));
koa.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', '*');
  await next();
});`,
    {
      wants: [{ path: '/orders', credentials: true, unpredicted: true }],
      finds: ["conflicting-cors-writers: ctx.set('Access-Control-Allow-Origin', '*');"],
    },
  ),
  koa('a login check before cors', `${CHECK}\nkoa.use(${CORS});`, {
    finds: ['preflight-blocked-by-auth: koa.use(async (ctx, next) => {'],
  }),
  koa('a login check behind cors', `koa.use(${CORS});\n${CHECK}`, {}),
  koa('cors that is not called', 'koa.use(cors);', { finds: ['middleware-not-called: koa.use(cors);'] }),
]);
