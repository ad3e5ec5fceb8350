import type { CorsRequest } from '../model/request.ts';
import { property, textOf, type Value } from '../syntax/value.ts';

type Meant = Pick<CorsRequest, 'cookiesMeant'>;

/** The option that sends cookies, where `fetch` is handed it by the name that it has in axios: https://fetch.spec.whatwg.org/#requestinit */
export function meantOfFetch(init: Value | undefined): Meant {
  if (init?.kind !== 'record' || property(init, 'credentials')) return {};
  const given = flagIn(init);
  return given
    ? {
        cookiesMeant: {
          at: given,
          given: '`withCredentials`',
          instead: '`fetch` knows `credentials: "include"` alone',
        },
      }
    : {};
}

/**
 * The option that sends cookies, where axios is handed it as part of the body, or by the name that it has in `fetch`, which the half
 * for browsers does not look at, and drops (axios 1.21.1, lib/adapters/xhr.js and fetch.js).
 */
export function meantOfAxios(
  data: Value | undefined,
  config: Value | undefined,
  withCredentials: Value | undefined,
): Meant {
  // What is not known may send them.
  if (withCredentials) return {};
  const inBody = data?.kind === 'record' ? flagIn(data) : undefined;
  if (inBody)
    return {
      cookiesMeant: {
        at: inBody,
        given: '`withCredentials`',
        instead: 'it is part of the body, and axios takes options after that',
      },
    };
  const credentials = config?.kind === 'record' ? property(config, 'credentials') : undefined;
  return credentials && textOf(credentials.value) === 'include'
    ? {
        cookiesMeant: {
          at: credentials.span,
          given: '`credentials`',
          instead: 'axios knows `withCredentials: true` alone',
        },
      }
    : {};
}

function flagIn(record: Extract<Value, { kind: 'record' }>) {
  const given = property(record, 'withCredentials');
  return given?.value.kind === 'literal' && given.value.value === true ? given.span : undefined;
}
