import { both } from '../model/acceptor.ts';
import { meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { policiesOf, type Read, withPolicies } from './guarded.ts';

/** Headers that are written only where there are none, behind a policy that may have written them: to whom is not known. */
export function unlessThere(read: Read): Read {
  if (!read.policies.some(it => it.unlessThere)) return read;
  const found = new Set<CorsPolicy>();
  for (const app of read.apps) {
    const placed = app.steps.map(it => [...policiesOf(it, app, read.policies)]);
    placed.forEach((own, at) => {
      const before = placed.slice(0, at).flat();
      for (const [policy, matches] of own)
        if (policy.unlessThere && before.some(([other, where]) => other !== policy && meets(where, matches) !== 'no'))
          found.add(policy);
    });
  }
  return found.size === 0 ? read : withPolicies(read, it => (found.has(it) ? unsure(it) : it));
}

function unsure({ written: _, ...policy }: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  const why = 'what ran before may have written the header already';
  const mode = origins.mode === 'echo-any' || origins.mode === 'any' ? 'echo-match' : origins.mode;
  return {
    ...policy,
    origins: { ...origins, mode, acceptor: both([origins.acceptor, { kind: 'unknown', why, at: origins.at }]) },
  };
}
