import type { Link, Unlinked } from '../model/link.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Server } from '../model/site.ts';
import { isPolicy, writersOf } from '../model/writers.ts';
import type { StatedSite } from '../settings.ts';
import { comparePlaces, type Span } from '../text/span.ts';
import type { FileFacts } from './facts.ts';
import { amongOthers } from './guarded.ts';
import { mapOf } from './map.ts';

/** Everything that answers pages, with the policies it answers by and the calls that reach each. */
export interface Overview {
  readonly groups: readonly Group[];
  /** Calls that lead to no server of the workspace. */
  readonly unlinked: readonly Unlinked[];
}

/** What answers: a server of the workspace, or a file whose policies belong to no server that is seen. */
export interface Group {
  readonly server?: Server;
  readonly at: Span;
  /** In order of place. */
  readonly policies: readonly { readonly policy: CorsPolicy; readonly links: readonly Link[] }[];
  /** The calls that no policy answers, or of which it is not known which one does. */
  readonly links: readonly Link[];
}

/** The map of a workspace with every policy in its place. A policy that several servers answer by stands below each of them. */
export function overviewOf(all: readonly FileFacts[], sites: readonly StatedSite[] = []): Overview {
  const { servers, unlinked } = mapOf(all, sites);
  const policies = all.flatMap(it => (it.policies.length > 0 ? amongOthers(it, all).policies : []));
  // As it is with what the applications of other files put before it.
  const told = new Map(policies.map(it => [keyOf(it), it]));
  const apps = all.flatMap(it => it.apps);
  const placed = new Set<string>();
  const mounts = servers.map(({ server, links }) => {
    const app = apps.find(it => placeKey(it.at) === placeKey(server.at));
    const mounted = app ? writersOf(app, policies).flatMap(it => (isPolicy(it.writer) ? [it.writer] : [])) : [];
    // A router's own routes are the application's that mounts it.
    const routes = new Set(server.routes.map(it => placeKey(it.at)));
    const routed = apps
      .flatMap(it => it.steps)
      .flatMap(it => (it.kind === 'route' && routes.has(placeKey(it.at)) ? it.policies : []));
    const answering = links.flatMap(({ answer }) => (answer.kind === 'policy' ? [answer.policy] : []));
    const own = [...mounted, ...routed, ...answering];
    for (const it of own) placed.add(keyOf(it));
    return { server, links, own };
  });
  const groups = mounts.map(({ server, links, own }): Group => {
    // What is written in a server's own file and mounted nowhere is written by its functions.
    const written = policies.filter(it => it.at.path === server.at.path && !placed.has(keyOf(it)));
    const only = servers.filter(it => it.server.at.path === server.at.path).length === 1;
    const answers = distinct([...own.map(it => told.get(keyOf(it)) ?? it), ...(only ? written : [])]);
    for (const it of answers) placed.add(keyOf(it));
    const isBy = (policy: CorsPolicy) => (link: Link) =>
      link.answer.kind === 'policy' && keyOf(link.answer.policy) === keyOf(policy);
    return {
      server,
      at: server.at,
      policies: answers.map(policy => ({ policy, links: links.filter(isBy(policy)) })),
      links: links.filter(it => it.answer.kind !== 'policy'),
    };
  });
  const left = policies.filter(it => !placed.has(keyOf(it)));
  const files = [...new Set(left.map(it => it.at.path))].sort().map((path): Group => {
    const own = distinct(left.filter(it => it.at.path === path));
    return {
      at: own[0]?.at ?? { path, start: 0, end: 0 },
      policies: own.map(it => ({ policy: it, links: [] })),
      links: [],
    };
  });
  return { groups: [...groups, ...files], unlinked };
}

function placeKey({ path, start }: Span): string {
  return `${path}:${start}`;
}

/** A policy is read once for the router that has it and once for who mounts that: at one place under one condition it is one. */
function keyOf({ at, guards }: CorsPolicy): string {
  return `${placeKey(at)}:${JSON.stringify(guards)}`;
}

function distinct(policies: readonly CorsPolicy[]): readonly CorsPolicy[] {
  const found = new Map<string, CorsPolicy>();
  for (const it of policies) if (!found.has(keyOf(it))) found.set(keyOf(it), it);
  return [...found.values()].sort((a, b) => comparePlaces(a.at, b.at));
}
