import { createServer, type RequestListener, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { CHANGES } from './changes-cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening, type Running } from './library.ts';
import { CLOSURES, LISTS, LOOKALIKES, LOOPS, type Predicate, TEXTS, THINGS, UNMODELLED } from './predicates-cases.ts';
import { VARIABLES } from './variables-cases.ts';

/** A library that takes a function of the origin, and how a question is put to it. */
interface Host {
  readonly title: string;
  readonly dependencies: KnownLibrary['dependencies'];
  readonly source: (asked: Predicate) => string;
  readonly start: KnownLibrary['start'];
  /** Where nobody is let in there is no policy. */
  readonly written?: boolean;
}

const listen: KnownLibrary['start'] = app => listening(createServer(app as RequestListener));

interface Fastify {
  listen(options: { port: number; host: string }): Promise<string>;
  close(): Promise<void>;
}

const HOSTS: readonly Host[] = [
  {
    title: 'cors 2.8.6',
    dependencies: { cors: '2.8.6', express: '5.3.0' },
    source: ({ before = '', outside = '', holds }) => `import cors from 'cors';
import express from 'express';
${outside}
export const app = express();
app.use(cors({ origin: (o, done) => { ${before} done(null, Boolean(${holds})); } }));
app.get('/ok', (req, res) => res.send('ok'));
`,
    start: listen,
  },
  {
    title: 'hono/cors 4.13.19',
    dependencies: { hono: '4.13.19' },
    source: ({ before = '', outside = '', holds }) => `import { Hono } from 'hono';
import { cors } from 'hono/cors';
${outside}
export const app = new Hono();
app.use('*', cors({ origin: o => { ${before} return ${bracketed(holds)} ? o : null; } }));
app.get('/ok', c => c.text('ok'));
`,
    start: app => listening(createAdaptorServer(app as Hono) as Server),
  },
  {
    title: '@koa/cors 5.0.0',
    dependencies: { '@koa/cors': '5.0.0', koa: '3.3.0' },
    source: ({ before = '', outside = '', holds }) => `import Koa from 'koa';
import cors from '@koa/cors';
${outside}
export const app = new Koa();
app.use(cors({ origin: ctx => { const o = ctx.get('Origin'); ${before} if (${holds}) return o; return ''; } }));
app.use(ctx => { ctx.body = 'ok'; });
`,
    start: app => listening(createServer((app as { callback(): RequestListener }).callback())),
  },
  {
    title: '@fastify/cors 11.4.3',
    dependencies: { '@fastify/cors': '11.4.3', fastify: '5.12.8' },
    source: ({ before = '', outside = '', holds }) => `import cors from '@fastify/cors';
import Fastify from 'fastify';
${outside}
export const app = Fastify({ forceCloseConnections: true });
await app.register(cors, { origin: async o => { ${before} return ${bracketed(holds)} ? true : false; } });
app.get('/ok', async () => 'ok');
`,
    async start(app): Promise<Running> {
      const server = app as Fastify;
      const url = await server.listen({ port: 0, host: '127.0.0.1' });
      return { port: Number(new URL(url).port), stop: () => server.close() };
    },
  },
  {
    title: 'headers by hand',
    dependencies: { express: '5.3.0' },
    source: ({ before = '', outside = '', holds }) => `import express from 'express';
${outside}
export const app = express();
app.use((req, res, next) => {
  const o = req.headers.origin;
  ${before}
  if (${holds}) {
    res.setHeader('Access-Control-Allow-Origin', o);
    res.setHeader('Vary', 'Origin');
  }
  next();
});
app.get('/ok', (req, res) => res.send('ok'));
`,
    start: listen,
    written: true,
  },
];

function bracketed(source: string): string {
  return `(${source})`;
}

const CASES: readonly Predicate[] = [
  ...UNMODELLED,
  ...LOOKALIKES,
  ...THINGS,
  ...LISTS,
  ...LOOPS,
  ...CLOSURES,
  ...TEXTS,
  ...CHANGES,
  ...VARIABLES,
];

function named({ before = '', outside = '', holds }: Predicate): string {
  return `${outside && `outside: ${outside}`} ${before} ${holds}`.trim();
}

const byName = new Map(CASES.map(it => [named(it), it]));

for (const { title, dependencies, source, start, written = false } of HOSTS)
  known({
    title: `questions to the origin, ${title}`,
    dependencies,
    source: name => source(byName.get(name ?? '') ?? { holds: 'false' }),
    cases: CASES.filter(it => !(written && it.never)).map(named),
    policy: 0,
    asks: it => it.origin !== undefined && it.method === 'GET' && it.reaches === undefined,
    unknown: Object.fromEntries(CASES.flatMap(it => (it.unknown === undefined ? [] : [[named(it), it.unknown]]))),
    start,
  });
