import type { App, Step } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import { below, covers, EVERYWHERE, isSamePath, type PathPattern } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { writesOver } from '../model/writers.ts';
import { accepts, ask } from '../origins/ask.ts';
import { isOrigin } from '../origins/grammar.ts';
import { standIns } from '../origins/holes.ts';
import { ATTACKER } from './attacker.ts';
import {
  methodNotAllowed,
  mismatch,
  preflightMissing,
  preflightNotTrue,
  preflightWildcard,
  refused,
  wildcard,
} from './blocked.ts';
import { certainWriters, putOver, sends } from './combined.ts';
import { proxied } from './proxied.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule, Server, Witness } from './rule.ts';
import { breakage } from './severity.ts';

const ASKED = ['PUT', 'PATCH', 'DELETE'];

/** A policy on a path, and what it answers there. */
interface Writer {
  readonly policy: CorsPolicy;
  readonly matches: PathPattern;
  readonly preflights: boolean;
  readonly responses: boolean;
  /** The one method it is for. */
  readonly method?: string;
  /** A router mounts it for itself, and `at` is where the router is mounted. */
  readonly router?: boolean;
  readonly at: Step['at'];
  readonly entry: Step['entry'];
}

export const conflictingCorsWriters: Rule = {
  id: 'conflicting-cors-writers',
  title: 'Another policy answers the preflight',
  severity: 'warning',
  severityNote: 'error where the server does not start, or a policy with cookies is replaced by one for everybody',
  profile: 'recommended',
  why: 'Where two CORS middlewares cover a path, the first one answers the preflight and ends it there, while on the real response the last one to write a header wins. What the second policy allows beyond the first then never happens: the browser has been told no before. Where the last one is for everybody, what the first restricts is open. Fastify does not start with the plugin registered twice.',
  example: {
    language: 'ts',
    bad: "app.use(cors());\napp.use('/me', cors({ origin: 'https://app.example.com', credentials: true }));",
    good: "app.use('/me', cors({ origin: 'https://app.example.com', credentials: true }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *check(policy, { server }) {
    yield* configured(policy, server.outside);
    yield* proxied(policy, server.behind);
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'registered-twice') continue;
      const library = policy.library?.name ?? policy.framework;
      yield {
        at: oddity.at,
        message: `The server does not start: \`${library}\` is registered twice.`,
        severity: breakage(policy),
        related: [{ at: oddity.first, message: 'It is registered here already.' }],
        witness: refused(somePage(policy)),
      };
    }
  },

  *checkApp(app, { policies }) {
    if (!app.ordered) return;
    yield* overwritten(app, policies);
    if (app.layered || app.oneResponse) yield* overridden(app, policies);
    const answering: Writer[] = [];
    for (const later of writersOf(app)) {
      const first = later.responses ? answering.find(it => isBefore(it.matches, later.matches)) : undefined;
      if (later.preflights) answering.push(later);
      if (!first || !comparable(first.policy, later.policy)) continue;
      const refusal = refusalOf(first.policy, later);
      if (!refusal) continue;
      yield {
        at: later.at,
        message: `Browsers block ${refusal.what} here: another policy answers the preflight.`,
        severity: breakage(later.policy, 'warning'),
        related: [
          { at: first.at, message: 'This answers it.' },
          ...(later.router ? [{ at: later.policy.at, message: 'This would allow it.' }] : []),
        ],
        witness: refusal.witness,
        policy: first.policy,
        fixes: first.responses ? [] : deletion(first, later),
      };
    }
  },
};

/** A header that code writes, in the place of which the platform's configuration sends its own. */
function* configured(policy: CorsPolicy, outside: Server['outside']): Iterable<Report> {
  const { entry } = policy.origins;
  const other = entry && putOver(policy, outside, 'instead');
  if (!other) return;
  const page = somePage(policy);
  const related = [{ at: other.origins.at, message: 'The configuration of this path writes it here.' }];
  if (other.origins.mode === 'any') {
    if (policy.origins.acceptor.kind === 'all') return;
    const cookies = known(policy.credentials) === true;
    yield {
      at: entry,
      message: cookies
        ? 'Browsers block responses to requests with cookies: `*` from the configuration replaces this header.'
        : 'Any site can read these responses: the configuration of this path replaces this header.',
      severity: breakage(policy, 'warning'),
      related,
      witness: cookies ? wildcard(page) : { kind: 'origin', origin: ATTACKER },
    };
    return;
  }
  const [{ text = '' } = {}] = other.origins.listed;
  if (text === '' || text === page) return;
  yield {
    at: entry,
    message: `Browsers block \`${page}\`: the configuration of this path replaces this header by \`${text}\`.`,
    severity: breakage(policy, 'warning'),
    related,
    witness: mismatch(page, text),
  };
}

/** Whether all requests to `later` come to `first` before, but for those to the very address that it is mounted on. */
function isBefore(first: PathPattern, later: PathPattern): boolean {
  return covers(first, later) === 'yes' || covers(first, below(later)) === 'yes';
}

/** A policy that names origins, and whose header another one for everybody replaces on every response. */
function* overridden(app: App, policies: readonly CorsPolicy[]): Iterable<Report> {
  const writers = certainWriters(app, policies).filter(
    it => it.step.kind === 'cors' || (it.step.kind === 'middleware' && !it.step.mounted),
  );
  const naming = writers.flatMap((it, before) => (names(it.writer) && isAlways(it.writer) ? [{ ...it, before }] : []));
  for (const [i, { writer: later, matches, step }] of writers.entries()) {
    if (later.origins.acceptor.kind !== 'all' || !isAlways(later)) continue;
    const first = naming.find(it => it.before < i && isSamePath(it.matches, matches) === 'yes');
    if (!first || !comparable(first.writer, later)) continue;
    const cookies = [first.writer, later].some(it => known(it.credentials) === true);
    const blocks = cookies && later.origins.mode === 'any';
    const { byHand } = later;
    yield {
      at: byHand ? later.origins.at : step.at,
      message: blocks
        ? 'Browsers block responses to requests with cookies: `*` replaces the origin of another policy.'
        : 'Any site can read these responses: this policy replaces the header of another one.',
      severity: cookies ? breakage(later, 'error') : breakage(later, 'warning'),
      related: [{ at: first.step.at, message: 'This is replaced on every response.' }],
      witness: blocks ? wildcard(somePage(first.writer)) : { kind: 'origin', origin: ATTACKER },
      policy: later,
    };
  }
}

/** Headers that code writes under conditions of its own replace nothing for certain. */
function isAlways(policy: CorsPolicy): boolean {
  return !policy.byHand || sends(policy, 'access-control-allow-origin');
}

/** Whether a policy lets some origins in, and certainly not all. */
function names({ origins }: CorsPolicy): boolean {
  const { kind } = origins.acceptor;
  return origins.mode !== 'dynamic' && origins.mode !== 'none' && kind !== 'all' && kind !== 'unknown';
}

/** Headers that a route writes by hand go over those of a middleware before it, which keeps allowing credentials. */
function* overwritten(app: App, policies: readonly CorsPolicy[]): Iterable<Report> {
  const mounted = app.steps.filter(it => it.kind === 'cors');
  const [cors] = mounted;
  if (!app.oneResponse) return;
  // Nothing but a middleware for everything is certain to run before.
  if (!cors || mounted.length > 1 || cors.conditional || covers(cors.matches, EVERYWHERE) !== 'yes') return;
  const { policy } = cors;
  if (known(policy.credentials) !== true || !/^(fixed|echo-match|fallback)$/.test(policy.origins.mode)) return;
  for (const it of policies) {
    const { at } = it.origins;
    if (!it.byHand || !writesOver(app, it) || it.at.path !== app.at.path || at.start < cors.at.start) continue;
    const routed = it.scope.path !== undefined && it.scope.methods?.join() !== 'OPTIONS';
    if (it.origins.mode !== 'any' || !routed || !comparable(policy, it)) continue;
    yield {
      at,
      message: 'Browsers block this response for requests with cookies: `*` replaces the site that was allowed before.',
      severity: breakage(it, 'warning'),
      related: [{ at: cors.at, message: 'This allows a site, with credentials.' }],
      witness: wildcard(pageOf(policy) ?? somePage(policy)),
      policy: it,
    };
  }
}

function writersOf({ steps }: App): readonly Writer[] {
  return steps.flatMap((it): readonly Writer[] => {
    const { at, entry } = it;
    // Of two branches only one is taken.
    if (it.conditional) return [];
    if (it.kind === 'cors') {
      const answers = it.policy.preflight.by === 'library' && it.policy.origins.mode !== 'none';
      return [{ policy: it.policy, matches: it.matches, preflights: answers, responses: true, at, entry }];
    }
    if (it.kind === 'middleware')
      return (it.mounted ?? []).map(own => ({
        policy: own.policy,
        matches: own.matches,
        preflights: own.policy.preflight.by === 'library' && own.policy.origins.mode !== 'none',
        responses: true,
        router: true,
        at,
        entry,
      }));
    const [policy] = it.kind === 'route' ? it.policies : [];
    if (it.kind !== 'route' || !policy || it.policies.length > 1) return [];
    const options = it.method === 'OPTIONS' || it.method === 'ALL';
    const preflights = options && policy.preflight.by === 'library' && policy.origins.mode !== 'none';
    return [
      {
        policy,
        matches: it.matches,
        preflights,
        responses: !/^(OPTIONS|GET|HEAD)$/.test(it.method),
        method: it.method,
        at: policy.at,
        entry,
      },
    ];
  });
}

/** Policies of the same conditions; where only one holds in production, nothing is certain. */
function comparable(a: CorsPolicy, b: CorsPolicy): boolean {
  return a !== b && a.used && b.used && a.guards.length === 0 && b.guards.length === 0;
}

/** A request that the later policy means to let through and the first one stops. */
function refusalOf(
  first: CorsPolicy,
  { policy: later, method: only }: Writer,
): { readonly what: string; readonly witness: Witness } | undefined {
  if (later.origins.mode === 'none' || later.origins.mode === 'dynamic' || first.origins.mode === 'dynamic')
    return undefined;
  const page = pageOf(later);
  const method = only && only !== 'ALL' ? only : (ASKED.find(it => allows(later, it)) ?? 'POST');
  const asked = method === 'POST' ? '`POST` of JSON' : `\`${method}\``;
  if (page !== undefined && lets(first, page) === false)
    return {
      what: `${asked} from \`${page}\``,
      witness: preflightMissing(page, method, method === 'POST' ? ['content-type'] : []),
    };
  const credentials = known(later.credentials) === true && later.origins.mode !== 'any';
  const origin = page ?? somePage(later);
  if (credentials && first.origins.mode === 'any' && known(first.credentials) !== undefined)
    return { what: `${asked} with cookies`, witness: preflightWildcard(origin, method) };
  if (credentials && known(first.credentials) === false)
    return { what: `${asked} with cookies`, witness: preflightNotTrue(origin, method) };
  if (later.methods.kind !== 'written') return undefined;
  const lost = (only && only !== 'ALL' ? [only] : ASKED).find(it => allows(later, it) && allows(first, it) === false);
  return lost === undefined || lost === 'POST'
    ? undefined
    : { what: `\`${lost}\``, witness: methodNotAllowed(origin, lost) };
}

/** A page that the policy names and lets in. */
function pageOf(policy: CorsPolicy): string | undefined {
  return policy.origins.listed.find(it => isOrigin(it.text) && it.text !== 'null' && lets(policy, it.text) === true)
    ?.text;
}

function lets({ origins }: CorsPolicy, origin: string): boolean | undefined {
  if (origins.mode === 'any' || origins.mode === 'echo-any') return true;
  const { acceptor } = origins;
  if (standIns(acceptor).length === 0) return accepts(acceptor, origin);
  const answer = ask({ kind: 'and', of: [acceptor, { kind: 'equals', subject: 'origin', text: origin }] }, 'anything');
  return answer.answer === 'yes' ? true : answer.answer === 'no' ? false : undefined;
}

function allows({ methods }: CorsPolicy, method: string): boolean | undefined {
  const list = known(methods);
  if (!list) return undefined;
  return list.kind !== 'names' || list.names.some(it => it.text === method);
}

/** The line that answers preflights alone goes, where the later policy answers them as well. */
function deletion(first: Writer, later: Writer): Report['fixes'] & object {
  if (!later.preflights || covers(later.matches, EVERYWHERE) !== 'yes') return [];
  const edit: PolicyEdit = { kind: 'delete-statement', statement: first.entry };
  return [{ title: 'Delete the line that answers preflights otherwise', edits: [edit], safety: 'review' }];
}
