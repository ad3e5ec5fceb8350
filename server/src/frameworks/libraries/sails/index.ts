import { NONE } from '../../../model/acceptor.ts';
import type { PolicyEdit } from '../../../model/edit.ts';
import { type CorsPolicy, type Guard, known, type Scope } from '../../../model/policy.ts';
import type { CodeFile } from '../../../syntax/code.ts';
import { exported } from '../../../syntax/exports.ts';
import { type Entry, property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import type { TextEdit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { pieces, replacePiece } from '../../options/comma-text.ts';
import { eachCondition } from '../../options/each-condition.ts';
import { type Read, writeOptions } from '../../options/edits.ts';
import { type LibraryOptions, readLibrary, withoutUndefined } from '../../options/library-options.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { sailsBehaviour } from './behaviour.ts';

const NEWEST = '1.5.18';

/** `security.cors` of Sails 1 (lib/hooks/security/index.js of 1.5.18); the names of Sails 0 are still read. */
const SAILS_OPTIONS: OptionTable = {
  names: {
    origins: 'allowOrigins',
    credentials: 'allowCredentials',
    methods: 'allowRequestMethods',
    allowedHeaders: 'allowRequestHeaders',
    exposedHeaders: 'allowResponseHeaders',
  },
  aliases: {
    origin: 'origins',
    credentials: 'credentials',
    methods: 'methods',
    headers: 'allowedHeaders',
    exposeHeaders: 'exposedHeaders',
  },
  others: ['allRoutes', 'allowAnyOriginWithCredentialsUnsafe'],
  credentials: 'strict',
  credentialsDefault: false,
  methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
  allowedHeaders: ['content-type'],
  today: {
    origins: 'every website may read the responses (`*`)',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD, PUT, PATCH, POST and DELETE are allowed',
    allowedHeaders: 'content-type is the only request header allowed',
    exposedHeaders: 'no further response header can be read',
  },
};

/** Texts are lists before this; what is no list of origins ends the program before it listens. */
const GLOBAL: OriginSemantics = {
  unset: 'any',
  yes: 'crashes',
  no: 'crashes',
  nothing: 'crashes',
  empty: 'crashes',
  text: 'compared',
  starInList: 'compared',
  list: 'texts',
  pattern: 'crashes',
  other: 'crashes',
  functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
};

const ROUTE: OriginSemantics = { ...GLOBAL, no: 'off', nothing: 'off', empty: 'crashes' };

/** Sails 1: `security.cors` for all routes, `cors` of a single one. */
export const sails: CodeFramework = {
  kind: 'code',
  id: 'sails',
  title: 'Sails',
  docs: 'https://sailsjs.com/documentation/reference/configuration/sails-config-security-cors',
  mentions: ['allroutes', 'alloworigins', 'cors'],
  dialect: { table: SAILS_OPTIONS, semantics: GLOBAL },

  recognise(file, reading) {
    const [, folder, name, environment] =
      /^(.*\/|)config\/(security|cors|routes|local|env\/([\w-]+))\.[cm]?[jt]s$/.exec(file.path) ?? [];
    if (folder === undefined || name === undefined || !/\bcors\b/.test(file.text)) return { policies: [] };
    const installed = reading.project.packages.dependency(file.path, 'sails') !== undefined;
    if (!isAtLeast(libraryOf(reading.project, file.path, 'sails', NEWEST), '1.0.0')) return { policies: [] };
    const shared = name === 'security' || name === 'cors' ? undefined : sharedOptions(folder, reading);
    if (name === 'routes') return { policies: installed || shared ? readRoutes(file, shared, reading) : [] };
    const options = corsIn(file, name);
    if (!options || !(installed || allRoutes(options))) return { policies: [] };
    return { policies: readGlobal(options, shared, guardsOf(environment), reading) };
  },

  write(policy, edit, read) {
    return inText(edit, read) ?? writeOptions(policy, edit, read, SAILS_OPTIONS);
  },
};

/** A piece of a text with commas is written anew without its neighbours. */
function inText(edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  if (edit.kind === 'drop') return read(edit.at.path)?.removePiece(edit.at);
  return edit.kind === 'replace' && edit.value.kind === 'text' ? replacePiece(edit.at, edit.value, read) : undefined;
}

/** What a configuration file exports as `cors` or `security.cors`, itself or within the settings of an environment. */
function corsIn(file: CodeFile, name: string): Value | undefined {
  const span: Span = { path: file.path, start: 0, end: 0 };
  const own = name === 'security' ? undefined : recordOf(exported(file, 'cors', span));
  if (own) return own;
  const security = recordOf(exported(file, 'security', span));
  return security && property(security, 'cors')?.value;
}

/** The options of config/security.js, which stand behind those of routes and environments. */
function sharedOptions(folder: string, { project }: Reading): RecordValue | undefined {
  const path = ['js', 'cjs', 'ts', 'mjs'].map(it => `${folder}config/security.${it}`).find(it => project.code(it));
  const file = path === undefined ? undefined : project.code(path);
  const options = file && corsIn(file, 'security');
  return options && recordOf(options);
}

function recordOf(value: Value): RecordValue | undefined {
  return value.kind === 'record' ? value : undefined;
}

function allRoutes(options: Value): boolean {
  return recordOf(options)?.entries.some(it => it.key === 'allRoutes') ?? false;
}

function guardsOf(environment: string | undefined): readonly Guard[] {
  return environment === 'production' || environment === 'development' || environment === 'test'
    ? [{ kind: 'mode', mode: environment }]
    : [];
}

/** Nothing is sent unless `allRoutes` is true; then each environment's options may be others. */
function readGlobal(
  options: Value,
  shared: RecordValue | undefined,
  guards: readonly Guard[],
  reading: Reading,
): readonly CorsPolicy[] {
  return eachCondition(options).flatMap(way => {
    const own = recordOf(way.value);
    if (!own) return [];
    const record = over(shared, own);
    const all = property(record, 'allRoutes')?.value;
    if (all === undefined || (all.kind === 'literal' && all.value !== true)) return [];
    return readOptions(record, {}, GLOBAL, reading).map(it => ({
      ...it,
      guards: [...guards, ...way.guards, ...it.guards],
    }));
  });
}

/** `'GET /path': { cors: … }`; what is not said there is as in config/security.js. */
function readRoutes(file: CodeFile, shared: RecordValue | undefined, reading: Reading): readonly CorsPolicy[] {
  const routes = recordOf(exported(file, 'routes', { path: file.path, start: 0, end: 0 }));
  const isShared = shared ? property(shared, 'allRoutes')?.value : undefined;
  const everywhere = isShared?.kind === 'literal' && isShared.value === true;
  return (routes?.entries ?? []).flatMap(route => {
    const entry = route.value.kind === 'record' ? property(route.value, 'cors') : undefined;
    return entry ? readRoute(route.key, entry, shared, everywhere, reading) : [];
  });
}

function readRoute(
  address: string,
  entry: Entry,
  shared: RecordValue | undefined,
  everywhere: boolean,
  reading: Reading,
): readonly CorsPolicy[] {
  const [, verb, path] = /^\s*(?:(\w+)\s+)?(\S+)\s*$/.exec(address) ?? [];
  const method = verb === undefined || /^all$/i.test(verb) ? undefined : verb.toUpperCase();
  const scope: Scope = { ...(path ? { path } : {}), ...(method ? { methods: [method, 'OPTIONS'] } : {}) };
  return eachCondition(entry.value).flatMap(({ value, guards }) => {
    const own = routeOptions(value, entry, everywhere);
    if (!own) return [];
    return readOptions(over(shared, own), scope, ROUTE, reading).map(({ behaviour, container, ...it }) => ({
      ...it,
      guards: [...guards, ...it.guards],
      ...(container && value.kind === 'record' ? { container } : {}),
      // A method of its own, or headers that all routes get, and the answer is put together of two.
      ...(behaviour && !method && !everywhere ? { behaviour } : {}),
    }));
  });
}

/** `true` stands for the shared options, a text for an origin. */
function routeOptions(value: Value, entry: Entry, everywhere: boolean): RecordValue | undefined {
  if (value.kind === 'record') return value;
  const empty: RecordValue = { kind: 'record', container: 'object', entries: [], span: entry.span };
  if (value.kind === 'literal' && value.value === true) return everywhere ? undefined : empty;
  if (textOf(value) === undefined) return undefined;
  const list: Value = { kind: 'list', container: 'array', items: [value], span: value.span };
  return { ...empty, entries: [{ ...entry, key: 'allowOrigins', value: list }] };
}

/** A record in front of another one. */
function over(behind: RecordValue | undefined, record: RecordValue): RecordValue {
  if (!behind) return record;
  const entries = behind.entries.filter(it => !property(record, it.key));
  return { ...record, entries: [...entries, ...record.entries] };
}

function readOptions(
  record: RecordValue,
  scope: Scope,
  semantics: OriginSemantics,
  reading: Reading,
): readonly CorsPolicy[] {
  const unsafe = property(record, 'allowAnyOriginWithCredentialsUnsafe')?.value;
  const open = unsafe?.kind === 'literal' && unsafe.value === true;
  const made = { span: record.span, options: record, used: true, scope };
  return readLibrary(library(open, semantics, reading), made, reading);
}

function library(open: boolean, semantics: OriginSemantics, reading: Reading): LibraryOptions {
  return {
    id: 'sails',
    package: 'sails',
    newest: NEWEST,
    table: SAILS_OPTIONS,
    semantics,
    prepare: record => asRead(record, reading),
    finish: policy => starred(policy, open),
    preflight: () => ({ by: 'library', status: 200 }),
    vary: ({ mode }) => (mode === 'echo-match' || mode === 'echo-any' ? 'when-matched' : 'never'),
    behaviour(record, origins, of) {
      const credentials = entryOf(record, SAILS_OPTIONS, 'credentials')?.value;
      const reflects = open && origins.mode === 'any' && credentials?.kind === 'literal' && credentials.value === true;
      return origins.mode === 'none' && semantics === GLOBAL
        ? undefined
        : sailsBehaviour(record, SAILS_OPTIONS, of, reflects);
    },
  };
}

/** Texts are lists with commas; a list in which something is no origin is refused as a whole. */
function asRead(record: RecordValue, { project }: Reading): RecordValue {
  const source = (at: Span) => project.code(at.path)?.text.slice(at.start, at.end) ?? '';
  const origin = (value: Value): Value => {
    if (value.kind === 'choice')
      return { ...value, branches: value.branches.map(it => ({ ...it, value: origin(it.value) })) };
    if (value.kind === 'environment') {
      const each = { separator: ',', trimmed: true, filtered: false };
      return { kind: 'list', container: 'array', items: [{ ...value, each }], span: value.span };
    }
    const list = value.kind === 'list' ? value : textOf(value) === '*' ? undefined : pieces(value, source, true);
    if (!list) return value;
    const refused = list.items.some(it => it.kind === 'literal' && !isOriginUrl(it.value));
    return refused ? { kind: 'record', container: 'object', entries: [], span: value.span } : list;
  };
  const given = withoutUndefined(record);
  const entries = given.entries.filter(it => !(/methods$/i.test(it.key) && textOf(it.value) === ''));
  const named = entries.map(it =>
    it.key === 'allowOrigins' || it.key === 'origin' ? { ...it, value: origin(it.value) } : it,
  );
  return { ...given, entries: named };
}

/** `checkOriginUrl` of lib/util/check-origin-url.js: a scheme, nothing behind the port, and no port that is implied. */
function isOriginUrl(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^https?:\/\/[^/?\s^]+$/.test(value) &&
    !/^http:.*:80$/.test(value) &&
    !/^https:.*:443$/.test(value)
  );
}

/** `*` with credentials: Sails does not start, or, told that this is meant, repeats every origin. */
function starred(policy: CorsPolicy, open: boolean): CorsPolicy {
  const { origins, credentials } = policy;
  if (origins.mode !== 'any' || known(credentials) !== true) return policy;
  if (open) return reflectingWildcard(policy);
  const { behaviour: _, ...rest } = policy;
  const at = origins.from === 'written' ? origins.at : credentials.at;
  return {
    ...rest,
    origins: { ...origins, mode: 'none', acceptor: NONE },
    oddities: [...policy.oddities, { kind: 'origin-misread', given: "'*' with credentials", effect: 'crashes', at }],
  };
}
