import type { ProblemKind } from '../origins/grammar.ts';
import { faulty, report } from './listed.ts';
import type { Rule } from './rule.ts';

const KINDS: ReadonlySet<ProblemKind> = new Set(['trailing-slash', 'path', 'query', 'fragment']);

export const originTrailingSlashOrPath: Rule = {
  id: 'origin-trailing-slash-or-path',
  title: 'An origin has no slash and no path at its end',
  severity: 'error',
  severityNote: 'info where the right form stands beside it',
  profile: 'recommended',
  why: 'An origin is scheme, host and port, and nothing else. Browsers compare it letter by letter, so `https://example.com/` is not what a page of `https://example.com` sends, and the page is blocked. Values copied from the address bar end in a slash.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com/' }));",
    good: "app.use(cors({ origin: 'https://app.example.com' }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#origin-header',
  kind: 'breakage',
  supersedes: ['origin-pattern-never-matches'],

  *check(policy) {
    for (const it of faulty(policy, KINDS)) {
      const { kind } = it.problem;
      const what = kind === 'trailing-slash' ? 'ends in a slash' : `has a ${kind}`;
      yield report(policy, it, `Browsers send no origin that ${what}, so \`${it.listed.text}\` never matches.`);
    }
  },
};
