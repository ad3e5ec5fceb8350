import type { App, Step } from '../model/app.ts';
import { andBelow, EVERYWHERE, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Fix, Report } from './rule.ts';
import { breakage } from './severity.ts';

type Cors = Extract<Step, { kind: 'cors' }>;

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
      witness: missing(somePage(cors.policy)),
      policy: cors.policy,
      fixes: fixOf(cors),
    };
  }
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
function routesOf(step: Step): readonly Pick<Extract<Step, { kind: 'route' }>, 'path' | 'matches' | 'at'>[] {
  if (step.kind === 'route') return step.policies.length > 0 || step.conditional ? [] : [step];
  return step.kind === 'middleware' ? (step.routes ?? []).map(({ path, matches, at }) => ({ path, matches, at })) : [];
}
