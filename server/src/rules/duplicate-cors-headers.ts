import type { CorsPolicy } from '../model/policy.ts';
import { mismatch, notTrue } from './blocked.ts';
import { chainOf, doubled } from './chain.ts';
import { putOver } from './combined.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule, Server } from './rule.ts';
import { breakage } from './severity.ts';

const NAMES: Readonly<Record<string, string>> = {
  'access-control-allow-origin': 'Access-Control-Allow-Origin',
  'access-control-allow-credentials': 'Access-Control-Allow-Credentials',
};

export const duplicateCorsHeaders: Rule = {
  id: 'duplicate-cors-headers',
  title: 'The header is sent twice, and browsers accept one value',
  severity: 'error',
  profile: 'recommended',
  why: 'Browsers join headers of one name into one value with a comma between. Two Access-Control-Allow-Origin headers, even two that say the same, are then a value that equals no origin, and the page gets nothing. The same holds for Access-Control-Allow-Credentials, which has to be `true` and nothing else.',
  example: {
    language: 'ts',
    bad: "app.get('/items', (req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', '*');\n  res.append('Access-Control-Allow-Origin', '*');\n  res.json([]);\n});",
    good: "app.get('/items', (req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', '*');\n  res.json([]);\n});",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',
  supersedes: ['wildcard-with-credentials', 'wildcard-origin', 'multiple-origins-in-header'],

  *check(policy, { server }) {
    yield* behind(policy, server.behind);
    yield* outside(policy, server.outside);
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'duplicate-header') continue;
      yield {
        at: oddity.at,
        message: `Browsers reject two values in \`${NAMES[oddity.header] ?? oddity.header}\`.`,
        severity: breakage(policy),
        related: [{ at: oddity.first, message: 'It is set here already.' }],
        witness: witness(policy, oddity.header),
        fixes: [
          {
            title: 'Send the header once',
            edits: [{ kind: 'delete-statement', statement: oddity.at }],
            safety: 'review',
          },
        ],
      };
    }
  },
};

/** A proxy that puts its header beside the one of the application behind it. */
function* behind(policy: CorsPolicy, apps: Server['behind']): Iterable<Report> {
  const { upstream, origins } = policy;
  if (!upstream || upstream.effect === 'instead' || !origins.entry || upstream.hidden.includes(ALLOW_ORIGIN)) return;
  const chain = origins.mode === 'none' ? undefined : chainOf(policy, apps);
  const sent = chain?.writers.findLast(isNaming);
  const both = chain && doubled(policy, chain);
  if (!sent || both === 'no' || (!both && sent.byHand)) return;
  yield {
    at: origins.entry,
    message: 'Browsers reject two values in `Access-Control-Allow-Origin`: the server behind this sends it, too.',
    severity: breakage(policy),
    related: [
      { at: sent.byHand ? sent.origins.at : sent.at, message: 'The server behind sends it here.' },
      { at: upstream.at, message: 'Requests are handed on here.' },
    ],
    witness: both ? mismatch(both.page, both.value) : witness(policy, ALLOW_ORIGIN),
    fixes: upstream.hide
      ? [
          {
            title: 'Take the header off what the server behind answers',
            edits: [{ kind: 'rewrite', ...upstream.hide }],
            safety: 'review',
          },
        ]
      : [],
    supersedes: ['error-path-without-cors', 'conflicting-cors-writers'],
  };
}

/** Code that writes the header on responses on which the configuration puts it as well. */
function* outside(policy: CorsPolicy, configured: Server['outside']): Iterable<Report> {
  const { entry } = policy.origins;
  const other = entry && putOver(policy, configured, 'beside');
  // A value that is there already is not added (next 14.2.35, `appendHeader` of base-http/node.js; run).
  if (!other || (valueFor(other) !== undefined && valueFor(other) === valueFor(policy))) return;
  yield {
    at: entry,
    message:
      'Browsers reject two values in `Access-Control-Allow-Origin`: the configuration of this path sends it, too.',
    severity: breakage(policy),
    related: [{ at: other.origins.at, message: 'The configuration sends it here.' }],
    witness: witness(policy, ALLOW_ORIGIN),
  };
}

/** What everybody is sent, where that is one text. */
function valueFor({ origins: { mode, listed } }: CorsPolicy): string | undefined {
  if (mode === 'any') return '*';
  return mode === 'fixed' && listed.length === 1 ? listed[0]?.text : undefined;
}

const ALLOW_ORIGIN = 'access-control-allow-origin';

/** A policy that certainly names an origin to some. */
function isNaming({ origins }: CorsPolicy): boolean {
  return origins.mode === 'any' || origins.mode === 'fixed' || origins.mode.startsWith('echo');
}

function witness(policy: CorsPolicy, header: string) {
  const page = somePage(policy);
  if (header === 'access-control-allow-credentials') return notTrue(page, 'true, true');
  const value = policy.origins.mode === 'any' ? '*' : page;
  return mismatch(page, `${value}, ${value}`);
}
