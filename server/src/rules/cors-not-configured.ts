import type { App } from '../model/app.ts';
import type { Link } from '../model/link.ts';
import type { Oddity } from '../model/oddity.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import { missing } from './blocked.ts';
import { callsOf, gravity, nameOf, pagesIn, witnessOf } from './calls.ts';
import { confinedPolicies, preflightsAlone, writtenPast } from './confined.ts';
import { somePage } from './remedies.ts';
import type { Fix, Related, Report, Rule } from './rule.ts';
import { servedMethod } from './served.ts';

export const corsNotConfigured: Rule = {
  id: 'cors-not-configured',
  title: 'A server that pages call sends no CORS headers',
  severity: 'error',
  severityNote: 'warning where the page’s origin, or the server’s address, is not certain, or the server alone is seen',
  profile: 'recommended',
  why: 'A page of one origin reads the answers of another only where they carry Access-Control-Allow-Origin. A port is part of the origin: a page of http://localhost:5173 and a server on http://localhost:3000 are two. Here a page of the workspace calls a server of the workspace by its address, and nothing in that server sets the header. A proxy of the development server helps only those who call it by a relative URL.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  kind: 'breakage',
  supersedes: ['allow-origin-missing'],

  *check(policy) {
    for (const oddity of policy.oddities) if (oddity.kind === 'narrow-path') yield narrow(policy, oddity);
  },

  *checkApp(app, { policies, links }) {
    // What pages of the workspace call is told with the calls.
    if (links.some(it => isWithout(it) && isOf(app, it))) return;
    yield* confinedPolicies(app, policies);
    yield* preflightsAlone(app, policies);
    yield* writtenPast(app);
  },

  *checkLinks(links, { apps }) {
    for (const own of byServer(links.filter(isWithout))) {
      const [first] = own;
      if (!first) continue;
      const { server } = first;
      const witness = witnessOf(first);
      const what = server.partial ? 'no `Access-Control-Allow-Origin` is sent' : `${server.name} sends no CORS headers`;
      yield {
        at: server.partial ?? server.at,
        message: `Browsers block ${pagesIn(own)}: ${what}.`,
        severity: gravity(own),
        related: [
          ...callsOf(own, it => `Browsers block \`${nameOf(it)}\`: ${what}.`),
          ...apps.filter(it => isOf(it, first)).flatMap(elsewhere),
        ],
        ...(witness ? { witness } : {}),
        fixes: own.every(it => it.page) ? setUp(own) : [],
      };
    }
  },
};

/** A call of a server that sends no header at all; what it sends after all, and too late, is told there. */
function isWithout({ answer, refusal }: Link): boolean {
  return answer.kind === 'none' && !answer.before && refusal !== undefined;
}

/** The CORS that an application sets up for other addresses. */
function elsewhere({ steps }: App): readonly Related[] {
  const all = steps.filter(it => it.kind === 'cors');
  return all.slice(0, 3).map(it => ({ at: it.at, message: 'This is for other addresses.' }));
}

/** Headers for one address, where all that answers stands below it. */
function narrow(policy: CorsPolicy, { path, instead, first, at }: Extract<Oddity, { kind: 'narrow-path' }>): Report {
  return {
    at,
    message: `Browsers block calls of \`${first}\`: CORS headers are set for the address \`${path}\` alone.`,
    severity: 'warning',
    witness: missing(somePage(policy), { method: servedMethod(policy) }),
    fixes: [
      {
        title: `Set them for all that is below \`${path}\`: \`${instead}\``,
        edits: [{ kind: 'replace', at, value: { kind: 'text', text: instead } }],
        safety: 'review',
      },
    ],
  };
}

function isOf({ at }: App, { server }: Link): boolean {
  return server.at.path === at.path && server.at.start === at.start;
}

/** The library's policy, for the pages that are known and no other. */
function setUp(links: readonly Link[]): readonly Fix[] {
  const [first] = links;
  const origins = [...new Set(links.flatMap(it => it.page?.origin ?? []))];
  if (!first || first.server.partial) return [];
  const title = `Allow ${origins.map(it => `\`${it}\``).join(' and ')} to read this server’s answers`;
  return [{ title, edits: [], safety: 'review', configures: { server: first.server, origins } }];
}

function byServer(links: readonly Link[]): readonly (readonly Link[])[] {
  const groups = new Map<string, Link[]>();
  for (const it of links) {
    const { path, start } = it.server.at;
    const group = groups.get(`${path}:${start}`);
    if (group) group.push(it);
    else groups.set(`${path}:${start}`, [it]);
  }
  return [...groups.values()].map(it => it.sort((a, b) => comparePlaces(a.request.at, b.request.at)));
}
