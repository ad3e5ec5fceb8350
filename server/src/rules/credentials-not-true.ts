import { remove, set } from '../model/edit.ts';
import { notTrue } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

/** Values that somebody writes who wants no credentials. */
const OFF = /^['"`]?(false|0|no|off|none|null|undefined|)['"`]?$/i;

export const credentialsNotTrue: Rule = {
  id: 'credentials-not-true',
  title: 'Credentials are not really allowed',
  severity: 'error',
  profile: 'recommended',
  why: 'Browsers hand a response to a request with cookies to the page only if Access-Control-Allow-Credentials is the four letters `true`, in lower case. `True`, `1`, `yes` or two values count as nothing. Some libraries send the header only for the boolean `true` and silently ignore the text `"true"`, which is what an environment variable gives.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', credentials: 'true' }));",
    good: "app.use(cors({ origin: 'https://app.example.com', credentials: true }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-allow-credentials',
  kind: 'breakage',

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'credentials-not-true' || OFF.test(oddity.given)) continue;
      const header = policy.library === undefined;
      const sent = oddity.given.replace(/^(['"`])(.*)\1$/, '$2');
      yield {
        at: oddity.at,
        message: header
          ? `Browsers take only \`true\` in \`Access-Control-Allow-Credentials\`, not \`${sent}\`.`
          : `\`${policy.library?.name}\` allows credentials only for \`true\`, not for \`${oddity.given}\`.`,
        severity: breakage(policy),
        witness: notTrue(somePage(policy), header ? sent : ''),
        fixes: [
          {
            title: 'Allow credentials with `true`',
            edits: [set('credentials', { kind: 'boolean', value: true })],
            safety: 'review',
          },
          { title: 'Remove what has no effect', edits: [remove('credentials')], safety: 'safe' },
        ],
      };
    }
  },
};
