import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const middlewareNotCalled: Rule = {
  id: 'middleware-not-called',
  title: 'The library is mounted instead of the middleware that it makes',
  severity: 'error',
  profile: 'recommended',
  why: 'What the package exports is a function that takes options and returns the middleware. Mounted as it is, it takes the request for its options, returns a middleware that nobody runs, and never calls the next one: every request waits until it times out.',
  example: {
    language: 'ts',
    bad: 'app.use(cors);',
    good: "app.use(cors({ origin: 'https://app.example.com' }));",
  },
  cwe: [],
  spec: 'https://github.com/expressjs/cors#simple-usage-enable-all-cors-requests',
  kind: 'breakage',

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'not-called') continue;
      const library = policy.library?.name ?? policy.framework;
      yield {
        at: oddity.at,
        message: `Every request hangs: \`${library}\` is mounted without being called.`,
        severity: breakage(policy),
        witness: missing(somePage(policy)),
      };
    }
  },
};
