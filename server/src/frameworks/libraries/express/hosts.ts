import { covers, isSamePath } from '../../../model/paths.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { CodeFile } from '../../../syntax/code.ts';
import { property, type Value } from '../../../syntax/value.ts';
import { Search } from '../../../text/search.ts';
import type { Reading } from '../../framework.ts';
import { type Host, hostedBy } from '../../options/nested.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { EXPRESS, placeOf, type Registration, registrations } from './registrations.ts';

/** A server that answers behind a policy of expressjs/cors, in Express' place. */
interface Inner extends Host {
  /** It sets `Vary` anew on whatever it answers itself. */
  readonly dropsVary?: boolean;
}

/**
 * `expressMiddleware` of @as-integrations/express5 1.1 and @apollo/server 4: an `OPTIONS` request lacks the header or type that
 * keeps forgeries out (status 400), or is none of GraphQL's methods (405) where that is switched off.
 */
function apollo(server: Value | undefined): Inner {
  const [config] = server?.kind === 'call' && server.construct ? server.args : [];
  if (config?.kind !== 'record' || config.rest) return {};
  const prevents = property(config, 'csrfPrevention')?.value;
  if (prevents && prevents.kind !== 'literal') return {};
  const status = !prevents || prevents.value || prevents.value === undefined ? 400 : 405;
  return { unanswered: status, unansweredNotFound: status };
}

/** @trpc/server 11.25 (adapters/node-http, http/resolveResponse): `Vary` is `trpc-accept, accept`, and `OPTIONS` no method. */
const TRPC: Inner = { unanswered: 415, unansweredNotFound: 415, dropsVary: true };

/** @trpc/server 10 adds to the `Vary` that it finds (nodeHTTPRequestHandler); what it makes of `OPTIONS` was not run. */
const OLD_TRPC: Inner = {};

const HOSTED = new Search(/trpc|apollo|as-integrations/);

/** For each policy of a file that stands in front of such a server alone, by the place of its call, what becomes of it. */
export function innerServers(
  file: CodeFile,
  reading: Reading,
): ReadonlyMap<string, (policy: CorsPolicy) => CorsPolicy> {
  const inner = new Map<string, Inner>();
  const library = libraryOf(reading.project, file.path, '@trpc/server', '11.25.2');
  const trpc = isAtLeast(library, '11.0.0') ? TRPC : OLD_TRPC;
  const all = HOSTED.test(file.text) ? registrations(file) : [];
  for (const registration of all) {
    for (const { value } of registration.handlers) {
      const server = value.kind === 'call' ? behind(registration, all) : undefined;
      if (server) inner.set(placeOf(value.span), server === TRPC ? trpc : server);
    }
  }
  for (const middleware of standalone(file)) inner.set(placeOf(middleware.span), trpc);
  return new Map([...inner].map(([place, server]) => [place, policy => within(policy, server)]));
}

/** The only server that a middleware's requests get to: on the same path, or on whatever path where there is no other. */
function behind(middleware: Registration, all: readonly Registration[]): Inner | undefined {
  const after = all
    .slice(all.indexOf(middleware))
    .filter(it => it.on.span.start === middleware.on.span.start && covers(middleware.matches, it.matches) !== 'no');
  const servers = after.flatMap(it => it.handlers.flatMap(({ value }) => serverOf(value) ?? []));
  const [server, ...more] = new Set(servers);
  return after.some(it => isRoute(it, middleware)) || more.length > 0 ? undefined : server;
}

/** Whether something else may answer there: a route, a router, whatever has a path of its own. */
function isRoute({ method, matches, handlers }: Registration, middleware: Registration): boolean {
  if (handlers.some(it => serverOf(it.value))) return false;
  return (
    method !== 'use' ||
    isSamePath(matches, middleware.matches) !== 'yes' ||
    handlers.some(({ value }) => !isPlain(value))
  );
}

function isPlain(value: Value): boolean {
  return value.kind === 'function' || (value.kind === 'call' && !EXPRESS.isRouter(value));
}

function serverOf(value: Value): Inner | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'external') return undefined;
  const { module, name } = value.callee;
  if (/^@apollo\/server\/express4$|^@as-integrations\/express[45]$/.test(module) && name === 'expressMiddleware')
    return apollo(value.args[0]);
  return module === '@trpc/server/adapters/express' && name.endsWith('createExpressMiddleware') ? TRPC : undefined;
}

/** `createHTTPServer({ middleware: cors() })` of tRPC. */
function standalone(file: CodeFile): readonly Value[] {
  if (!file.text.includes('@trpc/server')) return [];
  return file.plainCalls(/@trpc/).flatMap(({ callee, args: [options] }) => {
    if (callee.kind !== 'external' || callee.module !== '@trpc/server/adapters/standalone') return [];
    const middleware = options?.kind === 'record' ? property(options, 'middleware')?.value : undefined;
    return middleware ? [middleware] : [];
  });
}

function within(policy: CorsPolicy, server: Inner): CorsPolicy {
  const hosted = hostedBy(policy, server);
  return server.dropsVary ? withoutVary(hosted) : hosted;
}

/** `Vary` is left on what the library answers itself: preflights. */
function withoutVary(policy: CorsPolicy): CorsPolicy {
  const { behaviour, vary } = policy;
  const read: CorsPolicy = { ...policy, vary: { kind: 'default', value: 'never', at: vary.at } };
  if (policy.ways) return { ...read, ways: policy.ways.map(it => ({ ...it, policy: withoutVary(it.policy) })) };
  if (!behaviour) return read;
  const { preflight = [] } = behaviour.vary.origin;
  return { ...read, behaviour: { ...behaviour, vary: { ...behaviour.vary, origin: { preflight } } } };
}
