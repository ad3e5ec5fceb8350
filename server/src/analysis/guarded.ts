import { both, either } from '../model/acceptor.ts';
import type { App, Step } from '../model/app.ts';
import { covers, type PathPattern } from '../model/paths.ts';
import type { CorsPolicy, OriginGuard } from '../model/policy.ts';
import { contains } from '../text/span.ts';

/** What is read of one file or more. */
export interface Read {
  readonly policies: readonly CorsPolicy[];
  readonly apps: readonly App[];
}

/**
 * Policies behind a check that turns other origins away let in whom both let in. A check that only may stand before them may as
 * well let pass whoever asks.
 */
export function behindGuards(read: Read): Read {
  const guards = new Map<CorsPolicy, OriginGuard[]>();
  for (const app of read.apps) {
    app.steps.forEach((step, at) => {
      if (step.kind !== 'middleware' || !step.guard) return;
      for (const later of app.steps.slice(at + 1)) {
        for (const [policy, matches] of policiesOf(later, app, read.policies)) {
          const sure = covers(step.matches, matches);
          if (sure === 'no') continue;
          guards.set(policy, [
            ...(guards.get(policy) ?? []),
            sure === 'yes' && !step.conditional ? step.guard : perhaps(step.guard),
          ]);
        }
      }
    });
  }
  if (guards.size === 0) return read;
  const narrowed = new Map([...guards].map(([policy, all]) => [policy, behind(policy, all)]));
  return withPolicies(read, policy => narrowed.get(policy) ?? policy);
}

/** The same with other policies in the place of its own. */
export function withPolicies({ policies, apps }: Read, of: (policy: CorsPolicy) => CorsPolicy): Read {
  return {
    policies: policies.map(of),
    apps: apps.map(app => ({ ...app, steps: app.steps.map(it => mapPolicies(it, of)) })),
  };
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

function* policiesOf(
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
