import { type Acceptor, ALL, both, either } from '../model/acceptor.ts';
import type { App, Step } from '../model/app.ts';
import { covers, type PathPattern } from '../model/paths.ts';
import type { CorsPolicy, Removal } from '../model/policy.ts';
import { strangerIn } from '../rules/weakness.ts';
import { policiesOf, type Read, withPolicies } from './guarded.ts';

/** Policies whose header other code takes off the response again: whom it is left for gets in, in the most open of its places. */
export function withoutTakenOff(read: Read): Read {
  if (!read.apps.some(it => it.steps.some(takes))) return read;
  const found = new Map<CorsPolicy, (readonly Removal[])[]>();
  for (const app of read.apps) {
    app.steps.forEach((step, at) => {
      for (const [policy, matches] of policiesOf(step, app, read.policies))
        found.set(policy, [...(found.get(policy) ?? []), removalsOf(app, at, matches)]);
    });
  }
  return withPolicies(read, policy => {
    const removals = ofPlaces(found.get(policy) ?? []);
    return removals.length === 0 ? policy : without(policy, removals);
  });
}

function ofPlaces(places: readonly (readonly Removal[])[]): readonly Removal[] {
  const [first = [], ...others] = places;
  if (places.some(it => it.length === 0)) return [];
  if (others.every(it => JSON.stringify(it) === JSON.stringify(first))) return first;
  const keeps = either(places.map(it => both(it.map(one => one.keeps))));
  return first.slice(0, 1).map(({ at }) => ({ keeps, afterwards: false, at }));
}

function takes(step: Step): boolean {
  return step.kind !== 'cors' && step.removes !== undefined;
}

function removalsOf({ steps, ordered }: App, own: number, matches: PathPattern): readonly Removal[] {
  return steps.flatMap((it, at): readonly Removal[] => {
    if (it.kind === 'cors' || !it.removes) return [];
    // Only errors come to it.
    if (it.kind === 'middleware' && it.role === 'error') return [];
    if (it.kind === 'route') return at === own ? [{ ...it.removes, afterwards: false }] : [];
    if (at === own || (at < own && !it.removes.afterwards)) return [];
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
