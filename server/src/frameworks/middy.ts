import { property, type RecordValue, textOf, type Value } from '../syntax/value.ts';
import { calledLibrary, exportedBy, mapEntry, withoutUndefined } from './library-options.ts';
import { reflectingWildcard } from './wildcard.ts';

/** @middy/http-cors 5 to 7 (index.js): nothing is sent unless it is given; `*` with credentials repeats every origin. */
export const middy = calledLibrary(
  {
    id: 'middy-cors',
    package: '@middy/http-cors',
    newest: '6.4.5',
    table: {
      names: {
        origins: 'origins',
        credentials: 'credentials',
        methods: 'methods',
        allowedHeaders: 'headers',
        exposedHeaders: 'exposeHeaders',
        maxAge: 'maxAge',
      },
      aliases: { origin: 'origins' },
      others: [
        'disableBeforePreflightResponse',
        'getOrigin',
        'cacheControl',
        'vary',
        'requestHeaders',
        'requestMethods',
      ],
      credentials: 'truthy',
      credentialsDefault: false,
      methods: 'none',
      allowedHeaders: 'none',
      today: {
        origins: 'no other website may read the responses',
        credentials: 'cookies are not allowed',
        methods: 'GET, HEAD and POST are allowed',
        allowedHeaders: 'no further request header is allowed',
        exposedHeaders: 'no further response header can be read',
        maxAge: 'browsers ask again after five seconds',
      },
    },
    semantics: {
      unset: 'off',
      yes: 'crashes',
      no: 'off',
      nothing: 'off',
      empty: 'off',
      text: 'fixed',
      starInList: 'any',
      list: 'texts-and-patterns',
      pattern: 'crashes',
      other: 'crashes',
      functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
    },
    prepare: asRead,
    finish: policy => {
      if (policy.origins.mode !== 'any') return policy;
      return reflectingWildcard({ ...policy, origins: { ...policy.origins, listed: [] } });
    },
    preflight: record => {
      const given = record && property(record, 'disableBeforePreflightResponse')?.value;
      return given?.kind === 'literal' && given.value === false ? { by: 'library', status: 204 } : { by: 'unknown' };
    },
    vary: ({ mode, acceptor }) =>
      mode === 'echo-match' && acceptor.kind === 'equals' ? 'never' : mode.startsWith('echo') ? 'always' : 'never',
  },
  {
    title: '@middy/http-cors',
    docs: 'https://middy.js.org/docs/middlewares/http-cors',
    mentions: ['middy/http-cors'],
  },
  exportedBy('@middy/http-cors', 'default'),
);

/** A list that is not empty goes before `origin`, and a glob in it is a pattern; a function of one's own decides everything. */
function asRead(record: RecordValue): RecordValue {
  const given = withoutUndefined(record);
  const own = property(given, 'getOrigin');
  const list = property(given, 'origins')?.value;
  const empty = list?.kind === 'list' && list.items.length === 0 && !list.rest;
  const entries = given.entries.filter(
    it => !(it.key === 'origins' && empty) && !(it.key === 'origin' && list && !empty),
  );
  const read = mapEntry({ ...given, entries }, 'origins', globOf);
  return own
    ? { ...read, rest: { kind: 'unknown', why: 'a function of its own', onOrigin: true, span: own.span } }
    : read;
}

/** `*` in a list stands for any characters but a dot. */
function globOf(value: Value): Value {
  const text = textOf(value);
  if (text === undefined || text === '*' || !text.includes('*')) return value;
  const source = `^${text.replaceAll('.', '\\.').replaceAll('*', '[^.]*').replaceAll('/', '\\/')}$`;
  return { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}
