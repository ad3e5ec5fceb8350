import type { App, Step } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { leavesOrigin } from '../model/writers.ts';
import type { RuleContext } from './rule.ts';

export type Cors = Extract<Step, { kind: 'cors' }>;
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
    const settled = earlier.some(it => it.kind === 'cors' || (it.kind === 'route' && it.method === 'OPTIONS'));
    if (settled) return [];
    const before = earlier.filter(
      (it): it is Middleware => it.kind === 'middleware' && covers(it.matches, own.matches) === 'yes',
    );
    return [{ router: step, policy: own.policy, before }];
  });
}

/** Headers that the same file writes by hand may stand in any of its middlewares. */
function writesByHand(app: App, policies: readonly CorsPolicy[]): boolean {
  return policies.some(it => it.byHand && !leavesOrigin(it) && it.whole.path === app.at.path);
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
  const at = steps.findIndex(it => it.kind === 'cors' || (it.kind === 'route' && it.method === 'OPTIONS'));
  const cors = steps[at];
  if (cors?.kind !== 'cors' || cors.policy.origins.mode === 'none') return undefined;
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
