import { ATTACKER } from './attacker.ts';
import { allowed } from './look-alikes.ts';
import { nameOrigins, stopCredentials } from './remedies.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';

export const wildcardBecomesReflection: Rule = {
  id: 'wildcard-becomes-reflection',
  title: 'Every website gets in, with cookies, where `*` was written',
  severity: 'error',
  severityNote: 'error with credentials; one step milder where only development runs it',
  profile: 'recommended',
  why: 'Browsers reject `*` together with credentials, and some libraries “help” by sending the origin of whoever asks instead. What would have been blocked is then open to everybody: any page that a logged-in user visits reads what that user can read here. The same options in another library are merely broken, which is why such code survives a change of library.',
  cwe: [942, 346],
  spec: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  kind: 'security',
  supersedes: [
    'reflect-any-origin',
    'wildcard-with-credentials',
    'wildcard-origin',
    'open-fallback',
    'needless-credentials',
    'missing-vary-origin',
    'wildcard-on-private-surface',
  ],

  *check(policy, context) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'wildcard-reflected') continue;
      yield {
        at: oddity.at,
        message: `Any site gets in with the user’s cookies: \`${oddity.library}\` turns \`*\` into \`${ATTACKER}\`.`,
        severity: exposure(policy, 'warning'),
        related: allowed(policy),
        witness: { kind: 'origin', origin: ATTACKER },
        fixes: [...nameOrigins(policy, context), stopCredentials(policy, context)],
      };
    }
  },
};
