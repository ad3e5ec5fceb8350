import { lookAlikes } from './look-alikes.ts';
import type { Rule } from './rule.ts';

export const originRegexBypass: Rule = {
  id: 'origin-regex-bypass',
  title: 'The check lets in a site that is not yours',
  severity: 'error',
  severityNote:
    'error with credentials, else warning; one step milder where the site has to be http or a name that only some browsers send',
  profile: 'recommended',
  why: 'The check is wider than it looks. Often `^a|b$` binds each anchor to one alternative only, a class such as `[^.]*` runs past the end of the name, or an end is left open. The witness is a site that anyone could set up and that gets in.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com|localhost$/, credentials: true }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com$/, credentials: true }));',
  },
  cwe: [625],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'security',

  check: policy => lookAlikes(policy, 'other', ', which this check lets in'),
};
