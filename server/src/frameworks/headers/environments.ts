import type { CorsPolicy } from '../../model/policy.ts';
import type { Test, Value } from '../../syntax/value.ts';
import { conditionsOf, type EnvironmentCase, environments } from '../origin/alternatives.ts';
import { ACAC, ACAO, type HeaderLine } from './lines.ts';

const MOST_CONDITIONS = 4;

/**
 * One policy for each environment that the conditions tell apart; conditions that change nothing tell none apart. `finish`
 * adds what no environment is told apart by.
 */
export function inEnvironments(
  tests: readonly Test[],
  build: (it: EnvironmentCase) => CorsPolicy,
  finish: (policy: CorsPolicy, it: EnvironmentCase) => CorsPolicy = policy => policy,
): readonly CorsPolicy[] {
  let kept = conditionsOf(tests).slice(0, MOST_CONDITIONS);
  const said = (it: EnvironmentCase) => JSON.stringify({ ...build(it), guards: [] });
  for (const condition of kept) {
    const others = kept.filter(it => it !== condition);
    const under = (it: EnvironmentCase, holds: boolean) =>
      said({ ...it, assumed: new Map(it.assumed).set(condition.key, holds) });
    if (environments(others).every(it => under(it, true) === under(it, false))) kept = others;
  }
  const policies = environments(kept)
    .map(it => finish(build(it), it))
    .filter(it => it.origins.mode !== 'none');
  const telling = policies.filter(it => !empty(it));
  return telling.length > 0 ? telling : policies;
}

/** Lets nobody in: what comes of `(process.env.ORIGINS || '').split(',')` where the variable is not set. */
function empty({ origins: { acceptor, mode } }: CorsPolicy): boolean {
  return mode === 'echo-match' && (acceptor.kind === 'none' || (acceptor.kind === 'equals' && acceptor.text === ''));
}

/** The conditions on which the origin and credentials of some lines depend. */
export function testsOf(lines: readonly HeaderLine[]): readonly Test[] {
  return lines.filter(it => it.name === ACAO || it.name === ACAC).flatMap(it => [it.when, ...testsIn(it.value)]);
}

function testsIn(value: Value, depth = 0): readonly Test[] {
  if (depth > 4) return [];
  if (value.kind === 'choice') return value.branches.flatMap(it => [it.when, ...testsIn(it.value, depth + 1)]);
  return value.kind === 'test' ? [value.test] : [];
}
