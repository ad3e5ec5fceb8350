import { lookAlikes } from './look-alikes.ts';
import type { Rule } from './rule.ts';

export const originSuffixMatch: Rule = {
  id: 'origin-suffix-match',
  title: 'A site whose name ends like a trusted one gets in',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'The check looks at how an origin ends, without a dot or a slash in front of the name. Anyone can register a domain that ends in the same letters, such as `https://attackerexample.com`, and then passes.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /example\\.com$/, credentials: true }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/([a-z0-9-]+\\.)*example\\.com$/, credentials: true }));',
  },
  cwe: [346, 625],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'security',

  check: policy => lookAlikes(policy, 'suffix', ': the test looks only at how an origin ends'),
};
