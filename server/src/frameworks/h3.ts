import { type CorsPolicy, known, type NameList, type Setting } from '../model/policy.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import type { Entry, RecordValue, Value } from '../syntax/value.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { appended, h3Behaviour, type Idiom } from './h3-behaviour.ts';
import { isAtLeast, libraryOf } from './library.ts';
import { type LibraryOptions, mapEntry, readLibrary, withoutUndefined } from './library-options.ts';
import type { OptionTable } from './options.ts';
import { writeOptions } from './options-edits.ts';
import { flat } from './origin-answers.ts';
import type { OriginSemantics } from './origin-option.ts';

/** The options of `handleCors` in h3 1.15 (dist/index.mjs), whose own defaults are not used. */
export const H3_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['preflight'],
  credentials: 'truthy',
  credentialsDefault: false,
  methods: 'none',
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses (`*`)',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD and POST are allowed',
    allowedHeaders: 'every request header is allowed',
    maxAge: 'browsers ask again after five seconds',
  },
};

export const H3_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'error-500',
  no: 'any',
  nothing: 'any',
  empty: 'any',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts-and-patterns',
  pattern: 'error-500',
  other: 'error-500',
  functions: {
    kind: 'return',
    awaits: false,
    otherwise: 'reflects-everyone',
    trueMeansOrigin: true,
    verdict: 'truthy',
  },
};

const V1: LibraryOptions = {
  id: 'h3',
  package: 'h3',
  newest: '1.15.11',
  table: H3_OPTIONS,
  semantics: H3_ORIGINS,
  prepare: it => given(comparable(withoutUndefined(it))),
  finish: policy => failing(repeating({ ...policy, maxAge: { kind: 'default', value: undefined, at: policy.at } })),
  preflight: answered,
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'when-matched'),
};

const V2_ORIGINS: OriginSemantics = {
  ...H3_ORIGINS,
  yes: 'nobody',
  text: 'compared',
  pattern: 'nobody',
  other: 'nobody',
};

/** h3 2.0 (dist/cors.mjs) compares a text, and fills its defaults in. */
const V2: LibraryOptions = {
  ...V1,
  table: { ...H3_OPTIONS, methods: 'reflect', today: { ...H3_OPTIONS.today, methods: 'every method is allowed' } },
  semantics: V2_ORIGINS,
  // `search` keeps nothing of one request for the next.
  prepare: it =>
    mapEntry(given(comparable(it)), 'origin', it => (it.kind === 'pattern' ? { ...it, shared: false } : it)),
  finish: policy => wildcards(repeating(policy)),
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
};

/** `handleCors(event, options)` of h3, and the functions it is made of; Nuxt and Nitro import them by themselves. */
export const h3: CodeFramework = {
  kind: 'code',
  id: 'h3',
  title: 'handleCors of h3',
  docs: 'https://h3.dev/utils/security#cors',
  mentions: ['handlecors', 'appendcorsheaders'],
  dialect: { table: H3_OPTIONS, semantics: H3_ORIGINS },

  recognise(file, reading) {
    const calls = file.calls(it => it === 'handleCors' || it === 'appendCorsHeaders').filter(isOfH3);
    return { policies: calls.flatMap(it => read(it, file, reading)) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, H3_OPTIONS),
};

function isOfH3({ callee }: CallSite): boolean {
  return callee.kind === 'external' && /^(h3|nitropack|nitro|#imports|)(\/|$)/.test(callee.module);
}

function read(call: CallSite, file: CodeFile, reading: Reading): readonly CorsPolicy[] {
  const library = libraryOf(reading.project, call.span.path, 'h3', V1.newest);
  const second = isAtLeast(library, '2.0.0');
  const made = { span: call.span, options: call.args[1], used: true };
  const idiom = idiomOf(call, second, file);
  const { table } = V1;
  if (call.name === 'appendCorsHeaders') return readLibrary(appending(second, idiom, file), made, reading);
  const behaviour: LibraryOptions['behaviour'] = record => h3Behaviour(record, table, library, idiom);
  if (second) return readLibrary({ ...V2, behaviour }, made, reading);
  // Without any options, `handleCors` of h3 1 reads a property of nothing.
  const semantics: OriginSemantics = made.options ? H3_ORIGINS : { ...H3_ORIGINS, unset: 'error-500' };
  return readLibrary({ ...V1, semantics, behaviour }, made, reading);
}

/** `appendCorsHeaders` fills no defaults in, and leaves preflights to whoever calls it. */
function appending(second: boolean, idiom: Idiom, file: CodeFile): LibraryOptions {
  const alone = file.calls(it => it === 'appendCorsPreflightHeaders').length === 0;
  return {
    ...V1,
    ...(second ? { semantics: V2_ORIGINS, finish: repeating, vary: V2.vary } : {}),
    preflight: () => ({ by: alone ? 'none' : 'manual' }),
    ...(alone
      ? { behaviour: (record, _, library) => appended(h3Behaviour(record, H3_OPTIONS, library, idiom), record) }
      : {}),
  };
}

/** What the code around the call does with its answer, as far as the status of responses rests on it. */
function idiomOf({ name, span, statement, alone }: CallSite, second: boolean, file: CodeFile): Idiom {
  const after = file.text.slice(span.end, statement.end);
  const before = file.text.slice(statement.start, span.start);
  const dropped =
    alone || (/^(if\s*\(\s*|await\s+)+$/.test(before) && /^\s*\)\s*(\{\s*)?return\s*(;|\}|$)/.test(after));
  const byMethod = file
    .calls(it => /^(get|post|put|patch|delete|head)$/i.test(it))
    .some(it => it.args.length > 1 && it.args[0]?.kind === 'literal');
  return {
    dropped,
    defaults: second && name === 'handleCors',
    everyMethod: !byMethod && !/(^|\/)middleware\/|\.(get|post|put|patch|delete|head)\.[cm]?[jt]s$/.test(file.path),
  };
}

/** Items of a list that are neither text nor pattern are compared, too, and are never the request's origin. */
function comparable(record: RecordValue): RecordValue {
  const idle = (it: Value): boolean =>
    (it.kind === 'literal' && typeof it.value !== 'string') || ['record', 'function', 'test'].includes(it.kind);
  const entries = record.entries.map(it =>
    it.key === 'origin' && it.value.kind === 'list' && it.value.container !== 'set'
      ? { ...it, value: { ...it.value, items: it.value.items.filter(item => !idle(item)) } }
      : it,
  );
  return { ...record, entries };
}

/** What is given and counts as nothing takes the place of a default, as an empty text does. */
function given(record: RecordValue): RecordValue {
  const nothing = ({ value }: Entry) => value.kind === 'literal' && !value.value;
  const entries = record.entries
    .filter(it => it.key !== 'maxAge' || !nothing(it))
    .map((it): Entry => {
      const list = ['methods', 'allowHeaders', 'exposeHeaders'].includes(it.key);
      return list && nothing(it) ? { ...it, value: { kind: 'literal', value: '', span: it.value.span } } : it;
    });
  return { ...record, entries };
}

/** With credentials, the wildcard for methods repeats what is asked for, and that for exposed headers is not sent. */
function wildcards(policy: CorsPolicy): CorsPolicy {
  const { methods, exposedHeaders, credentials, at } = policy;
  const star: NameList = { kind: 'any', at, names: [{ text: '*', at }] };
  const dynamic = { kind: 'dynamic', why: 'whether credentials are allowed is not known', at } as const;
  const on = known(credentials);
  const wild = (setting: Setting<NameList>, without: NameList): Setting<NameList> => {
    if (setting.kind === 'dynamic' || (setting.kind === 'written' && !isStar(setting))) return setting;
    if (on === undefined) return dynamic;
    return { ...setting, kind: setting.kind, value: on ? without : star } as Setting<NameList>;
  };
  return {
    ...policy,
    methods: wild(methods, { kind: 'reflect' }),
    exposedHeaders: wild(exposedHeaders, { kind: 'names', names: [] }),
  };
}

/** Whether a list is the text `*`, not an array that holds it. */
function isStar(setting: Setting<NameList>): boolean {
  if (setting.kind !== 'written' || setting.value.kind !== 'any') return false;
  const [first, ...others] = setting.value.names;
  const { at } = setting;
  return first?.text === '*' && others.length === 0 && first.at.path === at.path && first.at.start - at.start < 2;
}

/** `*` as a text and an empty list let every header that is asked for through, by repeating it. */
function repeating(policy: CorsPolicy): CorsPolicy {
  const { allowedHeaders } = policy;
  if (allowedHeaders.kind !== 'written' || allowedHeaders.value.kind === 'reflect') return policy;
  return allowedHeaders.value.names.length > 0 && !isStar(allowedHeaders)
    ? policy
    : { ...policy, allowedHeaders: { ...allowedHeaders, value: { kind: 'reflect' } } };
}

/** What h3 1 cannot call ends the requests that have an `Origin` in an error; without one, `*` is sent all the same. */
function failing(policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  return origins.mode === 'none'
    ? { ...policy, origins: { ...origins, mode: 'echo-match', answers: flat('failed') } }
    : policy;
}

function answered(record: RecordValue | undefined): CorsPolicy['preflight'] {
  const preflight = record?.entries.find(it => it.key === 'preflight')?.value;
  const status =
    preflight?.kind === 'record' ? preflight.entries.find(it => it.key === 'statusCode')?.value : undefined;
  return status?.kind === 'literal' && typeof status.value === 'number'
    ? { by: 'library', status: status.value, at: status.span }
    : { by: 'library', status: 204 };
}
