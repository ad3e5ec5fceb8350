import type { PageRequest } from '../fetch/preflight.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import { whereIn } from './describe.ts';
import type { FileFacts } from './facts.ts';
import { type Simulation, simulate, simulationData } from './simulate.ts';

/**
 * What decides between a policy and others that stand in its place, in words that go after "where", where they answer otherwise;
 * undefined where it does not matter. Of modes, the chosen one is that of production.
 */
export function undecided(
  policy: CorsPolicy,
  policies: readonly CorsPolicy[],
  facts: FileFacts,
  request: PageRequest,
  own: Simulation,
): string | undefined {
  const others = policies.filter(
    it => it !== policy && comparePlaces(it.at, policy.at) === 0 && besideModes(it) !== besideModes(policy),
  );
  const differs = others.some(it => {
    const there = simulate(it, facts, request);
    return typeof there === 'string' || JSON.stringify(simulationData(there)) !== JSON.stringify(simulationData(own));
  });
  return differs ? whereIn(policy).join(' and ') : undefined;
}

function besideModes({ guards }: CorsPolicy): string {
  return JSON.stringify(guards.filter(it => it.kind !== 'mode'));
}
