import type { App, Step } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { leavesOrigin } from '../model/writers.ts';
import { contains } from '../text/span.ts';
import type { RuleContext } from './rule.ts';

/** A step that sets CORS headers for what comes after it: a library's middleware, or a function that writes them by hand. */
export type Cors = Pick<Step, 'at' | 'entry' | 'conditional' | 'matches'> & {
  readonly policy: CorsPolicy;
  readonly path?: string;
};
export type Middleware = Extract<Step, { kind: 'middleware' }>;

/** A router that sets CORS headers for itself, with the steps before it that meet it, where none of them sets any. */
export interface CorsRouter {
  readonly router: Middleware;
  readonly policy: CorsPolicy;
  readonly before: readonly Middleware[];
}

export function corsRouters(app: App, { policies }: RuleContext): readonly CorsRouter[] {
  if (!app.ordered || !app.global || writesByHand(app, policies)) return [];
  return app.steps.flatMap((step, at): readonly CorsRouter[] => {
    const [own] = step.kind === 'middleware' && !step.conditional ? (step.mounted ?? []) : [];
    if (step.kind !== 'middleware' || !own || own.policy.origins.mode === 'none') return [];
    const earlier = app.steps.slice(0, at).filter(it => meets(it.matches, own.matches) !== 'no');
    const settled = earlier.some(it => corsOf(it, policies) || (it.kind === 'route' && it.method === 'OPTIONS'));
    if (settled) return [];
    const before = earlier.filter(
      (it): it is Middleware => it.kind === 'middleware' && covers(it.matches, own.matches) === 'yes',
    );
    return [{ router: step, policy: own.policy, before }];
  });
}

/** Headers that the same file writes by hand, and not in a function that is seen to be registered, may stand in any of its middlewares. */
function writesByHand(app: App, policies: readonly CorsPolicy[]): boolean {
  const placed = app.steps.flatMap(it => it.bodies ?? []);
  return policies.some(
    it =>
      it.byHand && !leavesOrigin(it) && it.whole.path === app.at.path && !placed.some(body => contains(body, it.whole)),
  );
}

/** What a step sets for those after it; of a function with several policies, the first. */
export function corsOf(step: Step, policies: readonly CorsPolicy[]): Cors | undefined {
  if (step.kind === 'cors') return step;
  if (step.kind !== 'middleware') return undefined;
  const bodies = step.bodies ?? [];
  const policy = policies.find(it => it.byHand && !leavesOrigin(it) && bodies.some(body => contains(body, it.whole)));
  return policy && { ...step, policy };
}

/**
 * The first step that sets CORS headers, with what stands before it and meets it; undefined where something else may answer
 * preflights before. Where the order of routes decides nothing, that of middlewares and hooks does.
 */
export function firstCors(
  app: App,
  { policies }: RuleContext,
): { readonly cors: Cors; readonly before: readonly Middleware[] } | undefined {
  const steps = app.ordered ? app.steps : app.steps.filter(it => it.kind !== 'route');
  const at = steps.findIndex(it => corsOf(it, policies) || (it.kind === 'route' && it.method === 'OPTIONS'));
  const step = steps[at];
  const cors = step && corsOf(step, policies);
  if (!cors || cors.policy.origins.mode === 'none') return undefined;
  if (writesByHand(app, policies)) return undefined;
  const earlier = steps.slice(0, at);
  return {
    cors,
    before: earlier.filter(
      (it): it is Middleware =>
        it.kind === 'middleware' && meets(it.matches, cors.matches) === 'yes' && !(it.conditional && cors.conditional),
    ),
  };
}
