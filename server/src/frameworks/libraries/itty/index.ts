import { textOf } from '../../../syntax/value.ts';
import { calledLibrary, exportedBy, withDefault, withoutUndefined } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { isAtLeast } from '../../options/version.ts';
import { reflectingByTruth } from '../../options/wildcard.ts';
import { ittyBehaviour } from './behaviour.ts';

const ITTY_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'sent',
  credentialsDefault: false,
  methods: ['*'],
  allowedHeaders: 'none',
  falseIsEmpty: true,
  today: {
    origins: 'every website may read the responses',
    credentials: 'cookies are not allowed',
    methods: 'every method is allowed (`*`)',
    allowedHeaders: 'no further request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** `cors()` of itty-router 5 and 6 (cors.mjs): `*` with credentials repeats every origin, and nothing sends `Vary`. */
export const itty = calledLibrary(
  {
    id: 'itty-cors',
    package: 'itty-router',
    newest: '6.0.0',
    table: ITTY_OPTIONS,
    semantics: {
      unset: 'any',
      yes: 'reflects-everyone',
      no: 'off',
      nothing: 'any',
      null: 'off',
      empty: 'off',
      text: 'fixed',
      starInList: 'compared',
      list: 'texts',
      pattern: 'tested',
      other: 'literal-header',
      functions: {
        kind: 'return',
        awaits: false,
        otherwise: 'literal-header',
        trueMeansOrigin: false,
        answers: { yes: 'literal-header', nothing: 'off', list: 'sent', pattern: 'literal-header' },
        absent: null,
      },
    },
    prepare: record => {
      const given = withoutUndefined(record);
      return {
        ...given,
        entries: given.entries.map(it =>
          it.key === 'allowHeaders' && textOf(it.value) === ''
            ? { ...it, value: { kind: 'list', container: 'array', items: [], span: it.value.span } }
            : it,
        ),
      };
    },
    finish: policy => {
      const { at, library } = policy;
      const read = withDefault(policy, 'methods', { kind: 'any', at, names: [{ text: '*', at }] });
      const five = library && !isAtLeast(library, '6.0.0');
      return reflectingByTruth(five ? withDefault(read, 'allowedHeaders', { kind: 'reflect' }) : read);
    },
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'never',
    behaviour: (record, _, library) => ittyBehaviour(record, ITTY_OPTIONS, library),
  },
  {
    title: 'itty-router',
    docs: 'https://itty.dev/itty-router/cors',
    mentions: ['itty-router'],
  },
  exportedBy(/^itty-router(\/cors)?$/, 'cors'),
);
