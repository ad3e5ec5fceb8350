import { type CorsPolicy, isForPreflights, known } from '../model/policy.ts';
import { ATTACKER } from './attacker.ts';
import { missing, wildcard } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage, exposure } from './severity.ts';

/** What comes of it that a library is told no origins, though somebody has written some; `because` says why, in one clause. */
export function byDefault(policy: CorsPolicy, because: string): Omit<Report, 'at'> {
  const { origins, credentials } = policy;
  if (origins.mode === 'none' || origins.acceptor.kind === 'none')
    return {
      message: `Browsers block every site: ${because}.`,
      severity: breakage(policy),
      witness: missing(somePage(policy), { method: servedMethod(policy) }),
    };
  const supersedes = [
    'wildcard-origin',
    'reflect-any-origin',
    'wildcard-with-credentials',
    'wildcard-on-private-surface',
  ];
  if (origins.mode === 'any' && known(credentials) === true)
    return {
      message: `Browsers reject \`*\`, which is sent because ${because}.`,
      severity: breakage(policy),
      witness: wildcard(somePage(policy)),
      supersedes,
    };
  return {
    message: `Any site ${isForPreflights(policy) ? 'gets in' : 'can read these responses'}: ${because}.`,
    severity: exposure(policy),
    witness: { kind: 'origin', origin: ATTACKER },
    supersedes,
  };
}
