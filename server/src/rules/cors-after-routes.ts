import type { App, Step } from '../model/app.ts';
import type { Link } from '../model/link.ts';
import { covers } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import { missing } from './blocked.ts';
import { callsOf, gravity, nameOf, pagesIn, witnessOf } from './calls.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';
import { type Cors, corsOf } from './steps.ts';

/** Routes that no page of another site calls. */
const OTHERS =
  /^\/?$|health|^\/up$|ready|alive|liveness|ping|status|metrics|webhook|hook|callback|favicon|robots|\.well-known|docs|swagger|static|assets|public|uploads/i;

export const corsAfterRoutes: Rule = {
  id: 'cors-after-routes',
  title: 'Routes answer before CORS headers are set',
  severity: 'error',
  severityNote: 'warning where other routes follow, so that the order may be meant',
  profile: 'recommended',
  why: 'Middleware runs in the order in which it is registered. A route that stands in front of the CORS middleware answers without its headers, and the browser blocks the page. The preflight gets through to the middleware and is answered well, which makes the cause hard to see.',
  example: {
    language: 'ts',
    bad: "app.get('/items', list);\napp.use(cors());",
    good: "app.use(cors());\napp.get('/items', list);",
  },
  cwe: [],
  spec: 'https://expressjs.com/en/guide/using-middleware.html',
  kind: 'breakage',
  supersedes: ['responder-before-cors'],

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'too-late') continue;
      yield {
        at: oddity.at,
        message: 'Browsers block pages of other sites: no request gets to this, the routes are registered before it.',
        severity: policy.inTests ? 'warning' : 'error',
        related: [{ at: oddity.after, message: 'This registers the routes.' }],
        witness: missing(somePage(policy)),
      };
    }
  },

  *checkApp(app, { policies }) {
    const missed = answeredBefore(app, policies);
    if (!missed) return;
    const { cors: first, follows } = missed;
    const [route, ...more] = missed.routes;
    const page = somePage(first.policy);
    const path = route.kind === 'middleware' ? undefined : route.path;
    yield {
      at: first.at,
      message:
        `Browsers block ${path ? `\`${path}\`` : 'the routes above'}: it answers before CORS headers are set.`.replace(
          'the routes above: it answers',
          'the routes above: they answer',
        ),
      severity: breakage(first.policy, follows ? 'warning' : 'error'),
      related: [route, ...more.slice(0, 4)].map(it => ({ at: it.at, message: 'This answers first.' })),
      witness: missing(page, { method: route.kind === 'route' && route.method !== 'ALL' ? route.method : 'GET' }),
      policy: first.policy,
      fixes: [
        {
          title: 'Set CORS headers on these routes, too: move this in front of them',
          edits: [{ kind: 'move-before', statement: first.entry, before: route.entry }],
          safety: 'review',
        },
      ],
    };
  },

  *checkLinks(links, { apps, policies }) {
    for (const own of byFiles(links)) {
      const [{ answer }] = own;
      const files = answer.before;
      const [first] = own;
      const app = apps.find(it => it.steps.some(step => comparePlaces(step.at, files.at) === 0));
      const cors = app?.steps.map(it => corsOf(it, policies)).find(setsOrigin);
      const witness = witnessOf(first);
      yield {
        at: files.at,
        message: `Browsers block ${pagesIn(own)}: these files are sent before CORS headers are set.`,
        severity: gravity(own),
        related: callsOf(
          own,
          it => `Browsers block \`${nameOf(it)}\`: its server sets CORS headers after it has sent files.`,
        ),
        ...(witness ? { witness } : {}),
        ...(cors
          ? {
              policy: cors.policy,
              fixes: [
                {
                  title: 'Set CORS headers on these files, too: move this in front of them',
                  edits: [{ kind: 'move-before', statement: cors.entry, before: files.entry }],
                  safety: 'review',
                },
              ],
            }
          : {}),
      };
    }
  },
};

/** What sets the first headers of an application, and the routes before it that pages may call; `follows` tells that others come behind. */
export function answeredBefore(
  app: App,
  policies: readonly CorsPolicy[],
): { readonly cors: Cors; readonly routes: readonly [Step, ...Step[]]; readonly follows: boolean } | undefined {
  if (!app.ordered) return undefined;
  const place = app.steps.findIndex(it => setsOrigin(corsOf(it, policies)));
  const step = app.steps[place];
  const cors = step && corsOf(step, policies);
  if (!cors) return undefined;
  const [route, ...more] = app.steps.slice(0, place).filter(it => answers(it, cors, policies));
  return route && { cors, routes: [route, ...more], follows: later(app, place) };
}

type OfFiles = Link & { readonly answer: { readonly kind: 'none'; readonly before: Step } };

/** The calls that are blocked because files are sent first, together for each place that sends some. */
function byFiles(links: readonly Link[]): readonly (readonly [OfFiles, ...OfFiles[]])[] {
  const groups = new Map<Step, [OfFiles, ...OfFiles[]]>();
  for (const it of links) {
    if (!isOfFiles(it) || !it.refusal) continue;
    const group = groups.get(it.answer.before);
    if (group) group.push(it);
    else groups.set(it.answer.before, [it]);
  }
  return [...groups.values()];
}

function isOfFiles(link: Link): link is OfFiles {
  return link.answer.kind === 'none' && link.answer.before !== undefined;
}

/** Whether the step ends responses that pages of other sites may want to read, and that the CORS step would cover. */
function answers(step: Step, cors: Cors, policies: readonly CorsPolicy[]): boolean {
  if (step.kind === 'cors' || step.files || covers(cors.matches, step.matches) !== 'yes') return false;
  if (step.kind === 'middleware')
    return (
      step.role === 'router' &&
      (step.path !== undefined || /rout/i.test(step.name)) &&
      !policies.some(it => it.byHand && step.routes?.some(route => route.at.path === it.whole.path))
    );
  return step.policies.length === 0 && step.method !== 'OPTIONS' && !OTHERS.test(step.path ?? '');
}

function setsOrigin(cors: Cors | undefined): boolean {
  return cors !== undefined && cors.policy.origins.mode !== 'none';
}

function later(app: App, place: number): boolean {
  return app.steps
    .slice(place + 1)
    .some(it => it.kind === 'route' || (it.kind === 'middleware' && it.role === 'router'));
}
