import { lookAlikes } from './look-alikes.ts';
import type { Rule } from './rule.ts';

export const originRegexUnescapedDot: Rule = {
  id: 'origin-regex-unescaped-dot',
  title: 'A dot in the pattern matches any character',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'In a regular expression a bare dot stands for any character. `www.example.com` therefore also matches `wwwxexample.com`, a different domain, which anyone can register.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https:\\/\\/www.example\\.com$/, credentials: true }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/www\\.example\\.com$/, credentials: true }));',
  },
  cwe: [625, 185],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'security',

  check: policy => lookAlikes(policy, 'unescaped-dot', ': an unescaped dot matches any character'),
};
