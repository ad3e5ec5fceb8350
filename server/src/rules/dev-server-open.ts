import { ATTACKER } from './attacker.ts';
import { nameOrigins } from './remedies.ts';
import type { Rule } from './rule.ts';
import { everyone } from './weakness.ts';

export const devServerOpen: Rule = {
  id: 'dev-server-open',
  title: 'Any website can read the source code from the dev server',
  severity: 'warning',
  profile: 'recommended',
  why: 'A development server hands out the source of the application, source maps, and often files beside it. While it runs, every page that the developer visits can ask it, since it listens where all browsers look: on localhost, at a well-known port. With a wildcard, such a page may read what it gets.',
  cwe: [942, 1385],
  spec: 'https://vite.dev/config/server-options#server-cors',
  kind: 'security',
  supersedes: [
    'reflect-any-origin',
    'wildcard-becomes-reflection',
    'wildcard-with-credentials',
    'wildcard-on-private-surface',
    'wildcard-origin',
    'needless-credentials',
    'missing-vary-origin',
  ],

  *check(policy, context) {
    if (policy.details?.surface !== 'dev-server') return;
    const { mode, at } = policy.origins;
    if (mode !== 'any' && everyone(policy) === undefined) return;
    yield {
      at,
      message: 'Any website that a developer visits can read what this dev server serves.',
      witness: { kind: 'origin', origin: ATTACKER },
      fixes: nameOrigins(policy, context),
    };
  },
};
