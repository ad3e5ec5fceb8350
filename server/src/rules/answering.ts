import type { App, AskedHeader, Endpoint, Step } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { shared } from './shared.ts';

type Cors = Extract<Step, { kind: 'cors' }>;

/** A step that sets CORS headers, and the routes whose preflights it alone answers. */
export interface Answering {
  readonly policies: readonly CorsPolicy[];
  readonly routes: readonly Endpoint[];
  /** What runs before all of these routes looks at these headers. */
  readonly asks: readonly AskedHeader[];
}

/** Where one policy certainly answers the preflights of routes, and nothing else sets CORS headers there. */
export function answering(app: App, elsewhere: readonly CorsPolicy[]): readonly Answering[] {
  // Headers that the same file writes by hand may stand in any of its middlewares.
  if (elsewhere.some(it => it.byHand && it.whole.path === app.at.path)) return [];
  return answeringIn(app);
}

const answeringIn = shared((app: App): readonly Answering[] => {
  const writers = new Map<number, Cors[]>();
  for (const it of app.steps) {
    if (it.kind !== 'cors') continue;
    const own = writers.get(it.at.start);
    if (own) own.push(it);
    else writers.set(it.at.start, [it]);
  }
  const order = new Map(app.steps.map((it, i) => [it, i]));
  const before = (a: Step, b: Step) => (order.get(a) ?? 0) < (order.get(b) ?? 0);
  const endpoints = writers.size > 0 ? app.steps.flatMap(endpointsOf) : [];
  const others = app.steps.filter(answersPreflights);
  const asking = app.steps.filter(it => it.kind === 'middleware' && !it.conditional && it.asks !== undefined);
  return [...writers].flatMap(([place, own]) => {
    const [first] = own;
    if (!first || own.some(it => it.conditional || !it.policy.used)) return [];
    const routes = endpoints.filter(
      ({ route, from }) =>
        covers(first.matches, route.matches) === 'yes' &&
        (!app.ordered || before(first, from)) &&
        !others.some(it => !isAt(it, place) && meets(it.matches, route.matches) !== 'no'),
    );
    const asks = asking.flatMap(it =>
      it.kind === 'middleware' && covers(it.matches, first.matches) === 'yes' ? (it.asks ?? []) : [],
    );
    return [{ policies: own.map(it => it.policy), routes: routes.map(it => it.route), asks }];
  });
});

function isAt(step: Step, place: number): boolean {
  return step.kind === 'cors' && step.at.start === place;
}

/** The routes that a step brings, with the step. */
export function endpointsOf(step: Step): readonly { readonly route: Endpoint; readonly from: Step }[] {
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
