import type { AskedHeader } from '../model/app.ts';
import { set } from '../model/edit.ts';
import type { Link } from '../model/link.ts';
import { EVERYWHERE } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { comparePlaces, contains } from '../text/span.ts';
import { answering } from './answering.ts';
import { askedOfScripts } from './asked-headers.ts';
import { headerNotAllowed as refusal } from './blocked.ts';
import { byPolicy, callsOf, gravity, nameOf, witnessOf } from './calls.ts';
import { few } from './few.ts';
import { somePage } from './remedies.ts';
import type { Fix, Report, Rule, RuleContext } from './rule.ts';
import { breakage } from './severity.ts';
import { refusedFor, writtenBefore } from './written-before.ts';

export const headerNotAllowed: Rule = {
  id: 'header-not-allowed',
  title: 'A page sends a header that the policy does not list',
  severity: 'error',
  severityNote: 'warning where the page’s origin or the server’s address is not certain, or the server alone is seen',
  profile: 'recommended',
  why: 'Scripts may send a few headers to other origins as they like. For all others (Authorization, a Content-Type of JSON, anything of their own) the browser asks first, and the answer must list each of them in Access-Control-Allow-Headers. Client libraries add some by themselves: `apikey` and `x-client-info` of Supabase, the headers of tracing. One that is missing from the list stops the request before it is sent.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *checkApp(app, { policies, links }) {
    for (const { policies: own, routes, asks } of answering(app, policies)) {
      // Of calls that are seen, it is known what they send.
      if (own.some(policy => links.some(it => isOf(policy, it)))) continue;
      const asked = askedOfScripts(routes, asks);
      const lost = own.map(policy => ({ policy, lost: asked.filter(it => isLost(policy, it.name)) }));
      const [first] = lost;
      const missing = first?.lost.filter(it => lost.every(other => other.lost.includes(it))) ?? [];
      if (missing.length === 0) continue;
      for (const { policy } of lost) yield ofServer(policy, missing);
    }
    const written = writtenBefore(app, policies);
    if (!written || links.some(it => isOf(written.policy, it))) return;
    const asked = askedOfScripts(written.routes, written.asks);
    const missing = asked.filter(it => refusedFor(written.policy, 'GET', it.name) === 'header');
    if (missing.length > 0) yield ofServer(written.policy, missing);
  },

  *check(policy, context) {
    const { links } = context;
    yield* lookedAt(policy, context);
    const { login, allowedHeaders, origins } = policy;
    const list = known(allowedHeaders);
    if (login?.header === undefined || list?.kind !== 'names' || origins.mode === 'none') return;
    const texts = list.names.map(it => it.text);
    if (texts.some(it => it.toLowerCase() === login.header)) return;
    // The calls of pages are told of with their own places.
    if (links.some(it => it.answer.kind === 'policy' && it.answer.policy === policy && it.refusal?.kind === 'headers'))
      return;
    yield {
      at: allowedHeaders.at,
      message: `Browsers block calls with the login that ${login.by} asks for: the policy does not allow \`${login.header}\`.`,
      severity: breakage(policy, 'warning'),
      related: [{ at: login.at, message: 'The login is asked for here.' }],
      witness: refusal(somePage(policy), login.header),
      fixes: [allow(policy, [login.header])],
    };
  },

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(links, it => it.refusal?.kind === 'headers')) {
      const lost = own.map(it => (it.refusal?.kind === 'headers' ? it.refusal.names : []));
      const names = [...new Set(lost.flat())];
      const shown = names.map(it => `\`${it}\``).join(' and ');
      const witness = witnessOf(own[0]);
      yield {
        at: policy.allowedHeaders.at,
        message: `Browsers block \`${nameOf(own[0])}\`: the policy does not allow ${shown}.`,
        severity: gravity(own, policy),
        related: callsOf(own, it => `Browsers block \`${nameOf(it)}\`: the server does not allow ${shown}.`),
        ...(witness ? { witness } : {}),
        policy,
        fixes: [allow(policy, names)],
      };
    }
  },
};

/** A function that answers its own preflights, or whose gateway or platform sees to their headers, and looks at headers that are not listed. */
function* lookedAt(policy: CorsPolicy, { apps, links }: Pick<RuleContext, 'apps' | 'links'>): Iterable<Report> {
  const { asks = [], allowedHeaders, preflight, guards, used } = policy;
  const byGateway = preflight.by === 'platform' && policy.preflightsOnly === true;
  const alike = policy.onEveryAnswer === true;
  if (!(byGateway || alike || preflight.by === 'manual' || preflight.by === 'same')) return;
  if (allowedHeaders.kind !== 'written' || guards.length > 0 || !used) return;
  // What runs before routes is told of with them, and calls that are seen with their own places.
  if (apps.some(app => app.steps.some(it => it.bodies?.some(body => contains(body, policy.whole))))) return;
  if (links.some(it => isOf(policy, it))) return;
  const [method = 'GET'] = policy.scope.methods?.filter(it => it !== 'OPTIONS') ?? [];
  const place = { method, path: policy.at.path, at: policy.at, matches: EVERYWHERE, asks };
  const isMissing = (name: string) =>
    byGateway || alike
      ? isLost({ ...policy, preflight: { by: 'platform' } }, name)
      : refusedFor(policy, method, name) === 'header';
  const missing = askedOfScripts([place], []).filter(it => isMissing(it.name));
  if (missing.length > 0) yield ofServer(policy, missing);
}

function isOf(policy: CorsPolicy, { answer }: Link): boolean {
  return answer.kind === 'policy' && comparePlaces(answer.policy.at, policy.at) === 0;
}

/** Whether a policy that lists names certainly leaves this one out. */
function isLost({ allowedHeaders, origins, preflight }: CorsPolicy, name: string): boolean {
  const list = known(allowedHeaders);
  if (list?.kind !== 'names' || origins.mode === 'none' || preflight.by === 'none' || preflight.by === 'unknown')
    return false;
  return !list.names.some(it => it.text.toLowerCase() === name);
}

function ofServer(policy: CorsPolicy, missing: readonly AskedHeader[]): Report {
  const names = missing.map(it => it.name);
  const [name = ''] = names;
  return {
    at: policy.allowedHeaders.at,
    message: `Browsers block requests with ${few(names)}, which the server looks at: the policy does not allow ${names.length > 1 ? 'them' : 'it'}.`,
    severity: breakage(policy, 'warning'),
    related: missing.slice(0, 4).map(it => ({ at: it.at, message: `This looks at \`${it.name}\`.` })),
    witness: refusal(somePage(policy), name, known(policy.credentials) === true),
    policy,
    fixes: [allow(policy, names)],
  };
}

function allow({ allowedHeaders }: CorsPolicy, names: readonly string[]): Fix {
  const list = known(allowedHeaders);
  const texts = list && list.kind !== 'reflect' ? list.names.map(it => it.text) : [];
  return {
    title: `Allow ${names.map(it => `\`${it}\``).join(' and ')}, too`,
    edits: [set('allowedHeaders', { kind: 'texts', texts: [...texts, ...names] })],
    safety: 'review',
  };
}
