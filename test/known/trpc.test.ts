import { createServer, type RequestListener, type Server } from 'node:http';
import { CALLBACKS, cases } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const HEAD = `import { initTRPC } from '@trpc/server';
import cors from 'cors';

const t = initTRPC.create();
const router = t.router({
  ok: t.procedure.query(() => 'ok'),
  fail: t.procedure.query(() => {
    throw new Error('broken');
  }),
});
`;

/** A query is asked with `GET` alone. */
const standalone: KnownLibrary = {
  title: 'cors 2.8.6 in createHTTPServer of tRPC 11.25.2',
  dependencies: { '@trpc/server': '11.25.2', cors: '2.8.6' },
  source: options => `${HEAD}import { createHTTPServer } from '@trpc/server/adapters/standalone';

export const app = createHTTPServer({ middleware: cors(${options ?? ''}), router });
`,
  cases: cases(names, CALLBACKS).filter(it => !it?.includes("cb(new Error('no'))")),
  asks: it => it.method !== 'POST',
  start: app => listening(app as Server),
};

const express: KnownLibrary = {
  ...standalone,
  title: 'cors 2.8.6 in front of tRPC 11.25.2 on Express',
  dependencies: { '@trpc/server': '11.25.2', cors: '2.8.6', express: '5.3.0' },
  source: options => `${HEAD}import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express from 'express';

export const app = express();
app.set('env', 'test');
app.use(cors(${options ?? ''}));
app.use('/trpc', createExpressMiddleware({ router }));
`,
  cases: cases(names, CALLBACKS),
  paths: { route: '/trpc/ok', error: '/trpc/fail', nothing: '/trpc/missing' },
  start: app => listening(createServer(app as RequestListener)),
};

recorded(standalone);
recorded(express);
