import { type CorsPolicy, known, type NameList, type Setting } from '../../../model/policy.ts';
import type { Entry, RecordValue, Value } from '../../../syntax/value.ts';
import { type LibraryOptions, mapEntry, withoutUndefined } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { flat } from '../../origin/answers.ts';
import type { OriginSemantics } from '../../origin/option.ts';

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

/** Who is let in by h3 1. */
export const H3_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'error-500',
  no: 'any',
  nothing: 'any',
  empty: 'any',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts-and-patterns',
  nested: 'nobody',
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

/** `handleCors` of h3 1. */
export const H3_FIRST: LibraryOptions = {
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

/** Who is let in by h3 2. */
export const H3_SECOND_ORIGINS: OriginSemantics = {
  ...H3_ORIGINS,
  yes: 'nobody',
  text: 'compared',
  pattern: 'nobody',
  other: 'nobody',
};

/** h3 2.0 (dist/cors.mjs) compares a text, and fills its defaults in. */
export const H3_SECOND: LibraryOptions = {
  ...H3_FIRST,
  table: { ...H3_OPTIONS, methods: 'reflect', today: { ...H3_OPTIONS.today, methods: 'every method is allowed' } },
  semantics: H3_SECOND_ORIGINS,
  // `search` keeps nothing of one request for the next.
  prepare: it =>
    mapEntry(given(comparable(it)), 'origin', it => (it.kind === 'pattern' ? { ...it, shared: false } : it)),
  finish: policy => wildcards(repeating(policy)),
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
};

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
export function repeating(policy: CorsPolicy): CorsPolicy {
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
