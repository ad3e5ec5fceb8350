import { parts } from '../model/acceptor.ts';
import type { OriginEffect } from '../model/oddity.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Rule, Severity } from './rule.ts';
import { breakage, exposure } from './severity.ts';

export const originEnvUnset: Rule = {
  id: 'origin-env-unset',
  title: 'Everything hangs on one environment variable',
  severity: 'warning',
  severityNote:
    'error where the missing variable lets every site in with cookies; info where it only switches CORS off',
  profile: 'recommended',
  why: 'The allowed origin comes from an environment variable without a fallback and without a check. Where the variable is not set, libraries do very different things: one sends no headers, another answers every request with status 500, and a third opens the server to every website.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: process.env.CLIENT_URL }));',
    good: "app.use(cors({ origin: process.env.CLIENT_URL ?? 'https://app.example.com' }));",
  },
  cwe: [1188, 636],
  spec: 'https://github.com/expressjs/cors#configuration-options',
  kind: 'breakage',

  *check(policy, { profile }) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'unset-variable') continue;
      const { variable, effect, at } = oddity;
      if (policy.guards.some(it => it.kind === 'variable' && it.name === variable && it.state !== 'unset')) continue;
      const quiet = effect === 'off' || effect === 'nobody';
      if (quiet && profile === 'recommended') continue;
      if (effect !== 'any' && effect !== 'reflects-everyone' && defined(policy, variable)) continue;
      yield { at, message: `${says(effect)} where \`${variable}\` is not set.`, severity: severity(policy, effect) };
    }
  },
};

function says(effect: OriginEffect): string {
  switch (effect) {
    case 'any':
    case 'reflects-everyone':
      return 'Any site can read these responses';
    case 'off':
    case 'nobody':
    case 'literal-header':
      return 'Browsers block every site';
    case 'crashes':
      return 'The server does not start';
    case 'hangs':
      return 'Every request hangs';
    case 'error-500':
      return 'Every request ends in status 500';
  }
}

function severity(policy: CorsPolicy, effect: OriginEffect): Severity {
  if (effect === 'any' || effect === 'reflects-everyone') return exposure(policy);
  return breakage(policy, effect === 'off' || effect === 'nobody' ? 'info' : 'warning');
}

/** Whether the workspace's `.env*` files give the variable a value. */
function defined({ origins }: CorsPolicy, variable: string): boolean {
  for (const it of parts(origins.acceptor)) {
    if (!('text' in it) || typeof it.text === 'string' || it.text.env !== variable) continue;
    if (it.text.values && it.text.values.length > 0) return true;
  }
  return false;
}
