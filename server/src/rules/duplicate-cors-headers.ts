import type { CorsPolicy } from '../model/policy.ts';
import { mismatch, notTrue } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
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

  *check(policy) {
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

function witness(policy: CorsPolicy, header: string) {
  const page = somePage(policy);
  if (header === 'access-control-allow-credentials') return notTrue(page, 'true, true');
  const value = policy.origins.mode === 'any' ? '*' : page;
  return mismatch(page, `${value}, ${value}`);
}
