import { answer } from '../fetch/answer.ts';
import type { App } from '../model/app.ts';
import type { Oddity } from '../model/oddity.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { Span } from '../text/span.ts';
import { contains } from '../text/span.ts';
import { mismatch, missing, notTrue, preflightNotTrue, preflightWildcard } from './blocked.ts';
import { answersAlone, refusedPreflight } from './preflights.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';

type Disagreement = Omit<Extract<Oddity, { kind: 'preflight-disagrees' }>, 'kind'>;

export const preflightActualMismatch: Rule = {
  id: 'preflight-actual-mismatch',
  title: 'The preflight and the response say different things',
  severity: 'error',
  profile: 'recommended',
  why: 'Browsers check both the answer to the preflight and the response itself, each for the same page and the same cookies. Where one allows credentials and the other does not, or each names another site, no request passes that needs a preflight: it fails at the first step or at the second.',
  example: {
    language: 'ts',
    bad: "export async function handler(event) {\n  const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com' };\n  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers };\n  return { statusCode: 200, headers: { ...headers, 'Access-Control-Allow-Credentials': 'true' }, body: '{}' };\n}",
    good: "export async function handler(event) {\n  const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com', 'Access-Control-Allow-Credentials': 'true' };\n  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers };\n  return { statusCode: 200, headers, body: '{}' };\n}",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *check(policy, { policies, server, apps }) {
    const alone = server.outside.every(it => it.preflightsOnly) && server.around.length === 0;
    for (const oddity of policy.oddities) {
      // What a gateway's preflight and a function say is told as its gap.
      if (oddity.kind !== 'preflight-disagrees' || (policy.preflightsOnly && !policy.byHand)) continue;
      if (oddity.on !== 'missing') yield report(policy, oddity);
      else if (alone && answersAlone(policy) && isSilent(policy, policies)) yield silent(policy, oddity);
    }
    if (alone && !isMisplaced(policy, apps)) yield* bare(policy);
    const others = policies.filter(it => isOptionsOf(it, policy));
    for (const it of others) {
      const found = disagreement(it, policy);
      if (found) yield report(policy, found);
    }
  },
};

/** Whether headers are handed over where the answer to the preflight does not take them, which is told by itself. */
function isMisplaced({ preflight: { at } }: CorsPolicy, apps: readonly App[]): boolean {
  return at !== undefined && apps.some(it => it.misplaced?.some(own => contains(at, own.at)));
}

/** A preflight that the code answers itself, before or beside the headers that its response carries. */
function* bare(policy: CorsPolicy): Iterable<Report> {
  const { preflight } = policy;
  if (preflight.by !== 'manual' || !preflight.at) return;
  if (!answersAlone(policy)) return;
  const refused = refusedPreflight(policy);
  if (!refused || refused.status !== undefined) return;
  yield {
    at: preflight.at,
    message: `Browsers block ${refused.what}: the preflight is answered without the headers of the response.`,
    severity: breakage(policy),
    related: [{ at: policy.origins.at, message: 'The response has them from here.' }],
    witness: refused.witness,
  };
}

/** Whether nothing seen puts the header on the response: neither what wraps the function nor another part of the file. */
function isSilent(policy: CorsPolicy, policies: readonly CorsPolicy[]): boolean {
  if (policies.some(it => it.framework !== policy.framework && it.at.path === policy.at.path)) return false;
  if (policy.scope.methods) return true;
  const response = answer(policy, { method: 'POST', origin: somePage(policy) });
  return response.known && response.headers['access-control-allow-origin'] === undefined;
}

function silent(policy: CorsPolicy, { at, other }: Disagreement): Report {
  return {
    at,
    message: 'Browsers hide this response: it lacks the `Access-Control-Allow-Origin` that the preflight has.',
    severity: breakage(policy),
    related: [{ at: other, message: 'The preflight has it from here.' }],
    witness: { ...missing(somePage(policy)), method: 'POST' },
  };
}

function report(policy: CorsPolicy, { on, side, given, at, other }: Disagreement): Report {
  const page = somePage(policy);
  const method = policy.scope.methods?.find(it => !SIMPLE.test(it)) ?? 'PUT';
  const preflight = side === 'preflight';
  const message =
    on === 'origin'
      ? `Browsers block preflighted requests: the response allows \`${given}\`, the preflight another site.`
      : on === 'wildcard'
        ? 'Browsers block preflighted requests with cookies: the preflight allows `*`, which is no site.'
        : `Browsers block preflighted requests with cookies: the ${side} does not allow credentials.`;
  return {
    at,
    message,
    severity: breakage(policy),
    related: [{ at: other, message: preflight ? 'This is the response.' : 'This answers the preflight.' }],
    witness:
      on === 'origin'
        ? { ...mismatch(page, given), method }
        : on === 'wildcard'
          ? preflightWildcard(page, method)
          : preflight
            ? preflightNotTrue(page, method)
            : { ...notTrue(page, ''), method },
  };
}

const SIMPLE = /^(GET|HEAD|OPTIONS)$/;

/** Whether a policy is what answers the preflights of another: two functions of one file, for one path. GET needs none. */
function isOptionsOf(it: CorsPolicy, policy: CorsPolicy): boolean {
  return (
    it.byHand === true &&
    policy.byHand === true &&
    it.at.path === policy.at.path &&
    it.scope.path === policy.scope.path &&
    it.scope.methods?.join() === 'OPTIONS' &&
    policy.scope.methods?.some(method => !SIMPLE.test(method)) === true &&
    it.guards.length === 0 &&
    policy.guards.length === 0
  );
}

function disagreement(preflight: CorsPolicy, response: CorsPolicy): Disagreement | undefined {
  const places = (own: Span, other: Span) => ({ at: own, other });
  const [before, after] = [known(preflight.credentials), known(response.credentials)];
  const [asked, given] = [fixedIn(preflight), fixedIn(response)];
  const atPreflight = places(preflight.origins.at, response.origins.at);
  const atResponse = places(response.origins.at, preflight.origins.at);
  if (asked && given && asked !== given) return { on: 'origin', side: 'response', given, ...atResponse };
  if (after === true && preflight.origins.mode === 'any' && response.origins.mode !== 'any')
    return { on: 'wildcard', side: 'preflight', given: '*', ...atPreflight };
  if (after === true && before === false && preflight.origins.mode !== 'any')
    return { on: 'credentials', side: 'preflight', given: '', ...atPreflight };
  if (before === true && after === false && preflight.origins.mode !== 'any' && response.origins.mode !== 'any')
    return { on: 'credentials', side: 'response', given: '', ...atResponse };
  return undefined;
}

function fixedIn({ origins }: CorsPolicy): string | undefined {
  const [only] = origins.sent ?? [];
  return origins.mode === 'fixed' && origins.sent?.length === 1 ? only?.text : undefined;
}
