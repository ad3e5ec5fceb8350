import type { App, Step } from '../model/app.ts';
import { covers } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { contains, type Span } from '../text/span.ts';
import { preflightMissing } from './blocked.ts';
import { endedBefore } from './ended-before.ts';
import { needOf, refusedPreflight } from './preflights.ts';
import { somePage } from './remedies.ts';
import type { Fix, Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';
import { unmatched } from './unmatched.ts';

type Route = Extract<Step, { kind: 'route' }>;

const ASKED = new Set(['PUT', 'PATCH', 'DELETE']);

export const noPreflightHandler: Rule = {
  id: 'no-preflight-handler',
  title: 'Nothing answers the browser’s preflight',
  severity: 'warning',
  profile: 'recommended',
  why: 'Before a PUT, PATCH or DELETE, and before a POST with JSON or an Authorization header, the browser asks with an OPTIONS request whether it may. Here the CORS headers are set for the request itself only. The OPTIONS request gets an answer without them, and the browser does not even send the real one.',
  example: {
    language: 'ts',
    bad: "app.put('/items/:id', cors(), update);",
    good: "app.options('/items/:id', cors());\napp.put('/items/:id', cors(), update);",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *checkApp(app, context) {
    yield* endedBefore(app, context);
    yield* unmatched(app, context);
    for (const step of app.steps) {
      const [policy] = step.kind === 'route' ? step.policies : [];
      if (step.kind !== 'route' || !policy) continue;
      const json = step.method === 'POST' ? takesJson(app, step, policy) : undefined;
      if ((!ASKED.has(step.method) && !json) || answered(app, step)) continue;
      yield {
        at: step.at,
        message: `Browsers block \`${step.method}\`${json ? ' of JSON' : ''} here: nothing answers the preflight with CORS headers.`,
        severity: breakage(policy, 'warning'),
        ...(json ? { related: [{ at: json, message: 'This takes what pages send with a preflight.' }] } : {}),
        witness: preflightMissing(somePage(policy), step.method, json ? ['content-type'] : []),
        policy,
        fixes: step.path === undefined ? [] : [answer(step.path, step)],
      };
    }
  },

  *check(policy, { apps, server }) {
    if (apps.some(app => app.steps.some(it => holds(it, policy)))) return;
    const { preflight } = policy;
    if (preflight.by === 'same' && server.outside.length === 0 && !apps.some(it => answersBehind(it, policy)))
      yield* asEverything(policy);
    if (preflight.by !== 'none') return;
    // An application behind a platform's headers answers preflights itself.
    if (!policy.byHand && server.mountsCors) return;
    const method = methodAsked(policy);
    const need = method ? { method, headers: [] } : needOf(policy);
    if (!need) return;
    const what = need.headers.length > 0 ? `\`${need.method}\` with \`${need.headers[0]}\`` : `\`${need.method}\``;
    yield {
      at: preflight.at ?? policy.at,
      message: `Browsers block ${what} here: nothing answers the preflight with CORS headers.`,
      severity: breakage(policy, 'warning'),
      related: [
        ...(policy.readsJson && need.headers.length > 0
          ? [{ at: policy.readsJson, message: 'This reads what pages send with a preflight.' }]
          : []),
        ...(preflight.beside ? [{ at: preflight.beside, message: 'Nothing is exported for `OPTIONS`.' }] : []),
      ],
      witness: preflightMissing(somePage(policy), need.method, need.headers),
    };
  },
};

/** A function that answers the preflight like every other request, and fails at that. */
function* asEverything(policy: CorsPolicy): Iterable<Report> {
  const refused = refusedPreflight(policy);
  if (!refused) return;
  yield {
    at: policy.readsJson ?? policy.at,
    message:
      refused.status === undefined
        ? `Browsers block ${refused.what} here: the preflight is answered without CORS headers.`
        : `Browsers block ${refused.what} here: the preflight is answered with \`${refused.status}\`.`,
    severity: breakage(policy, 'warning'),
    related: [
      ...(policy.readsJson ? [{ at: policy.at, message: 'CORS headers are set from here.' }] : []),
      ...(refused.at ? [{ at: refused.at, message: 'The preflight is answered here.' }] : []),
    ],
    witness: refused.witness,
  };
}

/** Where it is shown that a route takes JSON, which pages ask a preflight for. */
function takesJson(app: App, route: Route, { allowedHeaders }: CorsPolicy): Span | undefined {
  const list = allowedHeaders.kind === 'written' ? known(allowedHeaders) : undefined;
  const listed = list?.kind === 'names' ? list.names.some(it => /^content-type$/i.test(it.text)) : false;
  if (listed) return allowedHeaders.at;
  if (route.readsJson) return route.readsJson;
  // Forms need no preflight: where they are taken as well, nothing tells what pages send.
  if (route.roles.includes('body')) return undefined;
  const parsers = app.steps
    .slice(0, app.steps.indexOf(route))
    .filter(it => it.kind === 'middleware' && it.role === 'body' && covers(it.matches, route.matches) !== 'no');
  return parsers.every(it => it.kind === 'middleware' && it.name === 'json') ? parsers[0]?.at : undefined;
}

/** Whether something before the route, or for its path, answers `OPTIONS` with CORS headers. */
function answered(app: App, route: Route): boolean {
  return app.steps.some(it => {
    const answers =
      it.kind === 'cors' ||
      (it.kind === 'route' && (it.method === 'OPTIONS' || it.method === 'ALL') && it.policies.length > 0);
    return answers && covers(it.matches, route.matches) !== 'no';
  });
}

/** Whether a function hands preflights on to something of its application that answers them. */
function answersBehind({ steps }: App, { whole }: CorsPolicy): boolean {
  const at = steps.findIndex(it => [...(it.bodies ?? []), ...(it.late ?? [])].some(body => contains(body, whole)));
  const step = steps[at];
  if (step?.kind !== 'middleware') return false;
  return steps.slice(at + 1).some(it => {
    const answers = it.kind === 'route' ? /^(OPTIONS|ALL)$/.test(it.method) : it.kind === 'middleware' && it.last;
    return answers && covers(it.matches, step.matches) !== 'no';
  });
}

function answer(path: string, step: Route): Fix {
  return {
    title: `Answer the preflight of \`${path}\``,
    edits: [{ kind: 'answer-preflight', path, after: step.entry }],
    safety: 'safe',
  };
}

function holds(step: Step, policy: CorsPolicy): boolean {
  const own = step.kind === 'cors' ? [step.policy] : step.kind === 'route' ? step.policies : [];
  // Read from another file, it is another object.
  return own.some(it => it === policy || (contains(it.at, policy.at) && contains(policy.at, it.at)));
}

/** A method that the policy is for and that needs a preflight. A list says little of a function that answers others: such lists are copied. */
function methodAsked(policy: CorsPolicy): string | undefined {
  if (policy.scope.methods) return policy.scope.methods.find(it => ASKED.has(it));
  const list = policy.methods.kind === 'written' ? known(policy.methods) : undefined;
  return list?.kind === 'names' ? list.names.find(it => ASKED.has(it.text))?.text : undefined;
}
