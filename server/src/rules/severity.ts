import { type CorsPolicy, isForPreflights, known } from '../model/policy.ts';
import { SEVERITIES, type Severity } from './rule.ts';

/**
 * How much it matters that somebody gets in: an error where the responses are certain to be read with the user's cookies,
 * `without` otherwise. Where only a developer's machine or a test runs the policy, `steps` milder; one step where it is for preflights
 * alone, by which requests are sent and not read.
 */
export function exposure(policy: CorsPolicy, without: Severity = 'warning', steps = 1): Severity {
  const credentials = known(policy.credentials);
  const certain = isForPreflights(policy) ? 'warning' : 'error';
  const open = credentials === true ? certain : credentials === undefined ? milder('error') : without;
  return inDevelopment(policy) || inTests(policy) ? milder(open, steps) : unused(policy, open);
}

/** How much it matters that something does not work: less in a test, or where nothing mounts the policy. */
export function breakage(policy: CorsPolicy, severity: Severity = 'error'): Severity {
  return inTests(policy) ? milder(severity) : unused(policy, severity);
}

/** Whether the policy holds only on a developer's machine, or in tests. */
export function inDevelopment(policy: CorsPolicy): boolean {
  return policy.guards.some(it => it.kind === 'mode' && /^(development|test|not-production)$/.test(it.mode));
}

/** Whether the policy stands in a file that only tests run. */
export function inTests(policy: CorsPolicy): boolean {
  return policy.inTests ?? false;
}

export function milder(severity: Severity, steps = 1): Severity {
  return SEVERITIES[Math.min(SEVERITIES.indexOf(severity) + steps, SEVERITIES.length - 1)] ?? severity;
}

function unused(policy: CorsPolicy, severity: Severity): Severity {
  return policy.used ? severity : milder(severity);
}

/** Whether the policy may hold in production, where one variable is set and another is not. */
export function holdsInProduction({ guards }: CorsPolicy): boolean {
  return guards.every(it =>
    it.kind === 'mode'
      ? it.mode === 'production' || it.mode === 'not-development'
      : it.kind === 'variable' && (it.state === 'set' || it.state === 'unset'),
  );
}
