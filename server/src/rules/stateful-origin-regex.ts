import { missing } from './blocked.ts';
import { asLiteral } from './exact.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const statefulOriginRegex: Rule = {
  id: 'stateful-origin-regex',
  title: 'The pattern lets the same origin in only every second time',
  severity: 'error',
  profile: 'recommended',
  why: 'A regular expression with the `g` or `y` flag remembers where its last match ended and starts the next search there. One object that serves every request therefore accepts an origin, refuses it the next time, and accepts it again. Checks of an origin need neither flag.',
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
      const flag = flags.includes('g') ? 'g' : 'y';
      const value = { kind: 'pattern', source: asLiteral(source, flags), flags: flags.replace(/[gy]/g, '') } as const;
      yield {
        at,
        message: `Browsers block every second request: a pattern with the \`${flag}\` flag remembers its last match.`,
        severity: breakage(policy),
        witness: missing(somePage(policy)),
        fixes: [{ title: `Remove the \`${flag}\` flag`, edits: [{ kind: 'replace', at, value }], safety: 'safe' }],
      };
    }
  },
};
