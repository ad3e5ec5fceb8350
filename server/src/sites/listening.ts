import type { Reading } from '../frameworks/framework.ts';
import { ELYSIA } from '../frameworks/libraries/elysia/app.ts';
import { type AppKind, EXPRESS } from '../frameworks/libraries/express/registrations.ts';
import { routesOn } from '../frameworks/libraries/fastify/app.ts';
import { HONO } from '../frameworks/libraries/hono/index.ts';
import { KOA } from '../frameworks/libraries/koa/cors.ts';
import { routesOfModule } from '../frameworks/libraries/nest/routes.ts';
import { OAK } from '../frameworks/libraries/oak.ts';
import type { Endpoint } from '../model/app.ts';
import { EVERYWHERE, mountPath, UNKNOWN_PATH, within } from '../model/paths.ts';
import type { Address, Server } from '../model/site.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { lastName } from '../syntax/member.ts';
import { type CallValue, property, textOf, type Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { surfaceOf } from './application.ts';
import { handlerServer, trpcServer } from './handlers.ts';
import { type Port, portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/** What listens on a port: `app.listen(3000)`, `createServer(app).listen(3000)`, `serve({ fetch: app.fetch, port })`. */
export const listening: SiteReader = {
  id: 'listening',
  mentions: new Search(/\.listen\s*\(|\bserve\s*\(/),
  words: ['.listen', 'serve'],

  read(file, reading) {
    const calls = file.calls(it => it === 'listen' || it === 'serve');
    return calls.flatMap(call => (call.name === 'listen' ? ofListen(call, file, reading) : ofServe(call, reading)));
  },
};

function ofListen(call: CallSite, file: CodeFile, reading: Reading): readonly Server[] {
  const { callee } = call;
  if (callee.kind !== 'member') return [];
  const wrapped = isCreateServer(callee.object);
  const app = wrapped ? callee.object.args.at(-1) : callee.object;
  const scheme = wrapped && moduleOf(callee.object) === 'https' ? 'https' : 'http';
  const where = addresses(portsOf(call.args[0], reading.lookup), call.span, scheme);
  const whole = app?.kind === 'call' ? serverOf(app, where, file, reading) : [];
  if (whole.length > 0) return whole;
  if (wrapped) return handlerServer(app, callee.object, where, reading.project);
  return app?.kind === 'call' ? trpcServer(app, where) : [];
}

/** `serve` of @hono/node-server 1 and 2, which listens on 3000 where nothing else is said (dist/index.js). */
function ofServe(call: CallSite, reading: Reading): readonly Server[] {
  const [options] = call.args;
  if (call.callee.kind !== 'external' || call.callee.module !== '@hono/node-server') return [];
  const fetch = options?.kind === 'record' ? property(options, 'fetch')?.value : options;
  const app = fetch?.kind === 'member' && fetch.name === 'fetch' ? fetch.object : fetch;
  if (app?.kind !== 'call') return [];
  const given = options?.kind === 'record' ? property(options, 'port')?.value : undefined;
  const ports = given ? portsOf(given, reading.lookup) : [{ port: 3000, at: call.span }];
  return applicationServer(app, HONO, addresses(ports, call.span, 'http'), reading);
}

function serverOf(app: CallValue, where: readonly Address[], file: CodeFile, reading: Reading): readonly Server[] {
  const { callee } = app;
  for (const kind of [EXPRESS, KOA, OAK]) {
    if (kind.application(app) && !kind.isRouter(app)) return applicationServer(app, kind, where, reading);
  }
  if (ELYSIA.application(app)) return applicationServer(app, ELYSIA, where, reading);
  if (callee.kind === 'external' && callee.module === 'fastify') return [fastifyServer(app, where, reading)];
  const isNest =
    lastName(callee)?.endsWith('create') &&
    ((callee.kind === 'external' && callee.module === '@nestjs/core') ||
      (callee.kind === 'member' && callee.object.kind === 'external' && callee.object.name === 'NestFactory'));
  return isNest ? [nestServer(app, where, file, reading)] : [];
}

const NAMES: Readonly<Record<string, string>> = {
  express: 'Express',
  koa: 'Koa',
  hono: 'Hono',
  elysia: 'Elysia',
  oak: 'Oak',
};

export function applicationServer(
  app: CallValue,
  kind: AppKind,
  where: readonly Address[],
  { project }: Reading,
): readonly Server[] {
  const root = kind.application(app);
  if (!root) return [];
  return [
    {
      kind: kind.server,
      name: `the ${NAMES[kind.server] ?? kind.server} application`,
      at: root.span,
      addresses: where,
      ...surfaceOf(root, kind, project),
    },
  ];
}

/** Plugins of packages may do anything to a response, so that what is seen is never known to be all. */
function fastifyServer(app: CallValue, where: readonly Address[], reading: Reading): Server {
  const source = reading.project.code(app.span.path);
  const isApp = (it: Value) => it.kind === 'call' && it.span.start === app.span.start && it.span.path === app.span.path;
  const plugins =
    source?.calls(it => it === 'register').filter(it => it.callee.kind === 'member' && isApp(it.callee.object)) ?? [];
  const foreign = plugins.find(it => it.args[0]?.kind !== 'function');
  return {
    kind: 'fastify',
    name: 'the Fastify application',
    at: app.span,
    addresses: where,
    routes: source ? routesOn(source, isApp, reading, new Set()) : [],
    ...(foreign ? { clouded: { why: 'a plugin may write headers', at: foreign.span, matches: EVERYWHERE } } : {}),
  };
}

/** Routes stand below `setGlobalPrefix`; of a version, or of a prefix that is not known, it is only known that something comes before. */
function nestServer(app: CallValue, where: readonly Address[], file: CodeFile, reading: Reading): Server {
  const prefixed = file.calls(it => /^(setGlobalPrefix|enableVersioning)$/.test(it));
  const routes = routesOfModule(app.args[0], reading);
  const [prefix] = prefixed;
  const named = prefixed.length === 1 && prefix?.args.length === 1 ? textOf(prefix.args[0]) : undefined;
  const used = file.calls(it => it === 'use');
  const [middleware] = used;
  return {
    kind: 'nest',
    name: 'the Nest application',
    at: app.span,
    addresses: where,
    routes:
      named === undefined
        ? prefix
          ? routes.map(it => ({ ...it, matches: UNKNOWN_PATH }))
          : routes
        : routes.map(it => below(`/${named.replace(/^\/+|\/+$/g, '')}`, it)),
    ...(middleware
      ? { clouded: { why: 'a middleware may write headers', at: middleware.span, matches: EVERYWHERE } }
      : {}),
  };
}

function below(prefix: string, { path, ...route }: Endpoint): Endpoint {
  const matches = within(mountPath(prefix, 'any'), route.matches);
  return { ...route, ...(path === undefined ? {} : { path: `${prefix}${path}` }), matches };
}

function addresses(ports: readonly Port[], call: Span, scheme: 'http' | 'https'): readonly Address[] {
  return ports.map(({ port, at }) => ({
    kind: 'port',
    port,
    scheme,
    stage: 'development',
    why: at.path === call.path ? `it listens on port ${port}` : `a file of variables has it listen on port ${port}`,
    at,
  }));
}

function isCreateServer(value: Value): value is CallValue {
  return (
    value.kind === 'call' &&
    /^https?2?$/.test(moduleOf(value) ?? '') &&
    lastName(value.callee)?.endsWith('createServer') === true
  );
}

function moduleOf(value: Value): string | undefined {
  if (value.kind !== 'call') return undefined;
  let at = value.callee;
  while (at.kind === 'member') at = at.object;
  return at.kind === 'external' ? at.module.replace(/^node:/, '') : undefined;
}
