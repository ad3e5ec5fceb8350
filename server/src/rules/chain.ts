import { throughProxy } from '../fetch/chain.ts';
import type { Failure } from '../fetch/failure.ts';
import { needsPreflight, type PageRequest } from '../fetch/preflight.ts';
import { judge } from '../fetch/verdict.ts';
import { covers, EVERYWHERE } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { isOrigin, parseOrigin } from '../origins/grammar.ts';
import { isLoopback, isPrivateNetwork } from '../origins/suffixes.ts';
import { ATTACKER } from './attacker.ts';
import { certainWriters } from './combined.ts';
import { OWN_ORIGIN } from './remedies.ts';
import type { Behind, Server, Witness } from './rule.ts';

/** The policies that certainly write to every response of an application behind a proxy. */
export interface Chain {
  readonly behind: Behind;
  readonly writers: readonly CorsPolicy[];
}

export function chainOf(front: CorsPolicy, apps: Server['behind']): Chain | undefined {
  const behind = apps.find(it => front.upstream?.ports.includes(it.port));
  if (!behind || front.guards.length > 0) return undefined;
  const writers = certainWriters(behind.app, behind.policies)
    .filter(it => covers(it.matches, EVERYWHERE) === 'yes' && it.step.kind !== 'route')
    .map(it => it.writer);
  const names = writers.some(it => it.origins.mode !== 'none' && it.origins.mode !== 'dynamic');
  return names ? { behind, writers } : undefined;
}

/** What a browser makes of a request that it would let through, had the server answered alone. */
export interface Broken {
  readonly request: PageRequest;
  readonly on: 'preflight' | 'response';
  readonly failure: Failure;
  readonly message: string;
}

/** The first request that the server behind is there for and that comes to nothing through the proxy. */
export function broken(front: CorsPolicy, { behind, writers }: Chain): Broken | undefined {
  const pages = pagesOf(front, writers);
  const cookies = writers.some(it => known(it.credentials) === true);
  const asked = requests(behind, cookies);
  // A page that the proxy lets in by another way tells that the lists differ on purpose.
  const all = pages.map(origin => asked.map(it => through(front, writers, { ...it, origin })));
  if (all.length === 0 || all.some(it => it.every(one => one === 'passes' || one === undefined))) return undefined;
  return all.flat().find(it => typeof it === 'object');
}

/** A page of anybody that the server behind keeps out and the proxy lets read. */
export function opened(front: CorsPolicy, { writers }: Chain): Witness | undefined {
  const request: PageRequest = { origin: ATTACKER, method: 'GET', headers: [], credentials: false };
  const { alone, through } = throughProxy(front, writers, { method: 'GET', origin: ATTACKER });
  if (!alone.known || !through.known) return undefined;
  const before = judge(request, { response: alone }, 'spec').verdict;
  const after = judge(request, { response: through }, 'spec').verdict;
  return before === 'blocked' && after === 'allowed' ? { kind: 'origin', origin: ATTACKER } : undefined;
}

function through(
  front: CorsPolicy,
  writers: readonly CorsPolicy[],
  request: PageRequest,
): Broken | 'passes' | undefined {
  const { method, origin, headers } = request;
  const names = headers.map(it => it.name).join(',');
  const preflight = needsPreflight(request)
    ? throughProxy(front, writers, {
        method: 'OPTIONS',
        origin,
        requestMethod: method,
        ...(names === '' ? {} : { requestHeaders: names }),
      })
    : undefined;
  const actual = throughProxy(front, writers, { method, origin });
  const verdict = (side: 'alone' | 'through') => {
    const [asked, response] = [preflight?.[side], actual[side]];
    if ((preflight && !asked?.known) || !response.known) return undefined;
    return judge(request, { ...(asked?.known ? { preflight: asked } : {}), response }, 'chromium');
  };
  const [before, after] = [verdict('alone'), verdict('through')];
  if (before?.verdict !== 'allowed' || !after) return undefined;
  return after.verdict === 'allowed' ? 'passes' : { request, ...after };
}

/** The value of `Access-Control-Allow-Origin` where both send it to a page that the server behind lets in; `no` where that is certainly one. */
export function doubled(
  front: CorsPolicy,
  { writers }: Chain,
): { readonly page: string; readonly value: string } | 'no' | undefined {
  const [page = OWN_ORIGIN] = pagesOf(front, writers);
  const { through } = throughProxy(front, writers, { method: 'GET', origin: page });
  if (!through.known) return undefined;
  const lines = through.headers['access-control-allow-origin'] ?? [];
  return lines.length > 1 ? { page, value: lines.join(', ') } : 'no';
}

/**
 * Pages that the server behind names, apart from those of a developer's machine; where it lets everybody in, those that the proxy
 * names.
 */
function pagesOf(front: CorsPolicy, writers: readonly CorsPolicy[]): readonly string[] {
  const open = writers.some(it => it.origins.acceptor.kind === 'all');
  const named = (open ? [front] : writers).flatMap(it => it.origins.listed.map(one => one.text));
  const pages = named.filter(it => {
    const host = isOrigin(it) && it !== 'null' ? parseOrigin(it).origin?.host : undefined;
    return host !== undefined && !isLoopback(host) && !isPrivateNetwork(host);
  });
  return open && pages.length === 0 ? [OWN_ORIGIN] : [...new Set(pages)].slice(0, 5);
}

/** A request with a preflight for each method that the application has a route for, and one without. */
function requests({ app }: Behind, credentials: boolean): readonly Omit<PageRequest, 'origin'>[] {
  const methods = new Set(
    app.steps.flatMap(it => {
      if (it.kind === 'route') return [it.method];
      return it.kind === 'middleware' ? (it.routes ?? []).map(one => one.method) : [];
    }),
  );
  const unsafe = ['PUT', 'PATCH', 'DELETE'].filter(it => methods.has(it));
  return [
    { method: 'GET', headers: [], credentials },
    ...unsafe.map(method => ({ method, headers: [], credentials })),
    ...(methods.has('POST') ? [{ method: 'POST', headers: [JSON_BODY], credentials }] : []),
  ];
}

const JSON_BODY = { name: 'content-type', value: 'application/json' };
