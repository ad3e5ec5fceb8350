import type { App, Step } from '../model/app.ts';
import { covers, EVERYWHERE, meets } from '../model/paths.ts';
import { preflightMissing, preflightStatus } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule, RuleContext, Witness } from './rule.ts';
import { breakage } from './severity.ts';
import { type Cors, corsOf, corsRouters, firstCors, type Middleware } from './steps.ts';

export const preflightBlockedByAuth: Rule = {
  id: 'preflight-blocked-by-auth',
  title: 'The preflight carries no login, and is turned away for that',
  severity: 'error',
  profile: 'recommended',
  why: 'The browser’s OPTIONS request never carries cookies or an Authorization header. A middleware that asks for a login and runs before the CORS headers are set turns it away, and the browser does not send the real request, however well its user is logged in.',
  example: {
    language: 'ts',
    bad: "app.use((req, res, next) => {\n  if (!req.headers.authorization) return res.sendStatus(401);\n  next();\n});\napp.use(cors({ origin: 'https://app.example.com' }));",
    good: "app.use(cors({ origin: 'https://app.example.com' }));\napp.use((req, res, next) => {\n  if (!req.headers.authorization) return res.sendStatus(401);\n  next();\n});",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',
  supersedes: ['responder-before-cors', 'cors-after-routes', 'error-path-without-cors'],

  *check(policy) {
    const { login, origins } = policy;
    if (login?.preflights === undefined || origins.mode === 'none') return;
    yield {
      at: login.at,
      message: `Browsers get ${login.preflights} from ${login.by} for every preflight${login.path === undefined ? '' : ` to \`${login.path}\``}.`,
      severity: breakage(policy),
      related: [{ at: policy.at, message: 'CORS is set up here.' }],
      witness: preflightMissing(somePage(policy), 'GET', [login.header ?? 'authorization']),
    };
  },

  *checkApp(app, context) {
    const first = firstCors(app, context);
    if (!first) yield* beforeRouters(app, context);
    else yield* behindHeaders(app, first.cors, context);
    const guard = first?.before.find(refusesAll);
    if (!first || !guard) return;
    const { cors } = first;
    const where = [guard, cors].find(it => covers(it.matches, EVERYWHERE) !== 'yes')?.path;
    yield {
      at: guard.at,
      message: messageOf(guard, where),
      severity: breakage(cors.policy),
      related: [{ at: cors.at, message: 'CORS headers are set only here.' }],
      witness: witnessOf(guard, somePage(cors.policy)),
      policy: cors.policy,
      fixes: [
        {
          title: 'Set CORS headers first: move them in front of the login check',
          edits: [{ kind: 'move-before', statement: cors.entry, before: guard.entry }],
          safety: 'safe',
        },
      ],
    };
  },
};

/** Headers by hand that hand preflights on to a login check, before anything answers them. */
function* behindHeaders(app: App, cors: Cors, { policies }: RuleContext): Iterable<Report> {
  const { policy } = cors;
  if (!app.global || !app.ordered || !policy.byHand || policy.preflight.by !== 'unknown' || cors.conditional) return;
  const at = app.steps.findIndex(it => it.entry.start === cors.entry.start && corsOf(it, policies));
  const behind = app.steps.slice(at + 1);
  const end = behind.find(it => guardIn(it) || corsOf(it, policies) || answersOptions(it));
  const guard = end && guardIn(end);
  if (!guard || guard.conditional) return;
  if (meets(guard.matches, cors.matches) !== 'yes') return;
  yield {
    at: guard.at,
    message: messageOf(guard, [guard, cors].find(it => covers(it.matches, EVERYWHERE) !== 'yes')?.path),
    severity: breakage(policy),
    related: [{ at: policy.at, message: 'CORS headers are set here, and preflights are handed on.' }],
    witness: preflightStatus(somePage(policy), 'PUT', guard.refuses?.preflights ?? 401),
    policy,
  };
}

/** A login check, by itself or of a router. */
function guardIn(step: Step): Middleware | undefined {
  if (step.kind !== 'middleware') return undefined;
  if (refusesAll(step)) return step;
  const own = step.checks?.find(it => refusesAll({ ...step, refuses: it.refuses }));
  return own && { ...step, ...own, name: '' };
}

function answersOptions(step: Step): boolean {
  return step.kind === 'route' ? /^(OPTIONS|ALL)$/.test(step.method) : step.kind === 'middleware' && step.last === true;
}

/** Routers that set CORS headers for themselves, behind a login check that has answered by then. */
function* beforeRouters(app: App, context: RuleContext): Iterable<Report> {
  const told = new Set<Middleware>();
  for (const { router, policy, before } of corsRouters(app, context)) {
    const guard = before.find(refusesAll);
    if (!guard || told.has(guard)) continue;
    told.add(guard);
    yield {
      at: guard.at,
      message: messageOf(guard, router.path),
      severity: breakage(policy),
      related: [
        { at: router.at, message: 'This router comes after it.' },
        { at: policy.at, message: 'CORS headers are set only here.' },
      ],
      witness: witnessOf(guard, somePage(policy)),
    };
  }
}

/** Where those who have a login get through all the same, only errors are hidden: `responder-before-cors`. */
function refusesAll({ refuses, files }: Middleware): boolean {
  return !files && refuses?.preflights !== undefined && refuses.requests === undefined;
}

function messageOf(guard: Middleware, path: string | undefined): string {
  const { preflights, sparing, excepting } = guard.refuses ?? {};
  const where = path === undefined ? '' : ` to \`${path}\``;
  const which = sparing ? ' that does not ask for `authorization`' : '';
  const but = excepting ? ', but for the addresses that it excepts' : '';
  return `Browsers get ${preflights} from ${nameOf(guard)} for every preflight${where}${which}${but}.`;
}

function witnessOf({ refuses }: Middleware, page: string): Witness {
  return refuses?.sparing ? preflightMissing(page, 'PUT') : preflightMissing(page, 'GET', ['authorization']);
}

function nameOf({ name }: Middleware): string {
  return name === '' || name === 'default' ? 'the login check' : `\`${name}\``;
}
