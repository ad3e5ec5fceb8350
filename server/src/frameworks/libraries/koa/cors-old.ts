import { type Behaviour, everywhere, TAKEN } from '../../../model/behaviour.ts';
import { type Entry, property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { calledLibrary, exportedBy } from '../../options/library-options.ts';
import { listTexts } from '../../options/list-texts.ts';
import type { OptionTable } from '../../options/table.ts';
import { reflectingHeaders } from './cors.ts';

/** The options of koa-cors 0.0.16 (index.js), for the generators of Koa 1. */
const TABLE: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'headers',
    exposedHeaders: 'expose',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'strict',
  credentialsDefault: false,
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD, PUT, POST and DELETE are allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** koa-cors, not to be confused with @koa/cors: every origin is repeated unless one is given, and nothing sends `Vary`. */
export const koaCorsOld = calledLibrary(
  {
    id: 'koa-cors-old',
    package: 'koa-cors',
    newest: '0.0.16',
    table: TABLE,
    semantics: {
      unset: 'reflects-everyone',
      yes: 'reflects-everyone',
      no: 'off',
      nothing: 'literal-header',
      empty: 'literal-header',
      text: 'fixed',
      starInList: 'compared',
      list: 'sent',
      pattern: 'literal-header',
      other: 'literal-header',
      functions: {
        kind: 'context',
        awaits: false,
        otherwise: 'literal-header',
        trueMeansOrigin: false,
        answers: { no: 'off', nothing: 'literal-header', empty: 'literal-header' },
      },
    },
    prepare: record => ({ ...record, entries: record.entries.flatMap(asRead) }),
    finish: reflectingHeaders,
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'never',
    behaviour,
  },
  { title: 'koa-cors', docs: 'https://github.com/evert0n/koa-cors#options', mentions: ['koa-cors'] },
  exportedBy('koa-cors', 'default'),
);

/** An `origin` that is neither a text, nor `true` or `false`, nor a function ends as the text `undefined`; a time is a number. */
function asRead(entry: Entry): readonly Entry[] {
  const { key, value } = entry;
  if (key === 'maxAge' && value.kind === 'literal' && typeof value.value !== 'number') return [];
  const odd = value.kind === 'list' || value.kind === 'pattern' || value.kind === 'record' || isOddLiteral(value);
  if (key !== 'origin' || !odd) return [entry];
  return [{ ...entry, value: { kind: 'literal', value: undefined, span: value.span } }];
}

function isOddLiteral(value: Value): boolean {
  return value.kind === 'literal' && typeof value.value !== 'boolean' && textOf(value) === undefined;
}

/** Where `origin` is false, what comes behind it never runs; so it may be with a function. */
function behaviour(record: RecordValue | undefined): Behaviour | undefined {
  const origin = record && property(record, 'origin')?.value;
  if (origin?.kind === 'function') return undefined;
  const stops = origin?.kind === 'literal' && origin.value === false;
  const why = 'the middleware ends without handing the request on';
  return {
    source: 'koa-cors 0.0.16: index.js',
    preflight: { when: 'options', status: 204 },
    allowOrigin: { starWithCredentials: 'sent', denied: 'off', absent: '*' },
    credentials: everywhere(),
    methods: everywhere(),
    allowedHeaders: everywhere(),
    exposedHeaders: everywhere(),
    maxAge: everywhere(TAKEN),
    vary: { origin: {}, requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, TABLE, ',') },
    kept: { notFound: true, error: false },
    ...(stops ? { fails: { on: ['preflight', 'options', 'actual'], status: 404, why } } : {}),
  };
}
