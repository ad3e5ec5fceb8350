import { calledLibrary, exportedBy, withDefault, withoutUndefined } from './library-options.ts';
import { reflectingWildcard } from './wildcard.ts';

/** `cors()` of itty-router 5 and 6 (cors.mjs): `*` with credentials repeats every origin, and nothing sends `Vary`. */
export const itty = calledLibrary(
  {
    id: 'itty-cors',
    package: 'itty-router',
    newest: '6.0.0',
    table: {
      names: {
        origins: 'origin',
        credentials: 'credentials',
        methods: 'allowMethods',
        allowedHeaders: 'allowHeaders',
        exposedHeaders: 'exposeHeaders',
        maxAge: 'maxAge',
      },
      others: [],
      credentials: 'truthy',
      credentialsDefault: false,
      methods: ['*'],
      allowedHeaders: 'none',
      today: {
        origins: 'every website may read the responses',
        credentials: 'cookies are not allowed',
        methods: 'every method is allowed (`*`)',
        allowedHeaders: 'no further request header is allowed',
        exposedHeaders: 'no further response header can be read',
        maxAge: 'browsers ask again after five seconds',
      },
    },
    semantics: {
      unset: 'any',
      yes: 'reflects-everyone',
      no: 'off',
      nothing: 'any',
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
      },
    },
    prepare: withoutUndefined,
    finish: policy => {
      const { at } = policy;
      return reflectingWildcard(withDefault(policy, 'methods', { kind: 'any', at, names: [{ text: '*', at }] }));
    },
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'never',
  },
  {
    title: 'itty-router',
    docs: 'https://itty.dev/itty-router/cors',
    mentions: ['itty-router'],
  },
  exportedBy(/^itty-router(\/cors)?$/, 'cors'),
);
