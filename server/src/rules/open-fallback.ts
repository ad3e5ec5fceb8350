import { type CorsPolicy, type Guard, isForPreflights, known } from '../model/policy.ts';
import { ATTACKER } from './attacker.ts';
import { allowed } from './look-alikes.ts';
import type { Rule, Severity } from './rule.ts';
import { inDevelopment, inTests, milder } from './severity.ts';
import { everyone } from './weakness.ts';

export const openFallback: Rule = {
  id: 'open-fallback',
  title: 'Without its configuration the server is open to every website',
  severity: 'warning',
  severityNote: 'error where every site then reads with cookies; info where what is open is `*` without cookies',
  profile: 'recommended',
  why: 'Where an environment variable is missing, or spelled otherwise than the code expects, this policy does not close but opens: every website is let in. Nobody notices, because everything works. A fallback that names no origin, or a start that fails, is noticed at once and does no harm.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: process.env.CLIENT_URL || true, credentials: true }));',
    good: 'app.use(cors({ origin: process.env.CLIENT_URL ?? [], credentials: true }));',
  },
  cwe: [1188, 636],
  spec: 'https://cwe.mitre.org/data/definitions/636.html',
  kind: 'security',
  supersedes: ['reflect-any-origin', 'wildcard-origin', 'missing-vary-origin'],

  *check(policy, { policies }) {
    const guard = policy.guards.find(opens);
    if (!guard || !narrowerElsewhere(policy, guard, policies)) return;
    const any = policy.origins.mode === 'any';
    if (!any && !everyone(policy)) return;
    if (any && (known(policy.credentials) === true || isForPreflights(policy))) return;
    yield {
      at: policy.origins.at,
      message: `Any site gets in where ${says(guard)}: \`${ATTACKER}\` is accepted.`,
      severity: severity(policy, any),
      related: any ? [] : allowed(policy),
      witness: { kind: 'origin', origin: ATTACKER },
    };
  },
};

/** A mode that nobody set is not told here: what is open outside production is open on purpose, and `reflect-any-origin` says so. */
function opens(guard: Guard): boolean {
  return guard.kind === 'variable' && guard.state === 'unset';
}

function says(guard: Guard): string {
  return guard.kind === 'variable' ? `\`${guard.name}\` is not set` : 'a condition does not hold';
}

/** Whether the same place has a stricter policy under another condition: what is open is then the exception. */
function narrowerElsewhere(policy: CorsPolicy, guard: Guard, policies: readonly CorsPolicy[]): boolean {
  const others = policy.guards.filter(it => it !== guard).map(it => JSON.stringify(it));
  return policies.some(
    it =>
      it !== policy &&
      others.every(other => it.guards.some(own => JSON.stringify(own) === other)) &&
      it.at.path === policy.at.path &&
      it.at.start === policy.at.start &&
      it.origins.mode !== 'any' &&
      !everyone(it),
  );
}

function severity(policy: CorsPolicy, any: boolean): Severity {
  const credentials = known(policy.credentials);
  const base: Severity =
    any || credentials === false ? 'info' : credentials === true && !isForPreflights(policy) ? 'error' : 'warning';
  // What is open outside production alone is open on purpose: worth knowing, no more.
  return milder(base, inDevelopment(policy) ? 2 : inTests(policy) ? 1 : 0);
}
