import { turned } from '../fetch/turned.ts';
import type { App, Step } from '../model/app.ts';
import { covers } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { endpointsOf } from './answering.ts';
import { preflightMissing } from './blocked.ts';
import { needOf } from './preflights.ts';
import { somePage } from './remedies.ts';
import type { Report, RuleContext } from './rule.ts';
import { breakage } from './severity.ts';
import { type Cors, corsOf } from './steps.ts';

/** A request with a preflight that comes to a policy. */
interface Asked {
  readonly method: string;
  readonly headers: readonly string[];
  readonly what: string;
}

/** What ends `OPTIONS` requests before the first CORS headers are set, so that preflights get none. */
export function* endedBefore(app: App, { policies, server }: RuleContext): Iterable<Report> {
  if (server.outside.length > 0) return;
  // Where the order of routes decides nothing, that of hooks does.
  const steps = app.ordered ? app.steps : app.steps.filter(it => it.kind !== 'route');
  const at = steps.findIndex(it => corsOf(it, policies));
  const found = steps[at];
  const cors = found && corsOf(found, policies);
  if (!cors || cors.policy.origins.mode === 'none' || cors.conditional || !cors.policy.used) return;
  const ending = steps.slice(0, at).find(it => ends(it, cors.policy) && askedOf(app, it, cors));
  const asked = ending && askedOf(app, ending, cors);
  if (!ending || !asked) return;
  yield {
    at: ending.at,
    message: `Browsers block ${asked.what} here: the preflight is answered before CORS headers are set.`,
    severity: breakage(cors.policy, 'warning'),
    related: [{ at: cors.at, message: 'CORS headers are set only here.' }],
    witness: preflightMissing(somePage(cors.policy), asked.method, asked.headers),
    policy: cors.policy,
    fixes: [
      {
        title: 'Set CORS headers first: move them in front of what answers `OPTIONS`',
        edits: [{ kind: 'move-before', statement: cors.entry, before: ending.entry }],
        safety: 'safe',
      },
    ],
  };
}

/** Whether a step certainly answers preflights, and without the header. */
function ends(step: Step, policy: CorsPolicy): boolean {
  if (!step.does || step.conditional || (step.kind === 'middleware' && step.refuses)) return false;
  // A route for every method answers more than preflights: `cors-after-routes`.
  if (step.kind === 'route' && step.method !== 'OPTIONS') return false;
  const ask = (method: string, more = {}) =>
    turned(step.does ?? NOTHING, { method, origin: somePage(policy), ...more });
  const answered = ask('OPTIONS', { requestMethod: 'PUT' });
  if (answered.kind !== 'ends' || answered.headers['access-control-allow-origin']) return false;
  return step.kind === 'route' || ask('PUT').kind === 'passes';
}

const NOTHING = {
  server: { source: '', repeated: 'lines', status: 200, kept: { error: true } },
  responses: [],
} as const;

/** What comes to both: of a route behind the policy, or where none is seen, what the policy is there for. */
function askedOf(app: App, ending: Step, { policy, matches }: Cors): Asked | undefined {
  const routes = app.steps
    .flatMap(endpointsOf)
    .map(it => it.route)
    .filter(it => covers(matches, it.matches) === 'yes' && covers(ending.matches, it.matches) === 'yes');
  const method = routes.map(it => it.method).find(it => /^(PUT|PATCH|DELETE)$/.test(it));
  if (method) return { method, headers: [], what: `\`${method}\`` };
  if (covers(ending.matches, matches) !== 'yes' && routes.length === 0) return undefined;
  const json = { method: 'POST', headers: ['content-type'], what: '`POST` of JSON' };
  if (routes.some(it => it.method === 'POST' || it.method === 'ALL')) return json;
  const need = routes.length === 0 ? needOf(policy) : undefined;
  return need && { ...need, what: `\`${need.method}\`${need.headers[0] ? ` with \`${need.headers[0]}\`` : ''}` };
}
