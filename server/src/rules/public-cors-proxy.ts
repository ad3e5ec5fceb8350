import { ATTACKER } from './attacker.ts';
import { nameOrigins } from './remedies.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';

export const publicCorsProxy: Rule = {
  id: 'public-cors-proxy',
  title: 'Any website can send requests through this proxy',
  severity: 'warning',
  profile: 'recommended',
  why: 'A proxy that adds CORS headers to whatever it fetches takes the same-origin policy away from every server that it can reach, those of its own network among them. Left open to all origins it is found and used by others, in whose name it then acts, and all that goes through it, tokens included, can be read where it runs.',
  example: {
    language: 'js',
    bad: "require('cors-anywhere').createServer({ requireHeader: ['origin'] }).listen(8080);",
    good: "require('cors-anywhere').createServer({ originWhitelist: ['https://app.example.com'] }).listen(8080);",
  },
  cwe: [441, 918],
  spec: 'https://github.com/Rob--W/cors-anywhere#server',
  kind: 'security',
  supersedes: ['wildcard-origin', 'wildcard-on-private-surface'],

  *check(policy, context) {
    if (policy.details?.surface !== 'open-proxy') return;
    // A list out of the environment is there where somebody runs it in earnest.
    if (policy.guards.some(it => it.kind === 'variable' && it.state === 'unset')) return;
    yield {
      at: policy.origins.at,
      message: 'Any website can have requests sent by this proxy, to all that it can reach.',
      severity: exposure(policy),
      witness: { kind: 'origin', origin: ATTACKER },
      fixes: nameOrigins(policy, context),
    };
  },
};
