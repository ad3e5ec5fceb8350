import type { RejectedPath, Role, Step } from '../../../model/app.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { WrittenResponses } from '../../../model/written.ts';
import type { CallSite } from '../../../syntax/code.ts';
import type { Project } from '../../../syntax/project.ts';
import { type FunctionValue, property, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { BESIDE } from '../../handwritten/beside.ts';
import type { Checks } from '../../middleware/checks.ts';
import { cookiesIn, sessionCookie } from '../../middleware/cookies.ts';
import { forgeryOf } from '../../middleware/forgery.ts';
import { headersRead } from '../../middleware/header-reads.ts';
import type { corpOf } from '../../middleware/isolation.ts';
import { diversionOf } from '../../middleware/redirects.ts';
import { roleOf } from '../../middleware/roles.ts';
import { endOfPreflights, refusalOf } from '../../middleware/without-login.ts';
import type { AppKind, Registration } from './registrations.ts';

type CorsStep = Extract<Step, { kind: 'cors' }>;

/** `router.put('/:id'`: what names the route, without its handlers. */
export function headOf(call: CallSite): Span {
  return { ...call.span, end: call.argSpans[0]?.end ?? call.span.end };
}

/** What the steps of one application ask beside their own text. */
export interface Asked {
  readonly corp: (value: Value) => ReturnType<typeof corpOf>;
  /** Something after it sets CORS headers, or leaves preflights to it. */
  readonly before: boolean;
  readonly does: (fn: FunctionValue) => WrittenResponses | undefined;
  readonly rejected: (path: string) => RejectedPath | undefined;
  readonly project: Project;
  readonly checks: (value: Value) => Checks;
}

/** What the text of a function has that answers whatever is left: a status for what is not there. */
const ENDING = /\b(?:40[45]|501|NOT_FOUND)\b/;

/** What the text of a function has that sends requests elsewhere, or calls what does. */
const DIVERTING = /redirect|location|https|secure|slash|www|\b30[1278]\b/i;

/** The text of a place. */
export function textIn({ path, start, end }: Span, project: Project): string {
  return project.host.read(path)?.slice(start, end) ?? '';
}

/** What one registration puts into the order of an application: a route, or middlewares and policies one after the other. */
export function stepsOf(
  it: Registration,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  kind: AppKind,
  { corp: corpAt, before, does: doneBy, rejected: rejectedAt, project, checks: checksAt }: Asked,
): readonly Step[] {
  const entry = it.call.statement;
  const rejected = it.path === undefined ? undefined : rejectedAt(it.path);
  const written = { ...(it.pathAt ? { pathAt: it.pathAt } : {}), ...(rejected ? { rejected } : {}) };
  const where = {
    ...(handsOutFiles(it.handlers, project) ? { files: true as const } : {}),
    matches: it.matches,
    ...(it.path === undefined ? {} : { path: it.path }),
    ...(it.call.conditional ? { conditional: true } : {}),
  };
  if (it.method !== 'use') {
    const policies = it.handlers.flatMap(handler => policiesAt(handler.value));
    const first = it.handlers.findIndex(handler => policiesAt(handler.value).length > 0);
    const earlier = it.handlers.slice(0, Math.max(0, first)).flatMap(({ value, at }) => {
      const known = roleOf(value);
      return /^(body|limit)$/.test(known.role) ? [{ ...known, at }] : [];
    });
    const removes = it.handlers
      .slice(first + 1)
      .map(handler => checksAt(handler.value).removes)
      .find(one => one);
    const guard = it.handlers
      .slice(0, Math.max(0, first))
      .map(handler => checksAt(handler.value).guard)
      .find(one => one);
    return [
      {
        kind: 'route',
        method: it.method,
        path: it.path,
        ...written,
        ...(where.files ? { files: true as const } : {}),
        matches: it.matches,
        policies,
        roles: it.handlers.map(handler => roleOf(handler.value).role),
        ...routeDoes(it, policies, kind, project, doneBy),
        ...(earlier.length > 0 ? { earlier } : {}),
        ...(guard ? { guard } : {}),
        ...(removes ? { removes } : {}),
        at: headOf(it.call),
        entry,
        ...bodiesOf(
          it.handlers.map(handler => handler.value),
          project,
        ),
        ...(it.call.conditional ? { conditional: true } : {}),
      },
    ];
  }
  return it.handlers.flatMap(({ value, at }): readonly Step[] => {
    const policies = policiesAt(value);
    if (policies.length > 0)
      return policies.map(policy => ({
        kind: 'cors',
        policy,
        ...where,
        ...written,
        ...confinedBy(it, kind),
        at,
        entry,
      }));
    const { role, name } = roleOf(value);
    const known: { role: Role; name: string } = {
      role: kind.isRouter(value) || value.kind === 'unknown' || value.kind === 'record' ? 'router' : role,
      name,
    };
    const refuses = before ? refusalOf(value) : undefined;
    const corp = corpAt(value);
    const forgery = forgeryOf(value);
    const session = sessionCookie(value);
    const ends =
      value.kind === 'function' && ENDING.test(textIn(value.span, project)) ? endOfPreflights(value) : undefined;
    const mayDivert = value.kind !== 'function' || DIVERTING.test(textIn(value.span, project));
    const diverts = refuses === undefined && mayDivert ? diversionOf(value) : undefined;
    const last = isLast(value, kind, project);
    const does =
      value.kind === 'function' && (last || role === 'error' || isHeard(textIn(value.span, project)))
        ? doneBy(value)
        : undefined;
    const facts = {
      ...(role === 'static' && isPlain(value) ? { plainFiles: true as const } : {}),
      ...(refuses === undefined ? {} : { refuses }),
      ...checksAt(value),
      ...(diverts ? { diverts } : {}),
      ...(ends === undefined ? {} : { ends }),
      ...(last ? { last: true as const } : {}),
      ...(does ? { does } : {}),
      ...(session ? { cookies: session } : {}),
      ...(corp ? { corp } : {}),
      ...(forgery ? { forgery } : {}),
    };
    return [{ kind: 'middleware', ...known, ...where, at, entry, ...facts, ...bodiesOf([value], project) }];
  });
}

/** Whether a function may answer preflights, write `Vary`, or make an error of whatever comes to it. */
function isHeard(text: string): boolean {
  return BESIDE.test(text) || (/\bn(?:e?xt)?\(\s*[^\s)]/.test(text) && !/\bn(?:e?xt)?\(\s*\)/.test(text));
}

/** What the one function of a route does where preflights come to it or it may write `Vary`, and whether it hands requests on. */
function routeDoes(
  { method, handlers }: Registration,
  policies: readonly CorsPolicy[],
  { handingOn }: AppKind,
  project: Project,
  doneBy: Asked['does'],
): Pick<Extract<Step, { kind: 'route' }>, 'does' | 'handsOn'> {
  const fn = handlers.at(-1)?.value;
  if (fn?.kind !== 'function') return policies.length === handlers.length ? { handsOn: true } : {};
  const text = textIn(fn.span, project);
  const next = fn.parameters[handingOn - 1];
  const handsOn = next !== undefined && text.includes(`${next}(`);
  const asked = /^(OPTIONS|ALL)$/.test(method) || /\bvary\b/i.test(text);
  const does = asked && handlers.length === 1 ? doneBy(fn) : undefined;
  return { ...(handsOn ? { handsOn } : {}), ...(does ? { does } : {}) };
}

/** Whether a function is handed nothing by which requests go on, and does not tell their methods apart. */
function isLast(value: Value, { handingOn }: AppKind, project: Project): boolean {
  if (value.kind !== 'function' || value.generator || value.parameters.length >= handingOn) return false;
  return !/^[^)]*\.\.\.|\barguments\b|\bmethod\b/.test(textIn(value.span, project));
}

/** Whether what a registration comes down to hands out files: `basicAuth(…), express.static('logs')`, `(req, res) => res.download(…)`. */
function handsOutFiles(handlers: Registration['handlers'], project: Project): boolean {
  const value = handlers.at(-1)?.value;
  if (!value) return false;
  if (value.kind !== 'function') return isFiles(value);
  const text = textIn(value.span, project);
  return FILES.test(text) && !/\.(?:json|send|end|write|status)\s*\(/.test(text);
}

const FILES = /\.(?:sendFile|sendfile|download|render)\s*\(/;

/** `express.static('public', { maxAge: '1d' })`, without a function that sets headers. */
function isPlain(value: Value): boolean {
  const [, options, ...more] = value.kind === 'call' ? value.args : [undefined, value];
  if (!options) return true;
  return (
    more.length === 0 && options.kind === 'record' && !options.rest && property(options, 'setHeaders') === undefined
  );
}

function isFiles(value: Value): boolean {
  const called = value.kind === 'call' ? value.callee : value;
  return roleOf(value).role === 'static' || (called.kind === 'external' && called.module === 'serve-index');
}

/** A plain path that a router takes for this address alone, and the pattern that takes in what is below it. */
function confinedBy({ call, path }: Registration, { exactUse }: AppKind): Pick<CorsStep, 'confined'> {
  if (!exactUse || call.name !== 'use' || path === undefined || !/^\/[\w./-]*\w\/?$/.test(path)) return {};
  return { confined: { by: 'path', instead: `${path.replace(/\/$/, '')}/*` } };
}

/** `c.req.json()`, `request.json()`. */
function jsonIn({ path, start, end }: Span, project: Project): Span | undefined {
  const found = /\breq(?:uest)?\.json\(\s*\)/.exec(project.code(path)?.text.slice(start, end) ?? '');
  return found ? { path, start: start + found.index, end: start + found.index + found[0].length } : undefined;
}

/** Whether a function writes headers of CORS, or `Vary`, when those behind it have answered: after theirs, though it stands before them. */
function writesAfterwards({ path, start, end }: Span, project: Project): boolean {
  const text = project.code(path)?.text.slice(start, end) ?? '';
  const behind = /\bawait n(?:e?xt)?\((?![\s\S]*\bawait n(?:e?xt)?\()/.exec(text);
  return behind !== null && /access-control|['"`]vary['"`]|\.vary\(/i.test(text.slice(behind.index));
}

function bodiesOf(
  handlers: readonly Value[],
  project: Project,
): Pick<Step, 'bodies' | 'late' | 'asks' | 'cookies' | 'readsJson'> {
  const functions = handlers.flatMap(it => (it.kind === 'function' ? [it.span] : []));
  const late = functions.filter(it => writesAfterwards(it, project));
  const bodies = functions.filter(it => !late.includes(it));
  const json = bodies.map(it => jsonIn(it, project)).find(it => it);
  if (bodies.length === 0) return late.length > 0 ? { late } : {};
  const read = { ...headersRead(handlers, project), ...cookiesIn(handlers, project) };
  return { bodies, ...(late.length > 0 ? { late } : {}), ...read, ...(json ? { readsJson: json } : {}) };
}
