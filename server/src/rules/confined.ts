import type { App, Step } from '../model/app.ts';
import { andBelow, covers, EVERYWHERE, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Fix, Report } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';

type Cors = Extract<Step, { kind: 'cors' }>;
type Route = Extract<Step, { kind: 'route' }>;

/** Where a policy certainly holds for none of its application's routes, although it was meant to. */
export function* confinedPolicies(app: App, policies: readonly CorsPolicy[]): Iterable<Report> {
  const writers = app.steps.filter((it): it is Cors => it.kind === 'cors');
  const confined = writers.filter(it => it.confined && !it.conditional && it.policy.used);
  if (confined.length === 0 || policies.some(it => it.byHand && it.whole.path === app.at.path)) return;
  const routes = app.steps.flatMap(routesOf);
  for (const cors of confined) {
    const meant = cors.confined?.by === 'path' ? andBelow(cors.matches) : EVERYWHERE;
    const below = routes.filter(it => meant && meets(meant, it.matches) === 'yes');
    const [route, ...more] = below;
    const met = [...routes, ...app.steps.filter(it => it.kind === 'middleware' && it.role === 'router' && !it.routes)];
    if (!route || met.some(it => meets(cors.matches, it.matches) !== 'no')) continue;
    const others = writers.filter(it => it.at.start !== cors.at.start);
    if (others.some(it => below.some(own => meets(it.matches, own.matches) !== 'no'))) continue;
    yield {
      at: cors.pathAt ?? cors.at,
      message: `Browsers block calls of ${route.path ? `\`${route.path}\`` : 'the routes'}: ${reason(cors)}.`,
      severity: breakage(cors.policy, 'warning'),
      related: [route, ...more.slice(0, 4)].map(it => ({
        at: it.at,
        message: 'This is answered without CORS headers.',
      })),
      witness: missing(somePage(cors.policy), { method: servedMethod(cors.policy) }),
      policy: cors.policy,
      fixes: fixOf(cors),
    };
  }
}

/** Routes that write their response past the framework, and so without the headers that it would put on it. */
export function* writtenPast(app: App): Iterable<Report> {
  const cors = app.steps.find((it): it is Cors => it.kind === 'cors' && it.policy.used && !it.confined);
  if (!cors || cors.policy.origins.mode === 'none') return;
  for (const step of app.steps) {
    if (step.kind !== 'route' || !step.past) continue;
    yield {
      at: step.past,
      message: 'Browsers block this response: it is written past the framework, which keeps the CORS headers.',
      severity: breakage(cors.policy, 'warning'),
      related: [{ at: cors.at, message: 'CORS is set up here.' }],
      witness: missing(somePage(cors.policy), { method: servedMethod(cors.policy) }),
    };
  }
}

/** Where CORS headers are set for the preflights of routes, and for nothing that these answer. */
export function* preflightsAlone(app: App, policies: readonly CorsPolicy[]): Iterable<Report> {
  const own = app.steps.filter(
    (it): it is Route => it.kind === 'route' && it.method === 'OPTIONS' && it.policies.some(setsOrigin),
  );
  const [first] = own;
  const policy = first?.policies.find(setsOrigin);
  if (!first || !policy || first.conditional || !app.global) return;
  const others = app.steps.filter(
    it => it.kind === 'cors' || (it.kind === 'route' && it.policies.length > 0 && !own.includes(it)),
  );
  // A step whose functions are not seen may set the headers, too.
  if (
    others.length > 0 ||
    app.steps.some(it => it.kind === 'middleware' && (it.mounted || (it.role === 'other' && !it.bodies)))
  )
    return;
  const routes = app.steps
    .flatMap(routesOf)
    .filter(it => it.method !== 'OPTIONS' && own.some(options => covers(options.matches, it.matches) === 'yes'));
  const [route, ...more] = routes;
  const written = new Set(policies.filter(it => it.byHand).map(it => it.whole.path));
  if (!route || [app.at, ...routes.map(it => it.at)].some(it => written.has(it.path))) return;
  yield {
    at: first.at,
    message: `Browsers block calls of ${route.path ? `\`${route.path}\`` : 'the routes'}: CORS headers are set for preflights alone.`,
    severity: breakage(policy),
    related: [route, ...more.slice(0, 4)].map(it => ({ at: it.at, message: 'This is answered without CORS headers.' })),
    witness: missing(somePage(policy), { method: route.method === 'ALL' ? 'GET' : route.method }),
    policy,
  };
}

function setsOrigin({ origins, used }: CorsPolicy): boolean {
  return used && origins.mode !== 'none';
}

function reason({ confined, path }: Cors): string {
  return confined?.by === 'path'
    ? `CORS is set up for the address \`${path}\` alone`
    : 'CORS is set up within a plugin, and for that alone';
}

function fixOf({ confined, path, pathAt }: Cors): readonly Fix[] {
  if (confined?.by !== 'path' || !pathAt) return [];
  const { instead } = confined;
  const title = `Set CORS up for all that is below \`${path}\`: \`${instead}\``;
  return [
    { title, edits: [{ kind: 'replace', at: pathAt, value: { kind: 'text', text: instead } }], safety: 'review' },
  ];
}

/** The routes that have no policy of their own. */
function routesOf(step: Step): readonly Pick<Route, 'method' | 'path' | 'matches' | 'at'>[] {
  if (step.kind === 'route') return step.policies.length > 0 || step.conditional ? [] : [step];
  return step.kind === 'middleware' ? (step.routes ?? []).map(it => ({ path: undefined, ...it })) : [];
}
