import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';

export const middlewareNotCalled: Rule = {
  id: 'middleware-not-called',
  title: 'The library is used instead of the middleware that it makes, or that is never run',
  severity: 'error',
  profile: 'recommended',
  why: 'What the package exports is a function that takes options and returns the middleware. Mounted as it is, or called with the request, it takes the request for its options, returns a middleware that nobody runs, and never calls what comes next: in Express every request waits until it times out, in Koa it ends in 404, in Hono in 500. A middleware that is made and neither mounted nor called sets no header at all.',
  example: {
    language: 'ts',
    bad: 'app.use(cors);',
    good: "app.use(cors({ origin: 'https://app.example.com' }));",
  },
  cwe: [],
  spec: 'https://github.com/expressjs/cors#simple-usage-enable-all-cors-requests',
  kind: 'breakage',
  supersedes: ['no-preflight-handler'],

  *check(policy, { policies }) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'not-called') continue;
      const { name, how } = oddity;
      // What is left over beside what is used breaks nothing.
      if (how === 'unused' && policies.some(it => it.used && it.at.path === policy.at.path)) continue;
      yield {
        at: oddity.at,
        message:
          how === 'mounted'
            ? `${EFFECT[oddity.effect]}: \`${name}\` is mounted without being called.`
            : how === 'handed-request'
              ? `No CORS header is set here: \`${name}\` takes options, and nobody runs the middleware that it returns.`
              : `No CORS header is set here: nobody runs the middleware that \`${name}\` returns.`,
        severity: breakage(policy),
        witness: missing(somePage(policy), { method: servedMethod(policy) }),
      };
    }
  },
};

const EFFECT = {
  hangs: 'Every request hangs',
  'not-found': 'Every request gets 404',
  'error-500': 'Every request gets 500',
} as const;
