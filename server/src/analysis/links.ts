import type { Endpoint } from '../model/app.ts';
import type { Link, Unlinked } from '../model/link.ts';
import { EVERYWHERE } from '../model/paths.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Address, PageOrigin, Server, Stage } from '../model/site.ts';
import type { Tracer } from '../model/tracing.ts';
import type { StatedSite } from '../settings.ts';
import { answerTo } from './answering.ts';
import type { FileFacts } from './facts.ts';
import { hostedBy } from './hosted.ts';
import { likelyServers, routeOf, type Together, together } from './likely.ts';
import { type Outcome, refusalOf } from './refusal.ts';
import { bucketOf } from './storage.ts';
import { tracedBy, tracersByHome } from './tracing.ts';

/** Who calls whom, as far as the workspace tells. */
export interface Topology {
  readonly links: readonly Link[];
  readonly unlinked: readonly Unlinked[];
}

/** A server, and the file that it was read in. */
export interface Located {
  readonly server: Server;
  readonly facts: FileFacts;
}

/** Joins each request of a page to the one server that answers it. Two that fit are none. */
export function topologyOf(given: readonly FileFacts[], sites: readonly StatedSite[] = []): Topology {
  const all = sites.length > 0 ? given.map(it => withStated(it, sites)) : given;
  const servers = distinct(all.flatMap(facts => facts.servers.map(server => ({ server, facts }))));
  const links: Link[] = [];
  const unlinked: Unlinked[] = [];
  if (servers.length === 0 && all.every(it => it.requests.length === 0)) return { links, unlinked };
  const requests = together(all);
  const tracers = tracersByHome(all);
  for (const facts of all) {
    for (const request of facts.requests) {
      const found = linkOf(request, facts, servers, requests, all);
      if (typeof found === 'string') unlinked.push({ request, why: found });
      else links.push(withTracing(found, tracers.get(facts.home) ?? [], all));
    }
  }
  return { links, unlinked };
}

const stated = new WeakMap<FileFacts, { readonly sites: readonly StatedSite[]; readonly facts: FileFacts }>();

/** A file's facts, with the pages and addresses that the settings state in their place. */
function withStated(facts: FileFacts, sites: readonly StatedSite[]): FileFacts {
  const known = stated.get(facts);
  if (known?.sites === sites) return known.facts;
  const own = sites.filter(it => facts.path.startsWith(`${it.folder}/`));
  const page = own.filter(it => it.role === 'page');
  const server = own.filter(it => it.role === 'server');
  const why = '`sites` in the settings says so';
  const stageOf = (origin: string): Stage => (isLocal(new URL(origin).hostname) ? 'development' : 'production');
  const origins = page.flatMap(it => it.origins.map((origin): PageOrigin => ({ origin, stage: stageOf(origin), why })));
  const addresses = server.flatMap(it =>
    it.origins.map((origin): Address => ({ kind: 'origin', origin, stage: stageOf(origin), why })),
  );
  const [first] = page;
  const made: FileFacts =
    own.length === 0
      ? facts
      : {
          ...facts,
          ...(first ? { page: { folder: first.folder, origins } } : {}),
          servers: (server.length > 0 ? serversOf(facts) : facts.servers).map(it => ({
            ...it,
            addresses: [...it.addresses, ...addresses],
          })),
        };
  stated.set(facts, { sites, facts: made });
  return made;
}

/** The servers of a file; where none is seen to start, its applications. */
function serversOf({ servers, apps }: FileFacts): readonly Server[] {
  if (servers.length > 0) return servers;
  return apps
    .filter(it => it.global)
    .map(({ framework, at, steps }) => ({
      kind: framework,
      name: 'the application',
      at,
      addresses: [],
      routes: steps.flatMap((it): readonly Endpoint[] => {
        if (it.kind === 'middleware') return it.routes ?? [];
        const { path, ...own } = it.kind === 'route' ? it : { path: undefined };
        return 'method' in own ? [{ ...own, ...(path === undefined ? {} : { path }) }] : [];
      }),
      clouded: { why: 'not all of the application is seen', at, matches: EVERYWHERE },
    }));
}

/** Of one application that several calls start, the addresses are one server's. */
function distinct(all: readonly Located[]): readonly Located[] {
  const found = new Map<string, Located>();
  for (const it of all) {
    const { path, start } = it.server.at;
    const key = `${path}:${start}`;
    const before = found.get(key);
    const addresses = [...(before?.server.addresses ?? []), ...it.server.addresses];
    found.set(key, before ? { ...before, server: { ...before.server, addresses } } : it);
  }
  return [...found.values()];
}

function linkOf(
  request: CorsRequest,
  facts: FileFacts,
  servers: readonly Located[],
  requests: Together,
  all: readonly FileFacts[],
): Link | string {
  const { url, runs } = request;
  if (request.inTests) return 'it stands in a test';
  if (runs.where === 'server') return `it runs on a server: ${runs.why}`;
  const inPages = runs.where !== 'unknown';
  if (!inPages && (runs.exempt || !isPageCode(request, facts))) return `where it runs is not known: ${runs.why}`;
  if (url.to === 'page') return 'it goes to the page’s own server';
  const mode = known(request.mode);
  if (mode !== undefined && mode !== 'cors') return `it is sent with mode \`${mode}\``;
  if (mode === undefined && request.reads.body === 'no') return 'its mode is not known, and nobody reads the answer';
  const [scheme, host, port] = [known(url.scheme), known(url.host), known(url.port)];
  if (scheme === undefined || host === undefined || port === undefined) {
    const bucket = inPages ? bucketOf(request, all) : undefined;
    if (bucket) return { request, certain: false, ...bucket, ...refusalOf(request, undefined, bucket.answer, all) };
    const led = byVariable(request, facts, servers, requests, all);
    if (led) return led;
    const unsure = [url.scheme, url.host, url.port].find(it => it.kind === 'dynamic');
    return `its address is not known${unsure?.kind === 'dynamic' ? `: ${unsure.why}` : ''}`;
  }
  if (!/^https?$/.test(scheme)) return `\`${scheme}:\` is not asked for permission`;
  const stage: Stage = isLocal(host) ? 'development' : 'production';
  const pages = (facts.page?.origins ?? []).filter(it => it.stage === stage);
  if (pages.some(it => isSame(it.origin, scheme, host, port))) return 'it goes to the page’s own origin';
  const reached = servers.flatMap(it => {
    if (it.server.nothingElse && !routeOf(it.server, request)) return [];
    const address = it.server.addresses.find(own => answersAt(own, scheme, host, port));
    return address ? [{ ...it, reasons: [address.why], certain: true }] : [];
  });
  const apart = reached.filter(it => inPages || !it.server.at.path.startsWith(`${facts.page?.folder}/src/`));
  if (apart.length < reached.length) return `where it runs is not known: ${runs.why}`;
  const fitting =
    reached.length > 0 || stage === 'development' ? reached : likelyServers(request, facts.home, servers, requests);
  const several = fitting.filter(it => routeOf(it.server, request) !== undefined);
  const [only, ...more] = fitting.length > 1 && several.length === 1 ? several : fitting;
  const shown = `${scheme}://${host}${isUsual(scheme, port) ? '' : `:${port}`}`;
  const hosted = only || !inPages ? undefined : hostedBy(request, all);
  if (hosted) {
    const { page, outcome } = firstRefused(pages, it => refusalOf(request, it, hosted.answer, all));
    return { request, certain: false, ...hosted, ...(page ? { page } : {}), ...outcome };
  }
  if (!only) return `no server of the workspace is known to answer at ${shown}`;
  if (more.length > 0) return `${fitting.length} servers of the workspace may answer at ${shown}`;
  // A gateway that is not followed answers these on the application's port, before it.
  if (request.client === 'socket.io-client' && only.server.kind === 'nest')
    return 'the gateway that answers it is not known';
  const route = routeOf(only.server, request);
  const answer = answerTo({ request, route, stage }, only, all);
  const link = {
    request,
    server: only.server,
    reasons: only.reasons,
    certain: only.certain && inPages && !(answer.kind === 'none' && answer.before),
    ...(route ? { route } : {}),
    answer,
  };
  const verdict = firstRefused(pages, it => refusalOf(request, it, answer, all));
  return { ...link, ...(verdict.page ? { page: verdict.page } : {}), ...verdict.outcome };
}

/**
 * A request to what a variable says whose value is in no file: the one server that has a route for all that goes there, where that
 * decides with a policy who reads. Whether the same server brings the page itself is not known: where it
 * sends none, nothing is told, and neither where requests to the page's own origin are handed on.
 */
function byVariable(
  request: CorsRequest,
  { home, page }: FileFacts,
  servers: readonly Located[],
  requests: Together,
  all: readonly FileFacts[],
): Link | undefined {
  if (!request.url.behind || !page || page.handingOn !== undefined) return undefined;
  const [only, ...more] = likelyServers(request, home, servers, requests);
  if (!only || more.length > 0) return undefined;
  const route = routeOf(only.server, only.request);
  const [answer, ...others] = STAGES.map(stage => answerTo({ request: only.request, route, stage }, only, all));
  if (answer?.kind !== 'policy' || others.some(it => it.kind !== 'policy')) return undefined;
  const { server, reasons } = only;
  const link: Link = { request, server, reasons, certain: false, ...(route ? { route } : {}), answer };
  const [outcome, ...elsewhere] = [answer, ...others].map(it => refusalOf(only.request, undefined, it, all));
  return elsewhere.every(it => JSON.stringify(it) === JSON.stringify(outcome)) ? { ...link, ...outcome } : link;
}

const STAGES: readonly Stage[] = ['production', 'development'];

/** Of a request that is let through as it is written, what the headers of a tracer make of it. */
function withTracing(link: Link, tracers: readonly Tracer[], all: readonly FileFacts[]): Link {
  if (link.refusal || tracers.length === 0) return link;
  for (const { tracer, request } of tracedBy(link.request, tracers)) {
    const { refusal } = refusalOf(request, link.page, link.answer, all);
    if (refusal?.kind === 'headers') return { ...link, traced: { tracer, refusal } };
  }
  return link;
}

/** Where the tool that serves pages looks for their code; servers of the same package stand elsewhere. */
function isPageCode({ at }: CorsRequest, { page }: FileFacts): boolean {
  return (
    page !== undefined &&
    at.path.startsWith(`${page.folder}/src/`) &&
    page.origins.some(it => it.stage === 'development')
  );
}

/** Of several pages, the one that is refused speaks. */
function firstRefused(
  pages: readonly PageOrigin[],
  ask: (page: PageOrigin | undefined) => Outcome,
): { readonly page?: PageOrigin; readonly outcome: Outcome } {
  if (pages.length === 0) return { outcome: ask(undefined) };
  const asked = pages.map(page => ({ page, outcome: ask(page) }));
  return asked.find(it => it.outcome.refusal) ?? (asked[0] as (typeof asked)[number]);
}

function answersAt(address: Address, scheme: string, host: string, port: number): boolean {
  switch (address.kind) {
    case 'port':
      return isLocal(host) && address.port === port && address.scheme === scheme;
    case 'origin':
      return isSame(address.origin, scheme, host, port);
    case 'host':
      return host.endsWith(address.suffix) && isUsual(scheme, port);
  }
}

/** The host names by which a machine reaches itself; a browser on it sends them as they are written. */
export function isLocal(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(host) || host.endsWith('.localhost');
}

function isUsual(scheme: string, port: number): boolean {
  return port === (scheme === 'https' ? 443 : 80);
}

function isSame(origin: string, scheme: string, host: string, port: number): boolean {
  return origin === `${scheme}://${host}${isUsual(scheme, port) ? '' : `:${port}`}`;
}
