import { createServer, type RequestListener, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { FastifyInstance } from 'fastify';
import type { Hono } from 'hono';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';
import { EXPRESS, EXPRESS_ROUTES, FASTIFY, FETCH, HONO, HONO_ROUTES, KOA, NODE } from './raw-headers-cases.ts';

/** What a middleware writes also stands on errors and where nobody answers; a handler alone serves its own path. */
const served = ({ reaches }: ServerRequest) => reaches === undefined;

function handwritten(
  title: string,
  dependencies: Readonly<Record<string, string>>,
  wrap: (code: string) => string,
  cases: Readonly<Record<string, string>>,
  start: KnownLibrary['start'],
  more: Partial<KnownLibrary> = {},
): void {
  known({
    title: `headers by hand, ${title}`,
    dependencies,
    source: name => wrap(cases[name ?? ''] ?? ''),
    cases: Object.keys(cases),
    policy: 0,
    start,
    ...more,
  });
}

const ROUTES = `app.get('/ok', (req, res) => res.send('ok'));
app.post('/ok', (req, res) => res.send('ok'));
app.put('/ok', (req, res) => res.send('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
`;

const express = (code: string) => `import express from 'express';

export const app = express();
app.set('env', 'test');
${code}
${ROUTES}`;

const listen: KnownLibrary['start'] = app => listening(createServer(app as RequestListener));

handwritten('express 5.3.0', { express: '5.3.0' }, express, EXPRESS, listen);
handwritten('express 4.22.3', { express: '4.22.3' }, express, EXPRESS, listen, { aliases: { express: 'express4' } });
handwritten(
  'routes of express 5.3.0',
  { express: '5.3.0' },
  code => `import express from 'express';\n\nexport const app = express();\n${code}`,
  EXPRESS_ROUTES,
  listen,
  { asks: it => served(it) && it.method !== 'POST' },
);

handwritten(
  'koa 3.3.0',
  { koa: '3.3.0' },
  code => `import Koa from 'koa';

export const app = new Koa();
app.silent = true;
${code}
app.use(ctx => {
  if (ctx.path === '/fail') throw new Error('broken');
  if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';
});
`,
  KOA,
  app => listening(createServer((app as { callback(): RequestListener }).callback())),
);

handwritten(
  'fastify 5.12.8',
  { fastify: '5.12.8' },
  code => `import Fastify from 'fastify';

export const app = Fastify();
${code}
app.route({ method: ['GET', 'POST', 'PUT'], url: '/ok', handler: async () => 'ok' });
app.get('/fail', async () => {
  throw new Error('broken');
});
`,
  FASTIFY,
  async app => {
    await (app as FastifyInstance).ready();
    return listening((app as FastifyInstance).server as Server);
  },
);

const adapted: KnownLibrary['start'] = app =>
  listening(createAdaptorServer(typeof app === 'function' ? { fetch: app as Hono['fetch'] } : (app as Hono)) as Server);

handwritten(
  'hono 4.13.19',
  { hono: '4.13.19' },
  code => `import { Hono } from 'hono';

export const app = new Hono();
${code}
app.onError((error, c) => c.text('failed', 500));
app.on(['GET', 'POST', 'PUT'], '/ok', c => c.text('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
`,
  HONO,
  adapted,
);
handwritten(
  'routes of hono 4.13.19',
  { hono: '4.13.19' },
  code => `import { Hono } from 'hono';\n\nexport const app = new Hono();\n${code}`,
  HONO_ROUTES,
  adapted,
  { asks: it => served(it) && it.method !== 'POST' },
);

handwritten(
  'node:http',
  {},
  code => `import { createServer } from 'node:http';\n\n${code}`,
  NODE,
  app => listening(app as Server),
  {
    asks: served,
  },
);
handwritten('a fetch handler', {}, code => code, FETCH, adapted, {
  asks: served,
  unknown: { 'conditional entries': 'whether `origin?.endsWith(…)` throws without an `Origin` is not looked at' },
});
