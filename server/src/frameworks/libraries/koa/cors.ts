import type { CorsPolicy, Library } from '../../../model/policy.ts';
import type { CodeFile } from '../../../syntax/code.ts';
import { type CallValue, type External, property, type Value } from '../../../syntax/value.ts';
import { Search } from '../../../text/search.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { type Made, readMiddleware } from '../../middleware/middleware.ts';
import { policiesOf } from '../../options/policy.ts';
import type { OptionTable } from '../../options/table.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { writeApp } from '../express/edits.ts';
import { type AppKind, identity } from '../express/registrations.ts';
import { koaBehaviour, reflectsStar } from './behaviour.ts';

const NEWEST: Readonly<Record<string, string>> = { '@koa/cors': '5.0.0', 'koa2-cors': '2.0.6', kcors: '2.2.2' };

const ASSUMED: Library = { name: '@koa/cors', version: '5.0.0', assumed: true };

/** The options of @koa/cors 3 to 5 (index.js). */
const KOA_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['keepHeadersOnError', 'secureContext', 'privateNetworkAccess'],
  credentials: 'truthy',
  credentialsDefault: false,
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'],
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD, PUT, POST, DELETE and PATCH are allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** The options of koa2-cors 2.0.6 (dist/index.js). */
const KOA2_OPTIONS: OptionTable = {
  ...KOA_OPTIONS,
  others: [],
  credentials: 'strict',
  methods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
};

/** @koa/cors 5 takes `*` for everything that counts as false, the older ones the request's origin; lists and patterns are sent. */
function koaOrigins(library: Library): OriginSemantics {
  const open = library.name === '@koa/cors' && isAtLeast(library, '5.0.0') ? 'any' : 'reflects-everyone';
  return {
    unset: open,
    yes: 'literal-header',
    no: open,
    nothing: open,
    empty: open,
    text: 'fixed',
    starInList: 'any',
    list: 'sent',
    pattern: 'literal-header',
    other: 'literal-header',
    functions: {
      kind: 'context',
      awaits: library.name === '@koa/cors' && isAtLeast(library, '3.0.0'),
      otherwise: 'literal-header',
      trueMeansOrigin: false,
      answers: { no: 'off', nothing: 'off', empty: 'off' },
    },
  };
}

/** Applications and routers of Koa: middlewares run in the order of registration. */
export const KOA: AppKind = {
  framework: 'koa-cors',
  server: 'koa',
  newest: '3.3.0',
  words: new Search(/koa|\bcors\s*\(/i),
  application: value => (isKoa(value) || isRouterMade(value) ? value : undefined),
  isRouter: value => value.kind === 'call' && (isRouterMade(value) || isRoutes(value)),
  routerBehind: value =>
    value.kind === 'call' && isRoutes(value) && value.callee.kind === 'member' ? value.callee.object : value,
  // `ctx.set` over what is set: run with @koa/cors 5.0.0 on koa 3.3.0.
  oneResponse: true,
  // Run with @koa/router 15.7.0 on koa 3.3.0.
  matchedOnly: true,
  handingOn: 2,
  paths: 'express',
  prefixes: (on, _, file) => (on.kind === 'call' && isRouterMade(on) ? prefixOf(on, file) : []),
  // The function that comes back is dropped, and nothing runs behind it: run with koa 3.3.0.
  uncalled: 'not-found',
};

export const koaCors: CodeFramework = {
  kind: 'code',
  id: 'koa-cors',
  title: '@koa/cors',
  docs: 'https://github.com/koajs/cors#corsoptions',
  // An application may write its headers by hand.
  mentions: ['koa/cors', 'koa2-cors', 'kcors', 'feathersjs/koa', "'koa'", '"koa"'],
  dialect: ({ library = ASSUMED }) => ({ table: tableOf(library), semantics: koaOrigins(library) }),

  recognise: (file, reading) =>
    readMiddleware(file, reading, KOA, isCors, (call, { module }) => {
      const name = module === '@feathersjs/koa' ? '@koa/cors' : module;
      return readCall(call, reading, libraryOf(reading.project, file.path, name, NEWEST[name] ?? '5.0.0'));
    }),

  write: (policy, edit, read) => writeApp(policy, edit, read, tableOf(policy.library)),
};

function isCors(value: Value): value is External {
  if (value.kind !== 'external') return false;
  if (value.module === '@feathersjs/koa') return value.name === 'cors';
  return value.module in NEWEST && ['default', '*', '='].includes(value.name);
}

/** From 3.1.0 on, a function is called for credentials and awaited (index.js). */
function tableOf(library: Library = ASSUMED): OptionTable {
  if (library.name === 'koa2-cors') return KOA2_OPTIONS;
  const called = library.name === '@koa/cors' && isAtLeast(library, '3.1.0');
  return called ? { ...KOA_OPTIONS, credentialsCalled: true } : KOA_OPTIONS;
}

function readCall(call: Made, reading: Reading, library: Library): readonly CorsPolicy[] {
  const table = tableOf(library);
  const policies = policiesOf({
    framework: 'koa-cors',
    library,
    table,
    semantics: koaOrigins(library),
    at: call.span,
    options: call.options,
    used: call.used,
    ...(call.scope ? { scope: call.scope } : {}),
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'always',
    reading,
    behaviour: record => koaBehaviour(record, table, library),
  });
  if (library.name === 'koa2-cors') return policies;
  const headers = policies.map(reflectingHeaders);
  return reflectsStar(library) ? headers.map(reflectingWildcard) : headers;
}

/** An empty list of headers counts as none: what is asked for is repeated. */
export function reflectingHeaders(policy: CorsPolicy): CorsPolicy {
  const { allowedHeaders: it } = policy;
  const empty = it.kind === 'written' && it.value.kind === 'names' && it.value.names.length === 0;
  return empty ? { ...policy, allowedHeaders: { ...it, value: { kind: 'reflect' } } } : policy;
}

function isKoa({ callee, construct }: CallValue): boolean {
  return construct && callee.kind === 'external' && callee.module === 'koa';
}

/** `new Router()` and `Router()`, of whichever package, with a prefix or not. */
function isRouterMade({ callee }: CallValue): boolean {
  return (
    callee.kind === 'external' && /^(@koa\/router|koa-router|koa-better-router|koa-joi-router)$/.test(callee.module)
  );
}

/**
 * `new Router({ prefix: '/api' })`, and `router.prefix('/api')`, which also moves what was registered before it (run with @koa/router
 * 15.7 and koa-router 14.0).
 */
function prefixOf(router: CallValue, file: CodeFile): readonly Value[] {
  const [options] = router.args;
  const given = options?.kind === 'record' ? property(options, 'prefix')?.value : undefined;
  const later = file
    .calls(it => it === 'prefix')
    .filter(({ callee }) => callee.kind === 'member' && identity(callee.object) === identity(router))
    .flatMap(it => it.args.slice(0, 1));
  return [...later, ...(given ? [given] : [])];
}

/** `router.routes()`. */
function isRoutes({ callee }: CallValue): boolean {
  return callee.kind === 'member' && (callee.name === 'routes' || callee.name === 'middleware');
}
