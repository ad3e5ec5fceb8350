import { type Behaviour, everywhere } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { isAtLeast } from '../../options/version.ts';

const HEADERS = [
  'Origin',
  'X-Requested-With',
  'Content-Type',
  'Accept',
  'Authorization',
  'Content-Encoding',
  'x-apollo-tracing',
];

/** The request headers that Payload always allows (dist/utilities/headersWithCors.js of 3.54.0, 3.55.0 and 3.90.2). */
export function payloadHeaders(library: Library): readonly string[] {
  return isAtLeast(library, '3.55.0') ? [...HEADERS, 'X-Payload-HTTP-Method-Override'] : HEADERS;
}

/**
 * What `headersWithCors` of Payload 3.90.2 sends (run: dist/utilities/handleEndpoints.js): methods and headers stand on every
 * response whoever asks, `Vary` on none.
 */
export function payloadBehaviour(record: RecordValue | undefined, origins: Origins, library: Library): Behaviour {
  const headers = record && property(record, 'headers')?.value;
  const why = origins.mode === 'none' ? '`origins` has no `indexOf`' : '`headers` is no list';
  // Without an `Origin`, `null` is looked for.
  const text = origins.mode === 'fixed' && origins.acceptor.kind === 'equals' ? origins.acceptor.text : '';
  const findsNull = typeof text !== 'string' || text.includes('null');
  return {
    source: `payload ${library.version}: dist/utilities/headersWithCors.js`,
    preflight: { when: 'options', status: 200 },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: 'refused',
      ...(findsNull ? { withoutOrigin: 'unknown' } : {}),
    },
    credentials: everywhere(['matched']),
    methods: everywhere(),
    allowedHeaders: everywhere(),
    exposedHeaders: {},
    maxAge: {},
    vary: { origin: {}, requestHeaders: 'never' },
    lists: { joiner: ', ', empty: 'sent', texts: textsOf(headers, library) },
    kept: { notFound: true, error: true },
    ...(origins.mode === 'none' || isNothing(headers)
      ? { fails: { on: ['preflight', 'options', 'actual'], status: 500, why } }
      : {}),
  };
}

/** `undefined` or `null` cannot be spread into the list. */
function isNothing(value: Value | undefined): boolean {
  return value?.kind === 'literal' && (value.value === undefined || value.value === null);
}

/** The usual headers with the given ones behind them, where those are known; empty ones are left out. */
function textsOf(headers: Value | undefined, library: Library): { readonly allowedHeaders?: string } {
  if (headers?.kind !== 'list' || headers.rest) return {};
  const given = headers.items.map(textOf);
  if (given.some(it => it === undefined)) return {};
  return { allowedHeaders: [...payloadHeaders(library), ...given].filter(it => it !== '').join(', ') };
}
