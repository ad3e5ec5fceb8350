import { isUndefined, type RecordValue } from '../../../syntax/value.ts';
import type { CodeFramework } from '../../framework.ts';
import { writeOptions } from '../../options/edits.ts';
import { exportedBy, type LibraryOptions, readLibrary } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { remixUtilsBehaviour } from './behaviour.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];

const OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposedHeaders',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'strict',
  credentialsDefault: false,
  methods: METHODS,
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses',
    credentials: 'cookies are not allowed',
    methods: `${METHODS.slice(0, -1).join(', ')} and ${METHODS.at(-1)} are allowed`,
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** `isOriginAllowed` of remix-utils: whatever else counts as true lets everybody in, in lists too; promises are awaited. */
const ORIGINS: OriginSemantics = {
  unset: 'reflects-everyone',
  yes: 'reflects-everyone',
  no: 'off',
  nothing: 'any',
  null: 'nobody',
  empty: 'literal-header',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts-and-patterns',
  pattern: 'tested',
  other: 'reflects-everyone',
  functions: { kind: 'return', awaits: true, otherwise: 'off', trueMeansOrigin: true, absent: '' },
};

const REMIX_UTILS: LibraryOptions = {
  id: 'remix-utils',
  package: 'remix-utils',
  newest: '10.0.0',
  table: OPTIONS,
  semantics: ORIGINS,
  prepare: withoutEmptyHeaders,
  preflight: () => ({ by: 'library', status: 200 }),
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : mode === 'fixed' ? 'always' : 'when-matched'),
  behaviour: (record, origins, library) => remixUtilsBehaviour(record, origins, OPTIONS, library),
};

const isCors = exportedBy(/^remix-utils(\/cors)?$/, 'cors');
const isMaker = exportedBy(/^remix-utils\/middleware\/cors$/, 'createCorsMiddleware');

/** `cors(request, response, options)` and `createCorsMiddleware(options)` of remix-utils, for React Router and Remix. */
export const remixUtils: CodeFramework = {
  kind: 'code',
  id: 'remix-utils',
  title: 'remix-utils',
  docs: 'https://github.com/sergiodxa/remix-utils#cors',
  mentions: ['remix-utils'],
  dialect: { table: OPTIONS, semantics: ORIGINS },

  recognise(file, reading) {
    const calls = file.plainCalls(/remix-utils/).filter(it => !it.construct);
    const policies = calls.flatMap(({ span, args, callee, used, alone }) => {
      if (isCors(callee)) return readLibrary(REMIX_UTILS, { span, options: args[2], used: true }, reading);
      if (isMaker(callee)) return readLibrary(REMIX_UTILS, { span, options: args[0], used: used && !alone }, reading);
      return [];
    });
    return { policies };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, OPTIONS),
};

/** No list of headers, an empty one, and nothing all repeat what is asked for. */
function withoutEmptyHeaders(record: RecordValue): RecordValue {
  const entries = record.entries.filter(({ key, value }) => {
    const empty = value.kind === 'list' && value.items.length === 0 && !value.rest;
    const nothing = isUndefined(value) || (value.kind === 'literal' && value.value === null);
    return !(key === 'allowedHeaders' && (empty || nothing)) && !(key === 'exposedHeaders' && nothing);
  });
  return { ...record, entries };
}
