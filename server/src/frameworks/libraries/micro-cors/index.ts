import { calledLibrary, exportedBy, withMaxAge, withoutUndefined } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { microCorsBehaviour } from './behaviour.ts';

const HEADERS = [
  'X-Requested-With',
  'Access-Control-Allow-Origin',
  'X-HTTP-Method-Override',
  'Content-Type',
  'Authorization',
  'Accept',
];

const MICRO_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'allowCredentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'truthy',
  credentialsDefault: true,
  methods: ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  allowedHeaders: HEADERS,
  today: {
    origins: 'every website may read the responses (`*`)',
    credentials: 'cookies are allowed',
    methods: 'POST, GET, PUT, PATCH, DELETE and OPTIONS are allowed',
    allowedHeaders: `${HEADERS.slice(0, -1).join(', ')} and ${HEADERS.at(-1)} are allowed`,
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after a day',
  },
};

/** micro-cors 0.1 (lib/index.js): credentials are on by default; whatever stands as `origin` is sent, and nothing sends `Vary`. */
export const microCors = calledLibrary(
  {
    id: 'micro-cors',
    package: 'micro-cors',
    newest: '0.1.1',
    table: MICRO_OPTIONS,
    semantics: {
      unset: 'any',
      yes: 'literal-header',
      no: 'literal-header',
      nothing: 'literal-header',
      empty: 'literal-header',
      text: 'fixed',
      starInList: 'any',
      list: 'sent',
      pattern: 'literal-header',
      other: 'literal-header',
      functions: { kind: 'none', awaits: false, otherwise: 'literal-header', trueMeansOrigin: false },
    },
    prepare: withoutUndefined,
    finish: policy => withMaxAge(policy, 86400),
    preflight: () => ({ by: 'library', status: 200 }),
    vary: () => 'never',
    behaviour: (record, _, library) => microCorsBehaviour(record, MICRO_OPTIONS, library),
  },
  {
    title: 'micro-cors',
    docs: 'https://github.com/possibilities/micro-cors#options',
    mentions: ['micro-cors'],
  },
  exportedBy('micro-cors', 'default'),
);
