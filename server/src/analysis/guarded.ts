import { both, either } from '../model/acceptor.ts';
import type { App, Step } from '../model/app.ts';
import { covers, type PathPattern } from '../model/paths.ts';
import type { CorsPolicy, OriginGuard } from '../model/policy.ts';
import type { Condition } from '../model/written.ts';
import { shared } from '../rules/shared.ts';
import { contains } from '../text/span.ts';
import type { FileFacts } from './facts.ts';

/** What is read of one file or more. */
export interface Read {
  readonly policies: readonly CorsPolicy[];
  readonly apps: readonly App[];
}

/**
 * Policies behind a check that turns other origins away let in whom both let in. A check that only may stand before them may as
 * well let pass whoever asks, and what stands in several places is as open as the most open of them.
 */
export function behindGuards(read: Read): Read {
  if (!read.apps.some(({ steps }) => steps.some(it => it.kind !== 'cors' && it.guard))) return read;
  const found = placesOf(read);
  return withPolicies(read, policy => {
    const places = found.get(policy) ?? [];
    const [first] = places;
    if (!first || places.some(it => it.length === 0)) return policy;
    const same = places.every(it => JSON.stringify(it) === JSON.stringify(first));
    return behind(policy, same ? first : [eitherOf(places)]);
  });
}

/** One of several places, of which each stands behind checks of its own. */
function eitherOf(places: readonly (readonly OriginGuard[])[]): OriginGuard {
  const all = places.flat();
  return {
    passes: either(places.map(it => both(it.map(one => one.passes)))),
    oddities: all.flatMap(it => it.oddities ?? []),
    at: (all[0] as OriginGuard).at,
  };
}

type Places = Map<CorsPolicy, (readonly OriginGuard[])[]>;

/** The checks before each place at which a policy stands; those of a router are the places where it is mounted. */
function placesOf({ apps, policies }: Read): Places {
  const [own, routed, mounted]: readonly Places[] = [new Map(), new Map(), new Map()];
  for (const app of apps) {
    app.steps.forEach((step, at) => {
      const places = step.kind === 'middleware' && step.mounted ? mounted : app.global ? own : routed;
      for (const [policy, matches] of policiesOf(step, app, policies))
        places?.set(policy, [...(places.get(policy) ?? []), checksBefore(app.steps.slice(0, at), step, matches)]);
    });
  }
  // Those of a router may stand in another file.
  const met = new Set([...policies, ...(mounted?.keys() ?? [])]);
  return new Map(
    [...met].map(policy => {
      const [here = [], inside = [], around] = [own, routed, mounted].map(it => it?.get(policy));
      const all = around
        ? around.flatMap(it => (inside.length > 0 ? inside.map(one => [...it, ...one]) : [it]))
        : inside;
      return [policy, [...here, ...all]];
    }),
  );
}

function checksBefore(earlier: readonly Step[], step: Step, matches: PathPattern): readonly OriginGuard[] {
  const found = earlier.flatMap((it): readonly OriginGuard[] => {
    if (it.kind !== 'middleware' || !it.guard) return [];
    const sure = covers(it.matches, matches);
    return sure === 'no' ? [] : [sure === 'yes' && !it.conditional ? it.guard : perhaps(it.guard)];
  });
  return step.kind === 'route' && step.guard ? [...found, onMethod(step.guard, step.method)] : found;
}

/** Policies of a router, which the application of another file mounts behind a check of its own, and no other one. */
export function behindOthers(read: Read, apps: readonly App[] = read.apps): Read {
  const mounted = new Map<string, CorsPolicy[]>();
  for (const app of apps) {
    for (const policy of app.steps
      .flatMap(it => (it.kind === 'middleware' ? (it.mounted ?? []) : []))
      .map(it => it.policy)) {
      if (policy.at.path === app.at.path) continue;
      mounted.set(placeOf(policy), [...(mounted.get(placeOf(policy)) ?? []), policy]);
    }
  }
  const guardsOf = (policy: CorsPolicy): readonly OriginGuard[] => {
    const [first, ...others] = policy.behind ? [] : (mounted.get(placeOf(policy)) ?? []);
    const same = others.every(it => JSON.stringify(it.behind) === JSON.stringify(first?.behind));
    return (same && first?.behind) || [];
  };
  if (mounted.size === 0 || read.policies.every(it => guardsOf(it).length === 0)) return read;
  return withPolicies(
    read,
    shared(it => (guardsOf(it).length > 0 ? behind(it, guardsOf(it)) : it)),
  );
}

/** The facts of a file with what the applications of the others put before its policies. */
export function amongOthers(facts: FileFacts, all: readonly FileFacts[]): FileFacts {
  const apps = all.flatMap(it => it.apps);
  const read = facts.policies.length > 0 ? behindOthers(facts, apps) : facts;
  return read === facts ? facts : { ...facts, ...read };
}

function placeOf({ at, guards }: CorsPolicy): string {
  return `${at.path} ${at.start} ${JSON.stringify(guards)}`;
}

/** The same with other policies in the place of its own. */
export function withPolicies({ policies, apps }: Read, of: (policy: CorsPolicy) => CorsPolicy): Read {
  return {
    policies: policies.map(of),
    apps: apps.map(app => ({ ...app, steps: app.steps.map(it => mapPolicies(it, of)) })),
  };
}

/** A check on a route, which requests of other methods do not come to; a route for `GET` is one for `HEAD`, too. */
function onMethod({ when, ...guard }: OriginGuard, method: string): OriginGuard {
  if (!when || method === 'ALL') return when ? { ...guard, when } : guard;
  const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
  const others: Condition = { kind: 'not', of: { kind: 'or', of: methods.map(is => ({ kind: 'method', is })) } };
  return { ...guard, when: { kind: 'or', of: [others, when] } };
}

/** A step with other policies in the place of its own. */
export function mapPolicies(step: Step, of: (policy: CorsPolicy) => CorsPolicy): Step {
  switch (step.kind) {
    case 'cors':
      return { ...step, policy: of(step.policy) };
    case 'route':
      return { ...step, policies: step.policies.map(of) };
    case 'middleware':
      return step.mounted ? { ...step, mounted: step.mounted.map(it => ({ ...it, policy: of(it.policy) })) } : step;
  }
}

/** The policies that write to the responses of a step, and where. */
export function* policiesOf(
  step: Step,
  { oneResponse }: App,
  policies: readonly CorsPolicy[],
): Iterable<readonly [CorsPolicy, PathPattern]> {
  if (step.kind === 'cors') yield [step.policy, step.matches];
  if (step.kind === 'route') for (const it of step.policies) yield [it, step.matches];
  if (step.kind === 'middleware') for (const it of step.mounted ?? []) yield [it.policy, it.matches];
  if (!oneResponse) return;
  for (const it of policies)
    if (it.byHand && step.bodies?.some(body => contains(body, it.whole))) yield [it, step.matches];
}

function perhaps({ passes, oddities = [], at }: OriginGuard): OriginGuard {
  return { passes: either([passes, { kind: 'unknown', why: 'whether a check runs before', at }]), oddities, at };
}

function behind(policy: CorsPolicy, guards: readonly OriginGuard[]): CorsPolicy {
  const passes = both(guards.map(it => it.passes));
  const { origins } = policy;
  const oddities = [...policy.oddities, ...guards.flatMap(it => it.oddities ?? [])];
  // A check that only asks whether there is an origin says nothing of who may read.
  if (passes.kind === 'all') return { ...policy, oddities, behind: guards };
  return {
    ...policy,
    origins: {
      ...origins,
      mode: origins.mode === 'echo-any' ? 'echo-match' : origins.mode,
      acceptor: both([passes, origins.acceptor]),
    },
    oddities: oddities.filter(it => it.kind !== 'wildcard-reflected'),
    behind: guards,
  };
}
