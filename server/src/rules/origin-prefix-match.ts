import { lookAlikes } from './look-alikes.ts';
import type { Rule } from './rule.ts';

export const originPrefixMatch: Rule = {
  id: 'origin-prefix-match',
  title: 'A site whose name begins like a trusted one gets in',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'The check looks at how an origin begins and not at where it ends. Anyone can put the trusted name in front of a domain of their own, such as `https://example.com.attacker.example`, and then passes.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: (origin, cb) => cb(null, origin?.startsWith('https://example.com')), credentials: true }));",
    good: "app.use(cors({ origin: (origin, cb) => cb(null, origin === 'https://example.com'), credentials: true }));",
  },
  cwe: [346, 625, 777],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'security',

  check: policy => lookAlikes(policy, 'prefix', ': the test looks only at how an origin begins'),
};
