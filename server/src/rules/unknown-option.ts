import type { Oddity } from '../model/oddity.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { known } from '../model/policy.ts';
import { ATTACKER } from './attacker.ts';
import type { Rule, Severity } from './rule.ts';
import { breakage, exposure } from './severity.ts';

type Unknown = Extract<Oddity, { kind: 'unknown-option' }>;

export const unknownOption: Rule = {
  id: 'unknown-option',
  title: 'The library does not know this option',
  severity: 'warning',
  severityNote:
    'error where any site can read with cookies because of it; info where the name resembles no option of the library',
  profile: 'recommended',
  why: 'CORS libraries ignore options that they do not know, and they do not agree on names: `origin` in one is `origins` or `allowOrigin` in another. What was meant to be a restriction is then not there at all, and the default takes its place, which for the origin usually means every website.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origins: ['https://app.example.com'] }));",
    good: "app.use(cors({ origin: ['https://app.example.com'] }));",
  },
  cwe: [1188],
  spec: 'https://github.com/expressjs/cors#configuration-options',
  kind: 'breakage',
  supersedes: ['wildcard-origin', 'reflect-any-origin', 'wildcard-on-private-surface'],

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'unknown-option') continue;
      const { name, nearest, at } = oddity;
      const library = policy.library?.name ?? policy.framework;
      const open = opens(policy, oddity);
      yield {
        at,
        message: open
          ? `Any site can read these responses: \`${library}\` ignores \`${name}\`.`
          : `\`${library}\` ignores \`${name}\`, which is none of its options.`,
        severity: open ? exposure(policy) : breakage(policy, severityOf(oddity)),
        ...(open ? { witness: { kind: 'origin', origin: ATTACKER } as const } : {}),
        fixes: nearest
          ? [{ title: `Rename to \`${nearest}\``, edits: [{ kind: 'rename', at, name: nearest }], safety: 'review' }]
          : [],
      };
    }
  },
};

/** Whether the ignored option was to say who may read, and now everybody may. */
function opens({ origins, credentials }: CorsPolicy, { field }: Unknown): boolean {
  if (field !== 'origins' || origins.from !== 'default') return false;
  return origins.mode === 'echo-any' || (origins.mode === 'any' && known(credentials) !== true);
}

function severityOf({ nearest }: Unknown): Severity {
  return nearest ? 'warning' : 'info';
}
