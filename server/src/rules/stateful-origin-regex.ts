import { parts } from '../model/acceptor.ts';
import { unstuck } from '../origins/pattern.ts';
import { missing } from './blocked.ts';
import { asLiteral } from './exact.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';
import { somebody } from './weakness.ts';

export const statefulOriginRegex: Rule = {
  id: 'stateful-origin-regex',
  title: 'The pattern lets the same origin in only every second time',
  severity: 'error',
  profile: 'recommended',
  why: 'A regular expression with the `g` or `y` flag remembers where its last match ended and starts the next search there. One object that serves every request therefore accepts an origin, refuses it the next time, and accepts it again. Checks of an origin need neither flag; `y` also asks that the match begins where the text does, as `^` does.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com$/g }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com$/ }));',
  },
  cwe: [],
  spec: 'https://tc39.es/ecma262/#sec-regexpbuiltinexec',
  kind: 'breakage',

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'stateful-pattern') continue;
      const { at, source, flags } = oddity;
      // What never matches has no place to remember.
      const own = [...parts(policy.origins.acceptor)].filter(it => it.kind === 'matches' && it.at?.start === at.start);
      if (own.length > 0 && own.every(it => somebody(it).answer === 'no')) continue;
      const flag = flags.includes('g') ? 'g' : 'y';
      const begins = unstuck(source, flags);
      const value = { kind: 'pattern', source: asLiteral(begins, flags), flags: flags.replace(/[gy]/g, '') } as const;
      const title =
        begins === source ? `Remove the \`${flag}\` flag` : `Begin with \`^\` in place of the \`${flag}\` flag`;
      yield {
        at,
        message: `Browsers block every second request: a pattern with the \`${flag}\` flag remembers its last match.`,
        severity: breakage(policy),
        witness: missing(somePage(policy), { method: servedMethod(policy) }),
        fixes: [{ title, edits: [{ kind: 'replace', at, value }], safety: 'safe' }],
      };
    }
  },
};
