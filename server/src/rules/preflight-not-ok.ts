import { preflightStatus } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const preflightNotOk: Rule = {
  id: 'preflight-not-ok',
  title: 'The preflight is answered with a status that browsers refuse',
  severity: 'error',
  profile: 'recommended',
  why: 'Browsers take the answer to a preflight only with a status from 200 to 299, whatever its headers say, and they follow no redirect. With 302, 404 or 501 every request is blocked that needs a preflight: those with JSON, an Authorization header or a method such as PUT.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', optionsSuccessStatus: 302 }));",
    good: "app.use(cors({ origin: 'https://app.example.com', optionsSuccessStatus: 200 }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *check(policy) {
    const { by, status, at } = policy.preflight;
    if ((by !== 'library' && by !== 'manual') || status === undefined || policy.origins.mode === 'none') return;
    if (status >= 200 && status < 300) return;
    yield {
      at: at ?? policy.at,
      message: `Browsers refuse the preflight: it is answered with \`${status}\`.`,
      severity: breakage(policy),
      witness: preflightStatus(somePage(policy), 'PUT', status),
      fixes:
        at && policy.notation === 'options'
          ? [
              {
                title: 'Answer with 204',
                edits: [{ kind: 'replace', at, value: { kind: 'number', value: 204 } }],
                safety: 'safe',
              },
            ]
          : [],
    };
  },
};
