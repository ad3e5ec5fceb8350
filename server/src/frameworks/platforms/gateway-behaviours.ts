import {
  type Behaviour,
  everywhere,
  LET_IN,
  type OriginMatch,
  onActual,
  onPreflight,
  TAKEN,
} from '../../model/behaviour.ts';
import type { Origins } from '../../model/policy.ts';
import { property, type RecordValue, textOf } from '../../syntax/value.ts';

const NOTHING = { origin: {}, requestHeaders: 'never' } as const;
const BEHIND = 'what stands behind the gateway answers it';

/**
 * rootfs/etc/nginx/template/nginx.tmpl of ingress-nginx 1.15, `CORS`: every line on all responses, and a 204 for whatever `OPTIONS`, where
 * the origin is let in; other origins are left to what stands behind. Lists are sent as they are written.
 */
export function ingressBehaviour(
  annotations: RecordValue,
  prefix: string,
  headers: string,
  { mode }: Origins,
): Behaviour {
  const text = (key: string) => textOf(property(annotations, `${prefix}${key}`)?.value);
  const [methods, allowed, exposed] = ['cors-allow-methods', 'cors-allow-headers', 'cors-expose-headers'].map(text);
  const listed = everywhere(LET_IN);
  return {
    source: 'ingress-nginx 1.15: nginx.tmpl',
    preflight: { when: 'options', status: 204, unansweredWhy: BEHIND },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: 'off',
      ...(mode === 'any' ? {} : { withoutOrigin: 'off' as const }),
    },
    credentials: listed,
    methods: listed,
    allowedHeaders: listed,
    exposedHeaders: listed,
    maxAge: listed,
    vary: NOTHING,
    lists: {
      joiner: ', ',
      empty: 'omitted',
      texts: {
        ...(methods === undefined ? {} : { methods }),
        allowedHeaders: allowed ?? headers,
        ...(exposed === undefined ? {} : { exposedHeaders: exposed }),
      },
    },
    kept: { notFound: true, error: true },
  };
}

/**
 * pkg/middlewares/headers/header.go of Traefik 2 and 3: a preflight with both of its headers ends there, whoever asks, and always tells a
 * max-age; on other responses the headers take the place of those from behind.
 */
export function traefikBehaviour(varies: boolean): Behaviour {
  return {
    source: 'Traefik 3: pkg/middlewares/headers/header.go',
    preflight: { when: 'origin-and-request-method', status: 200, evenOff: true, unansweredWhy: BEHIND },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused' },
    credentials: everywhere(),
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: onActual(),
    maxAge: onPreflight(),
    vary: { origin: varies ? onActual() : {}, requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted' },
    kept: { notFound: true, error: true },
  };
}

/**
 * source/extensions/filters/http/cors/cors_filter.cc of Envoy 1.3x: the origin of whoever is let in is repeated, a `*` in a list repeats what
 * is asked for, and the preflights of others are handed on.
 */
export const ENVOY: Behaviour = {
  source: 'Envoy: cors_filter.cc',
  preflight: { when: 'origin-and-request-method', status: 200, unansweredWhy: BEHIND },
  allowOrigin: { starWithCredentials: 'reflected', starReflected: true, denied: 'off', withoutOrigin: 'off' },
  credentials: everywhere(LET_IN),
  methods: onPreflight(LET_IN),
  allowedHeaders: onPreflight(LET_IN),
  exposedHeaders: onActual(LET_IN),
  maxAge: onPreflight(LET_IN),
  vary: NOTHING,
  lists: { joiner: ',', empty: 'omitted' },
  kept: { notFound: true, error: true },
};

const NAMED: readonly OriginMatch[] = TAKEN.filter(it => it !== 'any');

/**
 * kong/plugins/cors/handler.lua of Kong 3: with both headers of a preflight it answers that itself; a single plain origin is sent to
 * everybody, and an origin that is not let in loses the header from behind.
 */
export function kongBehaviour({ listed, acceptor }: Origins, continues: boolean): Behaviour | undefined {
  if (continues) return undefined;
  const [only] = listed.length === 1 && acceptor.kind !== 'all' ? listed : [];
  const constant = only && /^[A-Za-z0-9.:/-]+$/.test(only.text) ? { refused: only.text, absent: only.text } : {};
  return {
    source: 'Kong 3: kong/plugins/cors/handler.lua',
    preflight: { when: 'origin-and-request-method', status: 200, unansweredWhy: BEHIND },
    allowOrigin: { starWithCredentials: 'reflected', denied: 'refused', ...constant },
    credentials: everywhere(),
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: onActual(),
    maxAge: onPreflight(),
    vary: { origin: everywhere(NAMED), requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted' },
    kept: { notFound: true, error: true },
  };
}
