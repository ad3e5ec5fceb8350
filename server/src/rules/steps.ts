import type { App, Step } from '../model/app.ts';
import { meets } from '../model/paths.ts';
import type { RuleContext } from './rule.ts';

export type Cors = Extract<Step, { kind: 'cors' }>;
export type Middleware = Extract<Step, { kind: 'middleware' }>;

/**
 * The first step that sets CORS headers, with what stands before it and meets it; undefined where the order decides nothing
 * or something else may answer preflights before.
 */
export function firstCors(
  app: App,
  { policies }: RuleContext,
): { readonly cors: Cors; readonly before: readonly Middleware[] } | undefined {
  if (!app.ordered) return undefined;
  const at = app.steps.findIndex(it => it.kind === 'cors' || (it.kind === 'route' && it.method === 'OPTIONS'));
  const cors = app.steps[at];
  if (cors?.kind !== 'cors' || cors.policy.origins.mode === 'none') return undefined;
  // Headers that the same file writes by hand may stand in any of its middlewares.
  if (policies.some(it => it.framework === 'raw-headers' && it.whole.path === app.at.path)) return undefined;
  const earlier = app.steps.slice(0, at);
  return {
    cors,
    before: earlier.filter(
      (it): it is Middleware =>
        it.kind === 'middleware' && meets(it.matches, cors.matches) === 'yes' && !(it.conditional && cors.conditional),
    ),
  };
}
