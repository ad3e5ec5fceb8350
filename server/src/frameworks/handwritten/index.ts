import type { CorsPolicy } from '../../model/policy.ts';
import { Search } from '../../text/search.ts';
import { isForDevServer, ofDevServer } from '../dev-servers/dev-server.ts';
import { withProxyHooks } from '../dev-servers/http-proxy-middleware.ts';
import type { CodeFramework } from '../framework.ts';
import { writeHeaders } from '../headers/edits.ts';
import { samePlace } from '../headers/lines.ts';
import { handlersOf } from './handlers.ts';
import { type Handler, policiesOf } from './policies.ts';
import { surrounds } from './servers.ts';
import { withoutOrigin } from './without-origin.ts';
import { eitherOf, unseenResponses } from './written.ts';

/** Names of headers that let somebody keep a response, and the word with which a shared cache is meant. */
const CACHES = new Search(/cache-control|\bs-maxage\b|['"`](?:expires|surrogate-key|cdn-[\w-]+)['"`]/i);

/** CORS headers that code writes by hand: on node's responses, Express, Fastify, Koa, Hono, on a `Response`, in what a function returns. */
export const rawHeaders: CodeFramework = {
  kind: 'code',
  id: 'raw-headers',
  title: 'Headers written by hand',
  docs: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  mentions: ['access-control', 'cors'],
  yields: true,
  recognise(file, reading) {
    const allowing = settled(handlersOf(file, reading));
    const cached = CACHES.test(file.text);
    const policies = withProxyHooks([...allowing, ...withoutOrigin(file, reading, allowing)], file, reading).map(it =>
      cached ? { ...it, details: { ...it.details, cached } } : it,
    );
    const placed = policies.map(it => (surrounds(file, it) ? { ...it, surrounds: true } : it));
    return { policies: isForDevServer(file.path) ? placed.map(ofDevServer) : placed };
  },
  write: writeHeaders,
};

/**
 * Of what a helper and those who use it say of one place, those count that know what the helper is given; if none does, the
 * helper. A function between helper and handler counts where it is the first to know.
 */
function settled(handlers: readonly Handler[]): readonly CorsPolicy[] {
  const found: { policy: CorsPolicy; user: boolean; helper: boolean }[] = [];
  const known = (it: CorsPolicy) => it.origins.mode !== 'dynamic';
  const same = (a: CorsPolicy, b: CorsPolicy) => samePlace(a.origins.at, b.origins.at) || sameLine(a, b);
  for (const handler of handlers) {
    const policies = policiesOf(handler).filter(
      it => !handler.between || (known(it) && !found.some(other => known(other.policy) && same(other.policy, it))),
    );
    found.push(
      ...policies.map(policy => ({ policy, user: handler.at !== undefined, helper: handler.helper ?? false })),
    );
  }
  return found
    .filter(
      ({ policy, user }) =>
        known(policy) ||
        !found.some(other => same(other.policy, policy) && (known(other.policy) || (user && !other.user))),
    )
    .map(it =>
      it.policy.written && !it.helper
        ? it.policy
        : answered(
            it.policy,
            found.filter(other => !other.helper),
          ),
    )
    .sort((a, b) => a.at.start - b.at.start);
}

/** Whether two policies come of the same header line, whatever a caller hands in. */
function sameLine(a: CorsPolicy, b: CorsPolicy): boolean {
  const [own, other] = [a.origins.entry, b.origins.entry];
  return own !== undefined && other !== undefined && samePlace(own, other);
}

/** A policy that no handler has to itself: its answers are those of the handlers that use the same lines. */
function answered(policy: CorsPolicy, handlers: readonly { readonly policy: CorsPolicy }[]): CorsPolicy {
  const { written: _, ...plain } = policy;
  const users = handlers.filter(it => it.policy.written && sameLine(it.policy, policy));
  const written = eitherOf(users.flatMap(it => it.policy.written ?? []));
  return {
    ...plain,
    written: written ?? unseenResponses('no function of this file is seen to answer with these headers'),
  };
}
