import type { App, Endpoint, RejectedPath, Role, Step } from '../../../model/app.ts';
import {
  EVERYWHERE,
  mountPath,
  type PathNotation,
  type PathPattern,
  routePath,
  UNKNOWN_PATH,
  within,
} from '../../../model/paths.ts';
import type { CorsPolicy, Library, Scope } from '../../../model/policy.ts';
import { branchesOf } from '../../../syntax/choice.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { rootOf } from '../../../syntax/member.ts';
import type { Project } from '../../../syntax/project.ts';
import { type CallValue, type List, textOf, type Value } from '../../../syntax/value.ts';
import { Search, type Sieve } from '../../../text/search.ts';
import type { Span } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';
import { textAt } from '../../headers/places.ts';
import { cookiesIn, sessionCookie } from '../../middleware/cookies.ts';
import { forgeryOf } from '../../middleware/forgery.ts';
import { headersRead } from '../../middleware/header-reads.ts';
import { corpOf } from '../../middleware/isolation.ts';
import { diversionOf } from '../../middleware/redirects.ts';
import { rejectedPath } from '../../middleware/rejected-paths.ts';
import { roleOf } from '../../middleware/roles.ts';
import { endOfPreflights, refusalOf } from '../../middleware/without-login.ts';
import { libraryOf } from '../../options/version.ts';
import { registeringCalls } from './registering-calls.ts';

const REGISTERING = new Set(['use', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);

/** A server library in which middlewares and routes are registered on an application, and run in that order. */
export interface AppKind {
  /** The id of the framework that reads its policies. */
  readonly framework: string;
  /** Its package and the newest version known. */
  readonly server: string;
  readonly newest: string;
  /** What a file must contain to have such an application. */
  readonly words: Sieve;
  /** Methods that register something beside `use` and the names of HTTP's methods. */
  readonly further?: readonly string[];
  /** The call that makes the application behind a value; undefined where it is no application of this kind. */
  application(value: CallValue): CallValue | undefined;
  isRouter(value: Value): boolean;
  /** The router behind what is mounted, where that is not the router itself: `router.routes()`. */
  routerBehind?(value: Value): Value;
  /** Several policies on one path write over each other's headers. */
  readonly layered?: boolean;
  /** Its functions write over the headers of middlewares before them, too. */
  readonly oneResponse?: boolean;
  /** What a handler hands back with headers of its own gets those of the response that is there over them. */
  readonly handsBack?: boolean;
  readonly paths: PathNotation;
  /** The path given to `use` is a pattern like a route's, and does not take in what is below it. */
  readonly exactUse?: boolean;
  /** What a request gets where the library's function is mounted in place of the middleware that it makes. */
  readonly uncalled: 'hangs' | 'not-found' | 'error-500';
}
const METHODS = new Set([...REGISTERING].filter(it => it !== 'use'));

/** A call that registers something on an application: `app.use('/api', a, b)`, `router.get('/x', a, b)`. */
export interface Registration {
  readonly call: CallSite;
  /** What it is registered on. */
  readonly on: Value;
  /** `use`, or the method in upper case. */
  readonly method: string;
  readonly path: string | undefined;
  /** The path's literal. */
  readonly pathAt?: Span;
  /** The addresses that it runs for. */
  readonly matches: PathPattern;
  /** The middlewares and handlers, with their places. */
  readonly handlers: readonly { readonly value: Value; readonly at: Span }[];
}

/** Every registration of a file, in order of place. */
export function registrations(file: CodeFile, kind: AppKind = EXPRESS): readonly Registration[] {
  return kind.words.test(file.text) ? file.remembered(kind, () => found(file, kind)) : [];
}

function found(file: CodeFile, kind: AppKind): readonly Registration[] {
  const names = kind.further ? new Set([...REGISTERING, ...kind.further]) : REGISTERING;
  return registeringCalls(file, names, kind.words).flatMap((call): readonly Registration[] => {
    // Of most calls that are named so, all that counts is that they register nothing.
    if (!file.kept(call, `registers: ${kind.framework}`, () => registersOn(call, kind) !== undefined)) return [];
    const registers = registersOn(call, kind);
    if (!registers) return [];
    const { on, routed } = registers;
    const named = call.name === 'on' ? 1 : 0;
    const first = call.args[named];
    const skip = routed || first === undefined || !isPath(first) ? named : named + 1;
    const path = routed ? routed.path : first && pathOf(first);
    const handlers = call.args.slice(skip).flatMap((value, index) => {
      const at = call.argSpans[index + skip] ?? call.span;
      return value.kind === 'list'
        ? listItems(value).map(it => ({ value: it, at }))
        : branchesOf(value).map(it => ({ value: it.value, at }));
    });
    if (call.name === 'get' && handlers.length === 0) return [];
    const methods = named ? methodsOf(call.args[0]) : [METHODS.has(call.name) ? call.name.toUpperCase() : 'use'];
    const given = routed ? routed.given : skip > named ? first : undefined;
    const below = methods[0] === 'use' && !(kind.exactUse && call.name === 'use');
    const matches = given ? addressesOf(given, below ? mountPath : routePath, kind) : EVERYWHERE;
    const literal = skip > named && first?.kind === 'literal' ? call.argSpans[named] : undefined;
    const pathAt = literal && placeOf(literal) === placeOf(first?.span ?? call.span) ? { pathAt: literal } : {};
    return methods.map(method => ({ call, on, method, path, ...pathAt, matches, handlers }));
  });
}

/** What a call registers something on, and the route that it goes on with; undefined where it registers nothing. */
function registersOn(
  { callee, construct }: CallSite,
  kind: AppKind,
): { readonly on: Value; readonly routed: ReturnType<typeof routeOf> } | undefined {
  if (callee.kind !== 'member' || construct) return undefined;
  const routed = routeOf(callee.object);
  const on = applicationOf(routed?.on ?? callee.object, kind);
  return on && { on, routed };
}

/** The methods that `app.on(['GET', 'POST'], '/x', handler)` of Hono names; `ALL` where that is not seen. */
function methodsOf(value: Value | undefined): readonly string[] {
  const items = value?.kind === 'list' && !value.rest ? value.items : value ? [value] : [];
  const texts = items.map(textOf);
  return texts.length > 0 && texts.every(it => it !== undefined) ? texts.map(it => it.toUpperCase()) : ['ALL'];
}

/** Where each middleware of one library is mounted, by the place of the call that makes it. */
export function mountsOf(
  file: CodeFile,
  isMiddleware: (callee: Value) => boolean,
  kind: AppKind = EXPRESS,
): ReadonlyMap<string, Scope> {
  const mounts = new Map<string, Scope>();
  for (const { method, path, handlers } of registrations(file, kind)) {
    for (const { value } of handlers) {
      if (value.kind !== 'call' || !isMiddleware(value.callee)) continue;
      const scope = {
        ...(path === undefined ? {} : { path }),
        ...(method === 'use' || method === 'ALL' ? {} : { methods: [method] }),
      };
      for (const at of new Set([value.span, value.made].flatMap(it => (it ? placeOf(it) : [])))) {
        const before = mounts.get(at);
        mounts.set(at, before ? both(before, scope) : scope);
      }
    }
  }
  return mounts;
}

/** The scope of one that is mounted twice. */
function both(a: Scope, b: Scope): Scope {
  const methods = a.methods && b.methods && [...new Set([...a.methods, ...b.methods])];
  return { ...(a.path === b.path && a.path !== undefined ? { path: a.path } : {}), ...(methods ? { methods } : {}) };
}

/** A place as a key. */
export function placeOf(span: Span): string {
  return `${span.path}:${span.start}`;
}

function listItems(list: List): readonly Value[] {
  return list.items.flatMap(it => branchesOf(it).map(branch => branch.value));
}

/** `app.route('/x')` and the calls chained to it. */
function routeOf(
  value: Value,
): { readonly on: Value; readonly path: string | undefined; readonly given: Value | undefined } | undefined {
  let at = value;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    if (at.callee.name === 'route') return { on: at.callee.object, path: textOf(at.args[0]), given: at.args[0] };
    if (!METHODS.has(at.callee.name)) return undefined;
    at = at.callee.object;
  }
  return undefined;
}

function isPath(value: Value): boolean {
  if (value.kind === 'list') return value.items.every(isPath) && value.items.length > 0;
  return (
    (value.kind === 'literal' && typeof value.value === 'string') ||
    value.kind === 'template' ||
    value.kind === 'pattern' ||
    value.kind === 'environment'
  );
}

function pathOf(value: Value): string | undefined {
  if (value.kind === 'pattern') return `/${value.source}/`;
  return value.kind === 'list' ? value.items[0] && pathOf(value.items[0]) : textOf(value);
}

/** Where the paths of a registration lead: each of a list, and what is not known of a variable or an expression. */
function addressesOf(given: Value, read: typeof routePath, kind: AppKind): PathPattern {
  if (given.kind === 'list' && !given.rest) return given.items.flatMap(it => addressesOf(it, read, kind));
  const text = textOf(given);
  return text === undefined ? UNKNOWN_PATH : read(text, kind.paths);
}

/** What makes an application or router, or something handed in that may be one of them. */
function applicationOf(value: Value, kind: AppKind): Value | undefined {
  if (value.kind === 'call') return kind.application(value);
  return value.kind === 'parameter' || (value.kind === 'member' && rootOf(value)?.kind === 'parameter')
    ? value
    : undefined;
}

/** Express and what is made like it: `express()`, `express.Router()`, `Router()`. */
export const EXPRESS: AppKind = {
  framework: 'express-cors',
  server: 'express',
  newest: '5.3.0',
  words: new Search(/express|router|polka|restana|connect|\bcors\s*\(/i),
  application: value => (isExpress(value) ? value : undefined),
  isRouter,
  layered: true,
  // Run with express 5.3.0 and cors 2.8.6; Hono puts the middleware's headers on the route's own response.
  oneResponse: true,
  paths: 'express',
  // Run with express 5.3.0 and 4.22.3.
  uncalled: 'hangs',
};

function isExpress(value: CallValue): boolean {
  const callee = value.callee.kind === 'member' ? value.callee.object : value.callee;
  return (
    callee.kind === 'external' &&
    ['express', 'express4', 'router', 'polka', 'restana', 'connect', '@feathersjs/express'].includes(callee.module)
  );
}

function isRouter(value: Value): boolean {
  if (value.kind !== 'call') return false;
  const { callee } = value;
  return (
    (callee.kind === 'member' || callee.kind === 'external') &&
    (callee.name === 'Router' || (callee.kind === 'external' && callee.module === 'router'))
  );
}

/** Tells applications and routers apart: the place where one is made. */
export function identity(value: Value): string {
  if (value.kind === 'member') return `${identity(value.object)}.${value.name}`;
  return placeOf((value.kind === 'call' && value.made) || value.span);
}

/** The applications of a file with what is registered on them, for those that have a policy or are certainly of this kind. */
export function appsOf(
  file: CodeFile,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  reading: Reading,
  kind: AppKind = EXPRESS,
): readonly App[] {
  const groups = new Map<string, Group & { readonly all: Registration[] }>();
  for (const it of registrations(file, kind)) {
    const key = identity(it.on);
    const group = groups.get(key) ?? { on: it.on, all: [] };
    group.all.push(it);
    groups.set(key, group);
  }
  const library: Library = libraryOf(reading.project, file.path, kind.server, kind.newest);
  return joined(groups).flatMap(({ on, all }): readonly App[] => {
    const cors = all.map(it => it.handlers.some(handler => policiesAt(handler.value).length > 0));
    const anywhere = all.some((it, index) => it.method === 'use' && cors[index]);
    const routers = all.map(it => behindRouters(it, policiesAt, reading, kind, anywhere));
    const last = all.findLastIndex(
      (it, at) => cors[at] || routers[at]?.some(one => one.behind.mounted) || writesHeaders(it, reading),
    );
    const steps = all.flatMap((it, index) =>
      // Whether something refuses preflights matters where CORS comes after it, and is long to find out.
      stepsOf(it, policiesAt, kind, {
        corp: it => corpOf(it, reading.project, file.path),
        before: index < last,
        rejected: it => rejectedPath(it, on, file.path, reading, kind.server),
        project: reading.project,
      }).map(step => ({ ...step, ...routers[index]?.find(router => router.at === step.at)?.behind })),
    );
    const certain = on.kind === 'call';
    if (!certain && !steps.some(it => it.kind === 'cors' || (it.kind === 'route' && it.policies.length > 0))) return [];
    const name = on.kind === 'parameter' || on.kind === 'member' ? on.name : 'app';
    return [
      {
        framework: kind.framework,
        library,
        name,
        global: certain && !kind.isRouter(on),
        at: on.span,
        steps,
        ordered: true,
        ...(certain ? loopbackOf(file, on) : {}),
        ...(kind.layered ? { layered: true } : {}),
        ...(kind.oneResponse ? { oneResponse: true } : {}),
        ...(kind.handsBack ? { handsBack: true } : {}),
      },
    ];
  });
}

/** Whether a middleware's own text names the header; what becomes of it is for others to find out. */
function writesHeaders({ method, handlers }: Registration, reading: Reading): boolean {
  return (
    method === 'use' &&
    handlers.some(
      ({ value }) => value.kind === 'function' && /access-control-allow-origin/i.test(textAt(value.span, reading)),
    )
  );
}

/** `app.listen(4000, '127.0.0.1')`, where the application listens nowhere else in its file. */
function loopbackOf(file: CodeFile, on: Value): Pick<App, 'listensOn'> {
  const calls = file.calls(it => it === 'listen');
  const [only, ...more] = calls.filter(
    it => it.callee.kind === 'member' && identity(it.callee.object) === identity(on),
  );
  const host = only?.args[1]?.kind === 'literal' ? only.args[1] : undefined;
  const text = textOf(host);
  if (!only || !host || more.length > 0 || calls.length > 1 || text === undefined) return {};
  return /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(text)
    ? { listensOn: { host: text, at: only.argSpans[1] ?? host.span } }
    : {};
}

type CorsStep = Extract<Step, { kind: 'cors' }>;

type Behind = Pick<Extract<Step, { kind: 'middleware' }>, 'mounted' | 'routes'>;

/** The policies and routes of the routers that a registration mounts, which other files may hold, with their paths seen from there. */
function behindRouters(
  { method, matches: base, path: mount = '', handlers }: Registration,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  { project }: Reading,
  kind: AppKind,
  cors: boolean,
): readonly { readonly at: Span; readonly behind: Behind }[] {
  if (method !== 'use') return [];
  return handlers.flatMap(({ value, at }) => {
    const router = kind.routerBehind?.(value) ?? value;
    const source = kind.isRouter(router) ? project.code(router.span.path) : undefined;
    if (!source || !(cors || /cors|access-control/i.test(source.text))) return [];
    const own = registrations(source, kind).filter(it => identity(it.on) === identity(router));
    const mounted = own.flatMap(it => {
      if (it.method !== 'use' || it.call.conditional) return [];
      const matches = within(base, it.matches);
      return it.handlers.flatMap(handler => policiesAt(handler.value).map(policy => ({ policy, matches })));
    });
    const routes = own.flatMap((it): readonly Endpoint[] => {
      // What has a policy of its own is not answered by the application's.
      if (it.method === 'use' || it.handlers.some(handler => policiesAt(handler.value).length > 0)) return [];
      const named = it.path === undefined ? {} : { path: `${mount}/${it.path}`.replace(/\/+/g, '/') };
      const functions = it.handlers.map(handler => handler.value);
      const read = { ...headersRead(functions, project), ...cookiesIn(functions, project) };
      return [{ method: it.method, ...named, matches: within(base, it.matches), at: headOf(it.call), ...read }];
    });
    const behind = { ...(mounted.length > 0 ? { mounted } : {}), ...(routes.length > 0 ? { routes } : {}) };
    return [{ at, behind }];
  });
}

interface Group {
  readonly on: Value;
  readonly all: readonly Registration[];
}

/** What a factory registers on the application that it makes comes before all that is registered on it afterwards. */
function joined(groups: ReadonlyMap<string, Group>): readonly Group[] {
  const within = new Set<string>();
  const whole = [...groups.values()].map(({ on, all }): Group => {
    const key = on.kind === 'call' && on.made ? placeOf(on.span) : undefined;
    const before = key === undefined ? undefined : groups.get(key);
    if (key === undefined || !before) return { on, all };
    within.add(key);
    return { on, all: [...before.all, ...all] };
  });
  return whole.filter(it => !within.has(identity(it.on)));
}

/** `router.put('/:id'`: what names the route, without its handlers. */
export function headOf(call: CallSite): Span {
  return { ...call.span, end: call.argSpans[0]?.end ?? call.span.end };
}

/** What the steps of one application ask beside their own text. */
interface Asked {
  readonly corp: (value: Value) => ReturnType<typeof corpOf>;
  /** Something after it sets CORS headers. */
  readonly before: boolean;
  readonly rejected: (path: string) => RejectedPath | undefined;
  readonly project: Project;
}

/** What the text of a function has that answers whatever is left: a status for what is not there. */
const ENDING = /\b(?:40[45]|501|NOT_FOUND)\b/;

function textIn({ path, start, end }: Span, project: Project): string {
  return project.host.read(path)?.slice(start, end) ?? '';
}

function stepsOf(
  it: Registration,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  kind: AppKind,
  { corp: corpAt, before, rejected: rejectedAt, project }: Asked,
): readonly Step[] {
  const entry = it.call.statement;
  const rejected = it.path === undefined ? undefined : rejectedAt(it.path);
  const written = { ...(it.pathAt ? { pathAt: it.pathAt } : {}), ...(rejected ? { rejected } : {}) };
  const where = {
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
    return [
      {
        kind: 'route',
        method: it.method,
        path: it.path,
        ...written,
        matches: it.matches,
        policies,
        roles: it.handlers.map(handler => roleOf(handler.value).role),
        ...(earlier.length > 0 ? { earlier } : {}),
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
    const diverts = refuses === undefined ? diversionOf(value) : undefined;
    const facts = {
      ...(refuses === undefined ? {} : { refuses }),
      ...(diverts ? { diverts } : {}),
      ...(ends === undefined ? {} : { ends }),
      ...(session ? { cookies: session } : {}),
      ...(corp ? { corp } : {}),
      ...(forgery ? { forgery } : {}),
    };
    return [{ kind: 'middleware', ...known, ...where, at, entry, ...facts, ...bodiesOf([value], project) }];
  });
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

/** Whether a function writes headers of CORS when those behind it have answered: after theirs, though it stands before them. */
function writesAfterwards({ path, start, end }: Span, project: Project): boolean {
  const text = project.code(path)?.text.slice(start, end) ?? '';
  const handedOn = text.lastIndexOf('await next(');
  return handedOn >= 0 && /access-control/i.test(text.slice(handedOn));
}

function bodiesOf(
  handlers: readonly Value[],
  project: Project,
): Pick<Step, 'bodies' | 'asks' | 'cookies' | 'readsJson'> {
  const bodies = handlers.flatMap(it =>
    it.kind === 'function' && !writesAfterwards(it.span, project) ? [it.span] : [],
  );
  const json = bodies.map(it => jsonIn(it, project)).find(it => it);
  if (bodies.length === 0) return {};
  const read = { ...headersRead(handlers, project), ...cookiesIn(handlers, project) };
  return { bodies, ...read, ...(json ? { readsJson: json } : {}) };
}
