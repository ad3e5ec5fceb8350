import type { CorsPolicy } from '../model/policy.ts';
import { missing } from './blocked.ts';
import { answersAlone } from './preflights.ts';
import { isForOwnPages, somePage } from './remedies.ts';
import type { Report, Rule } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';

export const errorPathWithoutCors: Rule = {
  id: 'error-path-without-cors',
  title: 'Browsers hide this error from the page',
  severity: 'warning',
  severityNote:
    'where other code may write the header, and for paths and methods that nobody serves, the recommended profile leaves it out',
  profile: 'recommended',
  why: 'The other responses of this function carry Access-Control-Allow-Origin and this one does not. When it is sent, the page gets neither status nor body, only a failed request, and the console speaks of CORS where the cause is a missing field or a failed login.',
  example: {
    language: 'ts',
    bad: "const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com' };\nexport async function handler(event) {\n  if (!event.body) return { statusCode: 400, body: 'no body' };\n  return { statusCode: 200, headers, body: '{}' };\n}",
    good: "const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com' };\nexport async function handler(event) {\n  if (!event.body) return { statusCode: 400, headers, body: 'no body' };\n  return { statusCode: 200, headers, body: '{}' };\n}",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',

  *check(policy, { policies, server, profile }) {
    const certain = profile === 'recommended';
    if (!certain) yield* onSuccessOnly(policy);
    yield* takenOff(policy, certain);
    // What a page meets where it asks rightly.
    const bare = (policy.origins.bare ?? []).filter(it => !certain || !/^40[45]$/.test(String(it.status)));
    const [first, ...more] = bare;
    if (certain && !answersAlone(policy)) return;
    const outside = server.outside.filter(it => !it.preflightsOnly);
    if (!first || outside.length > 0 || server.around.length > 0) return;
    // What runs before in the same application may have written it.
    const { path } = policy.at;
    if (policies.some(it => it.framework !== policy.framework && it.at.path === path)) return;
    if (policy.notation === 'statements' && server.mountsCors) return;
    yield {
      at: first.at,
      message: 'Browsers hide this error: it lacks the `Access-Control-Allow-Origin` of the other responses.',
      severity: breakage(policy, 'warning'),
      related: [
        { at: policy.origins.at, message: 'Others have it from here.' },
        ...more.slice(0, 4).map(({ at }) => ({ at, message: 'This, too.' })),
      ],
      witness: missing(somePage(policy), { method: servedMethod(policy) }),
    };
  },
};

/** Headers that the server takes off where something throws; that something does is certain only where it is seen. */
function* takenOff(policy: CorsPolicy, certain: boolean): Iterable<Report> {
  for (const oddity of policy.oddities) {
    if (oddity.kind !== 'taken-off-by-errors' || policy.origins.mode === 'none') continue;
    if (certain && !oddity.thrown) continue;
    yield {
      at: oddity.at,
      message: `Browsers hide errors that are thrown: ${oddity.server} takes this header off again.`,
      severity: breakage(policy, 'warning'),
      related: oddity.thrown ? [{ at: oddity.thrown, message: 'This one, for instance.' }] : [],
      witness: missing(somePage(policy), { method: servedMethod(policy) }),
    };
  }
}

/** Headers that the server leaves away on errors, unless it is told to send them always. */
function* onSuccessOnly(policy: CorsPolicy): Iterable<Report> {
  for (const oddity of policy.oddities) {
    if (oddity.kind !== 'success-only' || policy.origins.mode === 'none' || isForOwnPages(policy)) continue;
    yield {
      at: oddity.at,
      message: `Browsers hide errors from the page: ${oddity.server} sends this header with successful responses alone.`,
      severity: breakage(policy, 'warning'),
      witness: missing(somePage(policy), { method: servedMethod(policy) }),
      fixes: [
        {
          title: 'Set CORS headers on errors, too',
          edits: oddity.rewrites.map(it => ({ kind: 'rewrite', ...it })),
          safety: 'review',
        },
      ],
    };
  }
}
