import type { App, AskedHeader, Endpoint, Step } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';

type Cors = Extract<Step, { kind: 'cors' }>;

/** A step that sets CORS headers, and the routes whose preflights it alone answers. */
export interface Answering {
  readonly policies: readonly CorsPolicy[];
  readonly routes: readonly Endpoint[];
  /** What runs before all of these routes looks at these headers. */
  readonly asks: readonly AskedHeader[];
}

/** Where one policy certainly answers the preflights of routes, and nothing else sets CORS headers there. */
export function* answering(app: App, elsewhere: readonly CorsPolicy[]): Iterable<Answering> {
  // Headers that the same file writes by hand may stand in any of its middlewares.
  if (elsewhere.some(it => it.byHand && it.whole.path === app.at.path)) return;
  const writers = app.steps.filter((it): it is Cors => it.kind === 'cors');
  const places = [...new Set(writers.map(it => it.at.start))];
  const endpoints = app.steps.flatMap(endpointsOf);
  for (const place of places) {
    const own = writers.filter(it => it.at.start === place);
    const [first] = own;
    if (!first || own.some(it => it.conditional || !it.policy.used)) continue;
    const others = app.steps.filter(it => !own.some(mine => mine === it) && answersPreflights(it));
    const routes = endpoints.filter(
      ({ route, from }) =>
        covers(first.matches, route.matches) === 'yes' &&
        (!app.ordered || app.steps.indexOf(first) < app.steps.indexOf(from)) &&
        !others.some(it => meets(it.matches, route.matches) !== 'no'),
    );
    const asks = app.steps.flatMap(it =>
      it.kind === 'middleware' && !it.conditional && covers(it.matches, first.matches) === 'yes' ? (it.asks ?? []) : [],
    );
    yield { policies: own.map(it => it.policy), routes: routes.map(it => it.route), asks };
  }
}

function endpointsOf(step: Step): readonly { readonly route: Endpoint; readonly from: Step }[] {
  if (step.kind === 'middleware') return (step.routes ?? []).map(route => ({ route, from: step }));
  if (step.kind !== 'route' || step.policies.length > 0 || step.conditional) return [];
  const { method, path, matches, at, asks } = step;
  const own = { ...(path === undefined ? {} : { path }), ...(asks ? { asks } : {}) };
  return [{ route: { method, ...own, matches, at }, from: step }];
}

/** Whether something sets CORS headers of its own, or answers `OPTIONS`. */
function answersPreflights(step: Step): boolean {
  if (step.kind === 'cors') return true;
  if (step.kind === 'route') return step.policies.length > 0 || step.method === 'OPTIONS';
  return (step.mounted ?? []).length > 0 || (step.routes ?? []).some(it => it.method === 'OPTIONS');
}
