import type { App } from '../model/app.ts';
import { covers } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { missing, preflightMissing, preflightStatus } from './blocked.ts';
import { needOf } from './preflights.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule, RuleContext, Witness } from './rule.ts';
import { breakage } from './severity.ts';
import { corsOf, firstCors, type Middleware } from './steps.ts';

export const preflightNotOk: Rule = {
  id: 'preflight-not-ok',
  title: 'The preflight is answered with a status that browsers refuse',
  severity: 'error',
  severityNote:
    'warning where a middleware redirects other spellings of the address before, which the recommended profile leaves out',
  profile: 'recommended',
  why: 'Browsers take the answer to a preflight only with a status from 200 to 299, whatever its headers say, and they follow no redirect. With 302, 404 or 501 every request is blocked that needs a preflight: those with JSON, an Authorization header or a method such as PUT.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', optionsSuccessStatus: 302 }));",
    good: "app.use(cors({ origin: 'https://app.example.com', optionsSuccessStatus: 200 }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *check(policy, { profile }) {
    if (profile !== 'recommended') yield* redirected(policy);
    const { by, status, at } = policy.preflight;
    if (policy.login?.preflights !== undefined) return;
    if ((by !== 'library' && by !== 'manual') || status === undefined || policy.origins.mode === 'none') return;
    if (status >= 200 && status < 300) return;
    yield {
      at: at ?? policy.at,
      message: `Browsers refuse the preflight: it is answered with \`${status}\`.`,
      severity: breakage(policy),
      witness: preflightStatus(somePage(policy), 'PUT', status),
      fixes:
        at && policy.notation === 'options'
          ? [
              {
                title: 'Answer with 204',
                edits: [{ kind: 'replace', at, value: { kind: 'number', value: 204 } }],
                safety: 'safe',
              },
            ]
          : [],
    };
  },

  *checkApp(app, context) {
    const { outside, around } = context.server;
    yield* endedBehind(app, context);
    yield* withoutOptions(app, [...outside, ...(around.some(answersOptions) ? [] : around)]);
    const first = context.profile === 'recommended' ? undefined : firstCors(app, context);
    const before = first?.before.find(it => it.diverts !== undefined);
    if (!first || !before?.diverts) return;
    const { cors } = first;
    const page = somePage(cors.policy);
    const { of, status, lacks } = before.diverts;
    const address = lacks ? LACKING[of] : ADDRESS[of];
    yield {
      at: before.at,
      message: `Browsers block requests to ${address}: ${nameOf(before)} answers with \`${status}\` and no CORS headers.`,
      severity: breakage(cors.policy, 'warning'),
      related: [{ at: cors.at, message: 'CORS headers are set only here.' }],
      // The CORS check comes before a redirect is followed. https://fetch.spec.whatwg.org/#concept-http-fetch
      witness: witness(page, methodOf(app), status),
      policy: cors.policy,
      fixes: [
        {
          title: 'Set CORS headers first: move them in front of the redirect',
          edits: [{ kind: 'move-before', statement: cors.entry, before: before.entry }],
          safety: 'safe',
        },
      ],
    };
  },
};

/** Addresses without a slash at their end, which the server redirects before it sets any header. */
function* redirected(policy: CorsPolicy): Iterable<Report> {
  const found = policy.oddities.find(it => it.kind === 'slash-redirect');
  if (found?.kind !== 'slash-redirect' || policy.origins.mode === 'none') return;
  const need = needOf(policy);
  const page = somePage(policy);
  yield {
    at: found.at,
    message: `Browsers block requests to ${LACKING.slash}: ${found.by} answers with \`${found.status}\` and no CORS headers.`,
    severity: breakage(policy, 'warning'),
    related: [{ at: policy.origins.at, message: 'CORS headers are set here.' }],
    witness: need ? { ...preflightStatus(page, need.method, found.status), headers: need.headers } : missing(page),
    once: found.at.path,
  };
}

/** Route handlers whose automatic answer to `OPTIONS` is refused, whatever headers the configuration puts on that. */
function* withoutOptions({ ownOptions, steps }: App, outside: readonly CorsPolicy[]): Iterable<Report> {
  const step = steps.find(it => it.kind === 'route' && !/^(GET|HEAD)$/.test(it.method));
  if (!ownOptions || step?.kind !== 'route' || step.path === undefined) return;
  const { status, by } = ownOptions;
  const { path = '', method } = step;
  const policy = outside.find(it => it.origins.mode !== 'none' && path.startsWith(fixedPart(it.scope.path ?? '')));
  const need = policy && (method === 'POST' ? needOf(policy) : { method, headers: [] });
  if (!policy || !need) return;
  yield {
    at: step.at,
    message: `Browsers refuse the preflight: ${by} answers it with \`${status}\`, since no \`OPTIONS\` is exported.`,
    severity: breakage(policy, method === 'POST' ? 'warning' : 'error'),
    related: [{ at: policy.origins.at, message: 'CORS headers are set here.' }],
    witness: { ...preflightStatus(somePage(policy), method, status), headers: method === 'POST' ? need.headers : [] },
  };
}

/** Headers by hand that hand preflights on to something which ends whatever is left, before the application's own answer to them. */
function* endedBehind(app: App, { policies }: RuleContext): Iterable<Report> {
  const end = app.steps.findIndex(it => it.kind === 'middleware' && it.ends !== undefined && !it.conditional);
  const last = app.steps[end];
  if (last?.kind !== 'middleware' || last.ends === undefined || !app.global || !app.ordered) return;
  const before = app.steps.slice(0, end);
  const step = before.find(it => it.kind === 'middleware' && corsOf(it, policies));
  const policy = step && corsOf(step, policies)?.policy;
  if (!step || policy?.preflight.by !== 'unknown' || covers(last.matches, step.matches) !== 'yes') return;
  if (before.some(it => it.kind === 'cors' || (it.kind === 'route' && /^(OPTIONS|ALL)$/.test(it.method)))) return;
  const methods = before.flatMap(it => (it.kind === 'route' ? [it.method] : []));
  const method = methods.find(it => !/^(GET|HEAD|POST)$/.test(it));
  const need = method ? { method, headers: [] } : needOf(policy);
  if (!need) return;
  yield {
    at: policy.origins.at,
    message: `Browsers refuse the preflight: nothing answers \`OPTIONS\` before ${nameOf(last)} ends it with \`${last.ends}\`.`,
    severity: breakage(policy, 'error'),
    related: [{ at: last.at, message: 'The preflight is answered here.' }],
    witness: { ...preflightStatus(somePage(policy), need.method, last.ends), headers: need.headers },
    policy,
  };
}

function answersOptions({ preflight }: CorsPolicy): boolean {
  return preflight.by === 'manual';
}

/** What of a source stands before its first parameter or group. */
function fixedPart(source: string): string {
  return source.replace(/[:(*{].*$/, '');
}

const ADDRESS = {
  protocol: 'an `http:` address',
  slash: 'an address with a slash at its end',
  host: 'a host name with `www.`',
} as const;

const LACKING = {
  ...ADDRESS,
  slash: 'an address without a slash at its end',
  host: 'a host name without `www.`',
} as const;

function witness(page: string, method: string, status: number): Witness {
  if (SIMPLE.test(method)) return missing(page, { method });
  return isRedirect(status) ? preflightStatus(page, method, status) : preflightMissing(page, method);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-method */
const SIMPLE = /^(GET|HEAD|POST)$/;

/** A method that the application has, of those that need no preflight where there is one. */
function methodOf({ steps }: App): string {
  const methods = steps.flatMap(it => (it.kind === 'route' && it.method !== 'OPTIONS' ? [it.method] : []));
  return methods.find(it => SIMPLE.test(it)) ?? methods.find(it => it !== 'ALL') ?? 'GET';
}

function nameOf({ name }: Middleware): string {
  return name === '' || name === 'default' ? 'this middleware' : `\`${name}\``;
}
