import type { App } from '../model/app.ts';
import { meets } from '../model/paths.ts';
import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule, RuleContext, Severity } from './rule.ts';
import { requestTo } from './served.ts';
import { breakage } from './severity.ts';
import { corsRouters, firstCors, type Middleware } from './steps.ts';

type Responder = Pick<Middleware, 'role' | 'name' | 'refuses'>;

/** Paths that servers call and no page does. */
const SERVERS = /webhook|hook|stripe|callback/i;

export const responderBeforeCors: Rule = {
  id: 'responder-before-cors',
  title: 'Errors are sent before CORS headers are set',
  severity: 'warning',
  severityNote: 'info where a body parser alone answers',
  profile: 'recommended',
  why: 'A body parser answers broken or oversized bodies with 400 or 413, a rate limit answers with 429, a login check that lets preflights pass answers the request itself with 401. Where they run before the CORS headers are set, these answers have none. The page cannot read the status, and all that its developer sees is a CORS error that has nothing to do with the cause.',
  example: {
    language: 'ts',
    bad: 'app.use(express.json());\napp.use(cors());',
    good: 'app.use(cors());\napp.use(express.json());',
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',

  *checkApp(app, context) {
    yield* onRoutes(app);
    const first = firstCors(app, context);
    const [responder, ...more] = first?.before.filter(responds) ?? [];
    // What stands before a router may have set the headers already.
    if (!first) yield* beforeRouters(app, context);
    if (!first || !responder || !app.global) return;
    const { cors } = first;
    yield {
      at: cors.at,
      message: `Browsers hide ${errorsOf(responder)}: ${sent(responder)} before CORS headers are set.`,
      severity: breakage(cors.policy, gravityOf(responder)),
      related: [responder, ...more.slice(0, 4)].map(it => ({ at: it.at, message: 'This answers first.' })),
      witness: missing(somePage(cors.policy), requestTo(app)),
      policy: cors.policy,
      fixes: [
        {
          title: 'Set CORS headers first: move them up',
          edits: [{ kind: 'move-before', statement: cors.entry, before: responder.entry }],
          safety: 'safe',
        },
      ],
    };
  },
};

/** Routers that set CORS headers for themselves: whatever stands before them has answered by then. */
function* beforeRouters(app: App, context: RuleContext): Iterable<Report> {
  const told = new Set<Middleware>();
  for (const { router, policy, before } of corsRouters(app, context)) {
    const responder = before.find(responds);
    if (!responder || told.has(responder)) continue;
    told.add(responder);
    yield {
      at: responder.at,
      message: `Browsers hide ${errorsOf(responder)}: ${sent(responder)} before a router sets CORS headers.`,
      severity: breakage(policy, gravityOf(responder)),
      related: [
        { at: router.at, message: 'This router comes after it.' },
        { at: policy.at, message: 'CORS headers are set only here.' },
      ],
      witness: missing(somePage(policy), requestTo(app)),
    };
  }
}

/** Routes that set CORS headers behind something of their own that answers. */
function* onRoutes(app: App): Iterable<Report> {
  for (const step of app.steps) {
    const [policy] = step.kind === 'route' ? step.policies : [];
    const [responder, ...more] = step.kind === 'route' ? (step.earlier ?? []) : [];
    if (!policy || !responder || policy.origins.mode === 'none') continue;
    // What stands before the route may have set the headers already.
    if (app.steps.some(it => it.kind === 'cors' && meets(it.matches, step.matches) !== 'no')) continue;
    yield {
      at: responder.at,
      message: `Browsers hide ${errorsOf(responder)}: ${sent(responder)} before CORS headers are set.`,
      severity: breakage(policy, gravityOf(responder)),
      related: [
        ...more.map(it => ({ at: it.at, message: 'This answers first, too.' })),
        { at: policy.at, message: 'CORS headers are set only here.' },
      ],
      witness: missing(somePage(policy), requestTo({ ...app, steps: [step] })),
    };
  }
}

function responds({ role, path, refuses }: Middleware): boolean {
  if (refuses?.requests !== undefined) return true;
  return (role === 'body' || role === 'limit') && !SERVERS.test(path ?? '');
}

/** A body that is broken or too large is an error of the page itself; a limit or a login is met by every page. */
function gravityOf({ role, refuses }: Responder): Severity {
  return role === 'body' && refuses?.requests === undefined ? 'info' : 'warning';
}

function errorsOf({ role, name, refuses }: Responder): string {
  if (refuses?.requests !== undefined)
    return `the ${refuses.requests} of ${name === '' || name === 'default' ? 'the login check' : `\`${name}\``}`;
  if (role === 'limit') return 'the answers of the rate limit';
  return name === '' || name === 'default' ? 'errors in the body' : `the errors of \`${name}\``;
}

function sent({ refuses }: Responder): string {
  return refuses?.requests === undefined ? 'they are sent' : 'it is sent';
}
