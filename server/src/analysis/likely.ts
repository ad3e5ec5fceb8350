import type { Endpoint } from '../model/app.ts';
import { covers, meets, type PathPattern } from '../model/paths.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Server } from '../model/site.ts';
import type { FileFacts } from './facts.ts';
import { isLocal, type Located } from './links.ts';

/** The requests that go to one place of which no address tells: by a host of production, or by a variable of a package. */
export type Together = ReadonlyMap<string, readonly CorsRequest[]>;

/** A server that answers a request by what is asked of it, and the path below which it is asked. */
export interface Likely extends Located {
  readonly reasons: readonly string[];
  readonly certain: false;
  /** The request with all of its path, where the code writes only the end of it. */
  readonly request: CorsRequest;
}

/** The requests of pages, by where they go. */
export function together(all: readonly FileFacts[]): Together {
  const found = new Map<string, CorsRequest[]>();
  for (const { requests, home } of all)
    for (const request of requests) {
      // Socket.IO answers beside the routes of the application that it is attached to.
      if (request.runs.where === 'server' || request.inTests || request.client === 'socket.io-client') continue;
      const key = placeOf(request, home);
      if (key === undefined) continue;
      const before = found.get(key);
      if (before) before.push(request);
      else found.set(key, [request]);
    }
  return found;
}

function placeOf({ url }: CorsRequest, home: string | undefined): string | undefined {
  if (url.behind) return `${url.variable} in ${home}`;
  const host = known(url.host);
  return host === undefined || isLocal(host) || url.to !== 'elsewhere' ? undefined : host;
}

/** The servers that have a route for everything that is asked where this request goes. */
export function likelyServers(
  request: CorsRequest,
  home: string | undefined,
  servers: readonly Located[],
  requests: Together,
): readonly Likely[] {
  const { url } = request;
  const others = requests.get(placeOf(request, home) ?? '') ?? [];
  return servers.flatMap((it): readonly Likely[] => {
    // What has a host of its own is reached there and nowhere else.
    if (it.server.addresses.some(own => own.kind !== 'port')) return [];
    if (it.server.withPages && it.facts.home === home) return [];
    const [base, ...more] = basesOf(it.server, request).filter(base =>
      others.every(own => mayAnswer(it.server, own, base)),
    );
    if (base === undefined || more.length > 0) return [];
    const asked = url.behind ? `\`${url.variable}\`` : `\`${known(url.host)}\``;
    const reasons = [`it has a route for everything that ${asked} is asked for`];
    return [{ ...it, reasons, certain: false, request: below(base, request) }];
  });
}

/** The paths that the beginning of a request's URL may have, so that a route of the server answers what follows. */
function basesOf({ routes }: Server, request: CorsRequest): readonly string[] {
  const asked = pathOf(request);
  if (!asked) return [];
  const found = routes
    .filter(it => isFor(it, request))
    .flatMap(({ matches }) => matches)
    .flatMap(shape => {
      const written = shape.segments.findIndex(it => it.kind !== 'text');
      const most = request.url.behind ? (written < 0 ? shape.segments.length : written) : 0;
      return Array.from({ length: most + 1 }, (_, i) => i).flatMap(i => {
        const rest = { ...shape, segments: shape.segments.slice(i) };
        const named = rest.segments.some(it => it.kind === 'text' && /^[\w-]{3,}$/.test(it.text));
        if (!named || covers([rest], asked) !== 'yes') return [];
        return [shape.segments.slice(0, i).map(it => (it.kind === 'text' ? `/${it.text}` : ''))].map(it => it.join(''));
      });
    });
  return [...new Set(found)];
}

/** Whether the server may have a route for a request below this base. */
function mayAnswer({ routes }: Server, request: CorsRequest, base: string): boolean {
  const path = pathOf(below(base, request));
  if (!path || known(request.method) === undefined) return true;
  return routes.some(it => isFor(it, request) && meets(it.matches, path) !== 'no');
}

function below(base: string, request: CorsRequest): CorsRequest {
  const { url } = request;
  if (!url.behind) return request;
  const segments =
    base === ''
      ? []
      : base
          .slice(1)
          .split('/')
          .map(text => ({ kind: 'text', text }) as const);
  const pattern: PathPattern = url.behind.map(it => ({ ...it, segments: [...segments, ...it.segments] }));
  return { ...request, url: { ...url, path: { kind: 'written', value: { text: base, pattern }, at: url.at } } };
}

function pathOf({ url }: CorsRequest): PathPattern | undefined {
  const path = known(url.path)?.pattern;
  return path?.every(it => it.segments.length === 0 && it.rest === 'unknown') ? url.behind : path;
}

function isFor({ method }: Endpoint, request: CorsRequest): boolean {
  const sent = known(request.method);
  return sent !== undefined && (method === 'ALL' || method === sent || (sent === 'HEAD' && method === 'GET'));
}

/** The route that answers, for its method and path; undefined where none certainly does. */
export function routeOf(server: Server, request: CorsRequest): Endpoint | undefined {
  const path = known(request.url.path)?.pattern;
  return path && server.routes.find(it => isFor(it, request) && covers(it.matches, path) === 'yes');
}
