import { isPlatform } from '../frameworks/index.ts';
import type { Link } from '../model/link.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Server } from '../rules/rule.ts';
import { shared } from '../rules/shared.ts';
import type { StatedSite } from '../settings.ts';
import { folderOf } from '../syntax/paths.ts';
import type { Span } from '../text/span.ts';
import type { FileFacts } from './facts.ts';
import { topologyOf } from './links.ts';

/**
 * What is judged together, and against what. The editor and the command line make the same scopes of the same files, and what
 * stands in none of them changes nothing in it.
 */
export interface Scope {
  /** The files whose policies and applications stand in one another; in order of path. */
  readonly facts: readonly FileFacts[];
  readonly server: Server;
  /** The requests of pages that a server of these files answers. */
  readonly links: readonly Link[];
}

/**
 * Splits files into scopes. Files are of one scope when what was read in them stands in one file (a router and the application
 * that mounts it, an options object that two applications import), or when one asks a server that another starts: their findings
 * may be one finding.
 */
export function scopesOf(all: readonly FileFacts[], sites: readonly StatedSite[] = []): readonly Scope[] {
  const { links } = topologyOf(all, sites);
  const joined = joinedBy(links);
  const lively = inOrder(all).filter(
    it =>
      it.policies.length > 0 ||
      it.apps.length > 0 ||
      it.requests.length > 0 ||
      it.elements !== undefined ||
      joined.has(it.path),
  );
  const packages = new Map<string | undefined, FileFacts[]>();
  for (const it of lively) {
    const members = packages.get(it.home);
    if (members) members.push(it);
    else packages.set(it.home, [it]);
  }
  const atHome = socketsAtHome(all);
  const platforms = lively.filter(it => outsideIn(it).length > 0);
  return groups(lively, joined).map(facts => {
    const paths = new Set(facts.map(it => it.path));
    const homes = new Set(facts.map(it => it.home));
    const [only] = homes;
    const neighbours = homes.size === 1 ? (packages.get(only) ?? []) : [...homes].flatMap(it => packages.get(it) ?? []);
    const own = links.filter(it => paths.has(it.request.at.path));
    return { facts, server: serverOf(facts, neighbours, platforms, atHome, behind(facts, all)), links: own };
  });
}

/** In order of path, whatever was opened first: rules take the first that fits. */
function inOrder(all: readonly FileFacts[]): readonly FileFacts[] {
  const isSorted = all.every((it, i) => i === 0 || (all[i - 1]?.path ?? '') <= it.path);
  return isSorted ? all : all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** By the path of each file, those that it is judged with since one asks the other. */
function joinedBy(links: readonly Link[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { request, server, answer } of links) {
    const places = [request.at.path, server.at.path, ...(answer.kind === 'policy' ? [answer.policy.at.path] : [])];
    for (const it of places) found.set(it, new Set([...(found.get(it) ?? []), ...places]));
  }
  return found;
}

/** Whether judging `b` finds what judging `a` found. */
export function isSameScope(a: Scope, b: Scope): boolean {
  return (
    isSame(a.facts, b.facts) &&
    isSame(a.server.outside, b.server.outside) &&
    isSame(a.server.around, b.server.around) &&
    a.links.length === b.links.length &&
    a.links.every((it, i) => isSameLink(it, b.links[i])) &&
    isSame(
      a.server.behind.map(it => it.app),
      b.server.behind.map(it => it.app),
    ) &&
    isSame(
      a.server.behind.map(it => it.port),
      b.server.behind.map(it => it.port),
    ) &&
    isSame(
      a.server.behind.flatMap(it => it.policies),
      b.server.behind.flatMap(it => it.policies),
    ) &&
    a.server.mountsCors === b.server.mountsCors &&
    a.server.socketsAtHome === b.server.socketsAtHome &&
    isSame(a.server.named, b.server.named)
  );
}

/** What is found of a link depends on these alone. */
function isSameLink(a: Link, b: Link | undefined): boolean {
  return (
    a.request === b?.request &&
    a.server.at === b.server.at &&
    a.page === b.page &&
    a.certain === b.certain &&
    a.traced?.tracer === b.traced?.tracer &&
    a.answer.kind === b.answer.kind &&
    (a.answer.kind !== 'policy' || (b.answer.kind === 'policy' && a.answer.policy === b.answer.policy))
  );
}

function socketsAtHome(all: readonly FileFacts[]): boolean {
  const clients = all.flatMap(it => it.requests.filter(own => own.client === 'socket.io-client' && !own.inTests));
  return clients.length > 0 && clients.every(it => it.url.to === 'page');
}

/** The scopes of one package share their neighbours. */
const named = new WeakMap<readonly FileFacts[], readonly string[]>();

function serverOf(
  facts: readonly FileFacts[],
  neighbours: readonly FileFacts[],
  platforms: readonly FileFacts[],
  socketsAtHome: boolean,
  behind: Server['behind'],
): Server {
  const home = facts.find(it => it.home !== undefined)?.home;
  return {
    ...(home === undefined ? {} : { home }),
    outside: platforms.filter(it => facts.some(own => isAbove(it.path, own.path))).flatMap(outsideIn),
    around: neighbours.filter(it => !facts.includes(it)).flatMap(aroundIn),
    mountsCors: neighbours.some(mountsCors),
    socketsAtHome,
    behind,
    get named() {
      const known = named.get(neighbours) ?? namedIn(neighbours);
      named.set(neighbours, known);
      return known;
    },
  };
}

/**
 * The applications of the workspace that listen where a proxy among these files hands requests on to, by port: of several the one in a
 * folder that is called as the service is, or else the nearest. Two that are as near are none.
 */
function behind(facts: readonly FileFacts[], all: readonly FileFacts[]): Server['behind'] {
  const proxies = facts.filter(it => it.policies.some(policy => policy.upstream));
  const upstreams = proxies.flatMap(it => it.policies.flatMap(policy => policy.upstream ?? []));
  const ports = new Set(upstreams.flatMap(it => it.ports));
  if (ports.size === 0) return [];
  const hosts = upstreams.flatMap(it => it.hosts ?? []);
  const found = all.flatMap(facts =>
    facts.servers.flatMap(({ at, addresses }) => {
      const folders = folderOf(at.path).split('/');
      const near = Math.max(...proxies.map(it => sharedFolders(it.path, at.path)));
      const rank = near + (hosts.some(it => folders.includes(it)) ? NAMED : 0);
      return addresses.flatMap(it =>
        it.kind === 'port' && ports.has(it.port) ? [{ port: it.port, at, rank, facts }] : [],
      );
    }),
  );
  return [...ports].flatMap(port => {
    const listening = found.filter(it => it.port === port);
    const most = Math.max(...listening.map(it => it.rank));
    const [first, ...others] = listening.filter(it => it.rank === most);
    if (!first || others.some(it => placeOf(it.at) !== placeOf(first.at))) return [];
    const app = all.flatMap(it => it.apps).find(it => !it.inTests && placeOf(it.at) === placeOf(first.at));
    const policies = all.filter(it => it.home === first.facts.home).flatMap(it => it.policies);
    return app ? [{ port, app, policies }] : [];
  });
}

/** More than folders that two paths may share. */
const NAMED = 1_000;

/** How many folders two paths begin with alike. */
function sharedFolders(one: string, other: string): number {
  const folders = folderOf(other).split('/');
  const own = folderOf(one).split('/');
  const parting = own.findIndex((it, i) => it !== folders[i]);
  return parting < 0 ? own.length : parting;
}

function placeOf({ path, start }: Span): string {
  return `${start} ${path}`;
}

/** A platform's configuration is about what lies in its folder. */
function isAbove(config: string, path: string): boolean {
  const folder = folderOf(config);
  return path.startsWith(folder === '/' ? folder : `${folder}/`);
}

function namedIn(facts: readonly FileFacts[]): readonly string[] {
  const inOrder = facts.toSorted(byPath).flatMap(it => it.policies);
  return [...new Set(inOrder.flatMap(it => it.origins.listed.map(({ text }) => text)))];
}

const outsideIn = shared((facts: FileFacts): readonly CorsPolicy[] =>
  facts.policies.filter(it => isPlatform(it.framework)),
);

const aroundIn = shared((facts: FileFacts): readonly CorsPolicy[] => facts.policies.filter(it => it.surrounds));

const mountsCors = shared(({ apps }: FileFacts) => apps.some(app => app.steps.some(it => it.kind === 'cors')));

/** The files in which something stands that was read in this one. */
const placesOf = shared((facts: FileFacts): ReadonlySet<string> => {
  const found = new Set([facts.path]);
  collectPaths([facts.policies, facts.apps], found);
  return found;
});

/** Every `path` of a span within plain data; what many policies share is looked at once. */
function collectPaths(data: unknown, into: Set<string>, seen = new Set<object>()): void {
  if (typeof data !== 'object' || data === null) return;
  if ('path' in data && 'start' in data && typeof data.path === 'string') {
    into.add(data.path);
    return;
  }
  if (seen.has(data)) return;
  seen.add(data);
  for (const it of Array.isArray(data) ? data : Object.values(data)) collectPaths(it, into, seen);
}

/** Splits `all` so that two that share a place are in one group, each in order of path. */
function groups(
  all: readonly FileFacts[],
  joined: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly FileFacts[])[] {
  // Each place leads to another one of its group, or to none where it stands for the group.
  const leads = new Map<string, string>();
  const head = (place: string): string => {
    let at = place;
    for (let next = leads.get(at); next !== undefined; next = leads.get(at)) at = next;
    for (let on = place; on !== at; ) {
      const next = leads.get(on) ?? at;
      leads.set(on, at);
      on = next;
    }
    return at;
  };
  for (const facts of all)
    for (const place of [...placesOf(facts), ...(joined.get(facts.path) ?? [])]) {
      const [one, other] = [head(place), head(facts.path)];
      if (one !== other) leads.set(one, other);
    }
  const found = new Map<string, FileFacts[]>();
  for (const facts of all) {
    const own = head(facts.path);
    const group = found.get(own);
    if (group) group.push(facts);
    else found.set(own, [facts]);
  }
  return [...found.values()].map(it => it.sort(byPath));
}

function byPath(a: FileFacts, b: FileFacts): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}
