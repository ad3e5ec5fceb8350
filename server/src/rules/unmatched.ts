import type { App, Endpoint } from '../model/app.ts';
import { covers } from '../model/paths.ts';
import { preflightMissing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, RuleContext } from './rule.ts';
import { breakage } from './severity.ts';
import { corsOf } from './steps.ts';

/** CORS headers that a router sets for its routes alone, of which none takes `OPTIONS`: the preflight never comes to them. */
export function* unmatched(app: App, { policies, apps, server }: RuleContext): Iterable<Report> {
  if (!app.matchedOnly || server.outside.length > 0) return;
  // What the application around sets answers first.
  if (apps.some(it => it !== app && it.steps.some(step => step.kind !== 'route' && corsOf(step, policies)))) return;
  const answering = app.steps.filter(it => it.kind === 'route' && /^(OPTIONS|ALL)$/.test(it.method));
  for (const [at, step] of app.steps.entries()) {
    const cors = step.kind === 'route' ? undefined : corsOf(step, policies);
    if (!cors || cors.conditional || !cors.policy.used || cors.policy.origins.mode === 'none') continue;
    const routes = app.steps
      .slice(at + 1)
      .filter((it): it is typeof it & Endpoint => it.kind === 'route' && covers(cors.matches, it.matches) === 'yes');
    const asked = routes.find(
      it => /^(PUT|PATCH|DELETE)$/.test(it.method) && answering.every(one => covers(one.matches, it.matches) === 'no'),
    );
    if (!asked) continue;
    yield {
      at: cors.at,
      message: `Browsers block \`${asked.method}\` here: the router runs this for its routes alone, and none takes \`OPTIONS\`.`,
      severity: breakage(cors.policy, 'warning'),
      related: [{ at: asked.at, message: 'The preflight of this is not answered with CORS headers.' }],
      witness: preflightMissing(somePage(cors.policy), asked.method),
      policy: cors.policy,
    };
    return;
  }
}
