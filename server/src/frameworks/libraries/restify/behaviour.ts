import { type Behaviour, onActual, onPreflight } from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import { property, type RecordValue, textOf } from '../../../syntax/value.ts';

/** The request headers that are allowed in any case (src/constants.js). */
export const OWN_ALLOWED = [
  'accept',
  'accept-version',
  'content-type',
  'request-id',
  'origin',
  'x-api-version',
  'x-request-id',
  'x-requested-with',
];

/** The response headers that are exposed in any case. */
export const OWN_EXPOSED = [
  'api-version',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'request-id',
  'response-time',
];

/**
 * What restify-cors-middleware2 2.2.1 and restify-cors-middleware 1.1.1 send (src/preflight.js, src/actual.js; restify 11.1.0
 * behind them): preflights are answered before the routes, and always allow credentials; what they do not take ends
 * in 405 or 404. The rest is written where a route is reached.
 */
export function restifyBehaviour(record: RecordValue | undefined, library: Library): Behaviour {
  const given = record && property(record, 'credentials')?.value;
  const credentials = given === undefined ? false : given.kind === 'literal' ? Boolean(given.value) : undefined;
  const second = library.name === 'restify-cors-middleware2';
  const joiner = second ? ',' : ', ';
  const letIn = ['matched'] as const;
  const varying = second ? (['matched', 'off'] as const) : letIn;
  return {
    source: `${library.name} ${library.version}: src/preflight.js, src/actual.js`,
    preflight: { when: 'request-method', status: 204, unanswered: 405 },
    allowOrigin: { on: ['preflight', 'actual'], starWithCredentials: 'sent', denied: 'off', withoutOrigin: 'off' },
    credentials: { preflight: letIn, actual: credentials === false ? [] : letIn, options: [] },
    ...(credentials === undefined ? {} : { credentialsText: 'true' }),
    methods: onPreflight(letIn),
    allowedHeaders: onPreflight(letIn),
    exposedHeaders: { ...onActual(letIn), options: [] },
    maxAge: onPreflight(letIn),
    vary: {
      origin: { actual: varying, options: [] },
      requestHeaders: 'never',
      ...(second
        ? {
            further: {
              on: { actual: varying, options: [] },
              names: ['Access-Control-Request-Method', 'Access-Control-Request-Headers'],
            },
          }
        : {}),
    },
    lists: { joiner, empty: 'sent', besideMethod: 'OPTIONS', texts: textsOf(record, joiner) },
    zeroMaxAgeOmitted: true,
    kept: { notFound: false, error: true },
  };
}

/** The given request headers with the library's own behind them, where they are known. */
function textsOf(record: RecordValue | undefined, joiner: string): { readonly allowedHeaders?: string } {
  const value = record && property(record, 'allowHeaders')?.value;
  if (value?.kind !== 'list' || value.rest) return {};
  const given = value.items.map(textOf);
  if (given.some(it => it === undefined)) return {};
  return { allowedHeaders: [...given, ...OWN_ALLOWED.filter(it => !given.includes(it))].join(joiner) };
}
