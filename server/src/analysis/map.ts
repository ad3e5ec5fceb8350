import type { Link, Unlinked } from '../model/link.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Address, PageOrigin, Server } from '../model/site.ts';
import type { StatedSite } from '../settings.ts';
import type { FileFacts } from './facts.ts';
import { topologyOf } from './links.ts';

/** The pages and servers of a workspace, and what passes between them. */
export interface SiteMap {
  readonly pages: readonly PageOrigin[];
  readonly servers: readonly { readonly server: Server; readonly links: readonly Link[] }[];
  /** Calls that lead to no server of the workspace. */
  readonly unlinked: readonly Unlinked[];
}

/** Calls of servers, and of pages to their own server, are no matter of CORS and left out. */
export function mapOf(all: readonly FileFacts[], sites: readonly StatedSite[] = []): SiteMap {
  const { links, unlinked } = topologyOf(all, sites);
  const pages = all.flatMap(it => it.page?.origins ?? []);
  const servers = new Map<string, { server: Server; links: Link[] }>();
  const keyOf = ({ at }: Server) => `${at.path}:${at.start}`;
  for (const { server } of links.length > 0 ? links : [])
    if (!servers.has(keyOf(server))) servers.set(keyOf(server), { server, links: [] });
  for (const server of all.flatMap(it => it.servers))
    if (!servers.has(keyOf(server))) servers.set(keyOf(server), { server, links: [] });
  for (const link of links) servers.get(keyOf(link.server))?.links.push(link);
  return {
    pages: pages.filter((it, i) => pages.findIndex(other => other.origin === it.origin && other.why === it.why) === i),
    servers: [...servers.values()],
    unlinked: unlinked.filter(
      ({ request }) => request.url.to !== 'page' && request.runs.where !== 'server' && !request.inTests,
    ),
  };
}

/** What browsers make of a call: `readable` to the page that sends it, or to those that the policy lets in. */
export function outcomeOf({ refusal, answer, readable }: Link): 'readable' | 'refused' | 'unknown' {
  if (refusal) return 'refused';
  return answer.kind !== 'unknown' && readable ? 'readable' : 'unknown';
}

/** The same in a few words. */
export function verdictOf({ request, refusal, answer, readable, page }: Link): string {
  if (refusal)
    return refusal.on === 'preflight' ? `preflight refused: ${refusal.message}` : `blocked: ${refusal.message}`;
  if (answer.kind === 'unknown') return `not known: ${answer.why}`;
  if (!readable) return 'not known: what the server answers is not seen';
  const cookies = known(request.credentials) === 'include' ? 'readable with cookies' : 'readable';
  const some = !page && answer.kind === 'policy' && answer.policy.origins.mode !== 'any';
  return some ? `${cookies} by the pages that it lets in` : cookies;
}

/** `GET http://localhost:4000/items`, for people. */
export function callName({ method, url }: CorsRequest): string {
  return `${known(method) ?? '(method not known)'} ${url.text}`;
}

/** `http://localhost:4000`, for people. */
export function addressName(it: Address): string {
  switch (it.kind) {
    case 'port':
      return `${it.scheme}://localhost:${it.port}`;
    case 'origin':
      return it.origin;
    case 'host':
      return `https://…${it.suffix}`;
  }
}
