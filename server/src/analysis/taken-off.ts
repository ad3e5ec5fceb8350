import { type Acceptor, ALL, both, either } from '../model/acceptor.ts';
import type { App, Step } from '../model/app.ts';
import { covers, type PathPattern } from '../model/paths.ts';
import type { CorsPolicy, Removal } from '../model/policy.ts';
import { strangerIn } from '../rules/weakness.ts';
import { policiesOf, type Read, withPolicies } from './guarded.ts';

/** Policies whose header other code takes off the response again: whom it is left for gets in. */
export function withoutTakenOff(read: Read): Read {
  const found = new Map<CorsPolicy, Removal[]>();
  for (const app of read.apps.filter(it => it.steps.some(takes))) {
    app.steps.forEach((step, at) => {
      for (const [policy, matches] of policiesOf(step, app, read.policies))
        found.set(policy, [...(found.get(policy) ?? []), ...removalsOf(app, at, matches)]);
    });
  }
  return withPolicies(read, policy => {
    const removals = found.get(policy) ?? [];
    return removals.length === 0 ? policy : without(policy, removals);
  });
}

function takes(step: Step): boolean {
  return step.kind === 'middleware' && step.removes !== undefined;
}

function removalsOf({ steps, ordered }: App, own: number, matches: PathPattern): readonly Removal[] {
  return steps.flatMap((it, at): readonly Removal[] => {
    if (it.kind !== 'middleware' || !it.removes || at === own || (at < own && !it.removes.afterwards)) return [];
    const sure = covers(it.matches, matches);
    // What ends a request before it comes there is left alone.
    const removes = ordered && at > own ? { ...it.removes, afterwards: false } : it.removes;
    return sure === 'no' ? [] : [sure === 'yes' && !it.conditional ? removes : perhaps(removes)];
  });
}

function perhaps({ keeps, afterwards, at }: Removal): Removal {
  return { keeps: either([keeps, { kind: 'unknown', why: 'whether the header is taken off', at }]), afterwards, at };
}

function without(policy: CorsPolicy, removals: readonly Removal[]): CorsPolicy {
  const keeps: Acceptor = both(removals.map(it => it.keeps));
  const ways = policy.ways ?? [{ when: ALL, policy }];
  if (keeps.kind === 'all') return { ...policy, ways, takenOff: removals };
  const { mode } = policy.origins;
  const origins = { ...policy.origins, acceptor: both([keeps, policy.origins.acceptor]) };
  const some = { ...origins, mode: 'echo-match' } as const;
  // What is left of `*` to strangers is still the same for all of them.
  const narrower = mode === 'echo-any' || (mode === 'any' && strangerIn(some) === undefined);
  return {
    ...policy,
    origins: narrower ? some : origins,
    oddities: policy.oddities.filter(it => it.kind !== 'wildcard-reflected'),
    ways,
    takenOff: removals,
  };
}
