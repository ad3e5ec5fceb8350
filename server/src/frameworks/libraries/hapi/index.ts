import type { CorsPolicy, Library, Scope } from '../../../model/policy.ts';
import type { CallSite } from '../../../syntax/code.ts';
import { type Entry, property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { Search } from '../../../text/search.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { writeOptions } from '../../options/edits.ts';
import { switchable } from '../../options/nested.ts';
import { policiesOf } from '../../options/policy.ts';
import type { OptionTable } from '../../options/table.ts';
import { libraryOf } from '../../options/version.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { hapiBehaviour } from './behaviour.ts';

const HAPI = new Search(/\bhapi\b/i);
const CORS = new Search(/\bcors\b/);

const HEADERS = ['Accept', 'Authorization', 'Content-Type', 'If-None-Match'];
const EXPOSED = ['WWW-Authenticate', 'Server-Authorization'];

/** The options of `cors` in @hapi/hapi 21.4 (lib/config.js); joi refuses every other name at the start. */
const HAPI_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    allowedHeaders: 'headers',
    exposedHeaders: 'exposedHeaders',
    maxAge: 'maxAge',
  },
  others: ['additionalHeaders', 'additionalExposedHeaders', 'preflightStatusCode'],
  credentials: 'truthy',
  credentialsDefault: false,
  methods: 'reflect',
  allowedHeaders: HEADERS,
  today: {},
};

/** The values of `origin` once they are put as `asRead` does: lists of texts and patterns, `*`, and what stops the server. */
const HAPI_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'crashes',
  no: 'crashes',
  nothing: 'any',
  empty: 'crashes',
  text: 'compared',
  starInList: 'any',
  list: 'texts-and-patterns',
  pattern: 'crashes',
  other: 'crashes',
  functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
};

export const hapi: CodeFramework = {
  kind: 'code',
  id: 'hapi',
  title: 'hapi',
  docs: 'https://hapi.dev/api/#-routeoptionscors',
  mentions: ['hapi'],

  recognise(file, reading) {
    if (!HAPI.test(file.text) || !CORS.test(file.text)) return { policies: [] };
    const servers = file.plainCalls(/hapi/).filter(it => isServer(it.callee));
    // `server.connection({ routes: { cors } })` of hapi 16 and before.
    const connections = file
      .methodCalls(new Set(['connection']), /hapi|server/i)
      .filter(
        it => it.callee.kind === 'member' && it.callee.object.kind === 'call' && isServer(it.callee.object.callee),
      );
    const routes = file.methodCalls(new Set(['route']), /hapi|server/i).filter(it => it.callee.kind === 'member');
    return {
      policies: [
        ...servers.flatMap(it => it.args.flatMap(value => inServer(value, it, reading))),
        ...connections.flatMap(it => it.args.flatMap(value => inServer(value, it, reading))),
        ...routes.flatMap(it => it.args.flatMap(value => inRoutes(value, reading))),
      ],
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, HAPI_OPTIONS),
};

/** `Hapi.server`, `new Hapi.Server`. */
export function isServer(value: Value): boolean {
  const of = value.kind === 'member' ? value.object : value;
  const isHapi = of.kind === 'external' && (of.module === '@hapi/hapi' || of.module === 'hapi');
  return isHapi && (value.kind === 'member' || value.kind === 'external') && /^(server|Server)$/.test(value.name);
}

/** `server({ routes: { cors } })`. */
function inServer(value: Value, call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const routes = value.kind === 'record' ? property(value, 'routes')?.value : undefined;
  const entry = routes?.kind === 'record' ? property(routes, 'cors') : undefined;
  return entry ? readCors(entry, {}, libraryAt(call.span.path, reading), reading, true) : [];
}

/** `server.route({ method, path, options: { cors } })`, or a list of them; `config` in older code. */
function inRoutes(value: Value, reading: Reading): readonly CorsPolicy[] {
  if (value.kind === 'list') return value.items.flatMap(it => inRoutes(it, reading));
  if (value.kind !== 'record') return [];
  const options = (property(value, 'options') ?? property(value, 'config'))?.value;
  const entry = options?.kind === 'record' ? property(options, 'cors') : undefined;
  if (!entry || !property(value, 'path')) return [];
  const path = textOf(property(value, 'path')?.value);
  const method = textOf(property(value, 'method')?.value);
  const scope = {
    ...(path === undefined ? {} : { path }),
    ...(method === undefined || method === '*' ? {} : { methods: [method.toUpperCase()] }),
  };
  return readCors(entry, scope, libraryAt(entry.span.path, reading), reading, false);
}

function libraryAt(path: string, { project }: Reading): Library {
  const old =
    project.packages.dependency(path, '@hapi/hapi') === undefined && project.packages.dependency(path, 'hapi');
  return libraryOf(project, path, old ? 'hapi' : '@hapi/hapi', old ? '18.1.0' : '21.4.10');
}

function readCors(
  entry: Entry,
  scope: Scope,
  library: Library,
  reading: Reading,
  whole: boolean,
): readonly CorsPolicy[] {
  const options = switchable(entry.value);
  if (!options) return [];
  return policiesOf({
    framework: 'hapi',
    library,
    table: HAPI_OPTIONS,
    semantics: HAPI_ORIGINS,
    at: entry.span,
    options: options.kind === 'record' ? asRead(options) : options,
    scope,
    preflight: record => ({ by: 'library', status: statusOf(record) }),
    vary: origins =>
      origins.mode === 'any' && origins.from === 'written' && origins.listed.length === 0 ? 'never' : 'always',
    reading,
    behaviour: (record, origins) => hapiBehaviour(record, origins, library, whole),
  }).map(it => finished(it));
}

/** What hapi fills in, and the reflection that it makes of `['*']` (only `'ignore'` sends the character itself). */
function finished(policy: CorsPolicy): CorsPolicy {
  const { origins, exposedHeaders, maxAge, allowedHeaders, at } = policy;
  const ignored = origins.mode === 'any' && origins.from === 'written' && origins.listed.length === 0;
  const filled: CorsPolicy = {
    ...policy,
    oddities: policy.oddities.filter(it => it.kind !== 'unknown-option'),
    maxAge: maxAge.kind === 'default' ? { ...maxAge, value: 86400 } : maxAge,
    exposedHeaders:
      exposedHeaders.kind === 'default'
        ? { ...exposedHeaders, value: { kind: 'names', names: EXPOSED.map(text => ({ text, at })) } }
        : exposedHeaders,
    allowedHeaders:
      allowedHeaders.kind === 'written' && allowedHeaders.value.kind === 'any'
        ? { ...allowedHeaders, value: { kind: 'names', names: allowedHeaders.value.names } }
        : allowedHeaders,
  };
  if (ignored || origins.mode !== 'any') return filled;
  const reflected = reflectingWildcard({ ...filled, origins: { ...origins, listed: [] } });
  return { ...reflected, origins: { ...reflected.origins, mode: 'echo-any' } };
}

/** The options in the terms of the other libraries: `'ignore'` is `*`, globs are patterns, further headers join the list. */
function asRead(record: RecordValue): RecordValue {
  const entries = record.entries.map(it => (it.key === 'origin' ? { ...it, value: originOf(it.value) } : it));
  const joined = joinedWith({ ...record, entries }, 'headers', 'additionalHeaders', HEADERS);
  return joinedWith(joined, 'exposedHeaders', 'additionalExposedHeaders', EXPOSED);
}

function joinedWith(record: RecordValue, name: string, more: string, defaults: readonly string[]): RecordValue {
  const further = property(record, more);
  if (further?.value.kind !== 'list') return record;
  const own = property(record, name)?.value;
  const items: readonly Value[] =
    own?.kind === 'list' ? own.items : defaults.map(value => ({ kind: 'literal', value, span: further.value.span }));
  const value: Value = { ...further.value, items: [...items, ...further.value.items] };
  return { ...record, entries: [...record.entries.filter(it => it.key !== name), { ...further, key: name, value }] };
}

function originOf(value: Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(globOf) };
  if (value.kind === 'choice') {
    return { ...value, branches: value.branches.map(it => ({ ...it, value: originOf(it.value) })) };
  }
  if (textOf(value) === 'ignore') return { kind: 'literal', value: '*', span: value.span };
  return value.kind === 'literal' && value.value !== undefined
    ? { kind: 'record', container: 'object', entries: [], span: value.span }
    : value;
}

/** `*` stands for any characters; `?` for one, but only beside a `*` (lib/cors.js). */
function globOf(value: Value): Value {
  const text = textOf(value);
  if (text === undefined || text === '*' || !text.includes('*')) return value;
  const source = text
    .replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
    .replace(/\\\*/g, '.*')
    .replace(/\\\?/g, '.');
  return { kind: 'pattern', source: `^${source}$`, flags: '', shared: true, span: value.span };
}

function statusOf(record: RecordValue | undefined): number {
  const value = record && property(record, 'preflightStatusCode')?.value;
  return value?.kind === 'literal' && value.value === 204 ? 204 : 200;
}
