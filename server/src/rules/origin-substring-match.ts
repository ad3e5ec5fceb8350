import { lookAlikes } from './look-alikes.ts';
import type { Rule } from './rule.ts';

export const originSubstringMatch: Rule = {
  id: 'origin-substring-match',
  title: 'A site whose name contains a trusted one gets in',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'The check looks for a piece of the origin anywhere in it. Anyone can set up a site whose name contains that piece, such as `https://localhost.attacker.example`. The same happens with `includes` on a text instead of a list: every origin that is a piece of the text passes.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: (origin, cb) => cb(null, origin?.includes('example.com')), credentials: true }));",
    good: "app.use(cors({ origin: (origin, cb) => cb(null, ['https://example.com'].includes(origin)), credentials: true }));",
  },
  cwe: [346, 183],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'security',

  check: policy => lookAlikes(policy, 'substring', ': the test looks only for a piece of it'),
};
