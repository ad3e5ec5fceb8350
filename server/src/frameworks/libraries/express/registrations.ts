import {
  EVERYWHERE,
  mountPath,
  type PathNotation,
  type PathPattern,
  routePath,
  UNKNOWN_PATH,
  within,
} from '../../../model/paths.ts';
import type { Scope } from '../../../model/policy.ts';
import { branchesOf } from '../../../syntax/choice.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { rootOf } from '../../../syntax/member.ts';
import { type CallValue, type List, textOf, type Value } from '../../../syntax/value.ts';
import { Search, type Sieve } from '../../../text/search.ts';
import type { Span } from '../../../text/span.ts';
import { mountedServers } from './mounted-servers.ts';
import { isOfInstance } from './own-methods.ts';
import { Callers, inOrder, type RegisteringCall, registeringCalls } from './registering-calls.ts';

/** The methods of an application that register something. */
export const REGISTERING: ReadonlySet<string> = new Set([
  'use',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'all',
]);

/** A server library in which middlewares and routes are registered on an application, and run in that order. */
export interface AppKind {
  /** The id of the framework that reads its policies. */
  readonly framework: string;
  /** Its package and the newest version known. */
  readonly server: string;
  readonly newest: string;
  /** What a file must contain to have such an application. */
  readonly words: Sieve;
  /** What a module must contain to give one, or a module that it imports. */
  readonly given?: Sieve;
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
  /** What a router registers for all of its paths runs only for requests that one of its routes takes. */
  readonly matchedOnly?: boolean;
  /** What a handler hands back with headers of its own gets those of the response that is there over them. */
  readonly handsBack?: boolean;
  /** How many parameters a function has at least that hands requests on: the last of them is `next`. */
  readonly handingOn: number;
  readonly paths: PathNotation;
  /** What the application or router puts before the path of what a call registers on it, in order. */
  prefixes?(on: Value, call: CallSite, file: CodeFile): readonly Value[];
  /** What mounts itself on an application. */
  mounted?(file: CodeFile): readonly Registration[];
  /** The path given to `use` is a pattern like a route's, and does not take in what is below it. */
  readonly exactUse?: boolean;
  /** What a request gets where the library's function is mounted in place of the middleware that it makes. */
  readonly uncalled: 'hangs' | 'not-found' | 'error-500';
}
const METHODS = new Set([...REGISTERING].filter(it => it !== 'use'));

/** A call that registers something on an application: `app.use('/api', a, b)`, `router.get('/x', a, b)`. */
export interface Registration {
  readonly call: RegisteringCall;
  /** What it is registered on. */
  readonly on: Value;
  /** `use`, or the method in upper case. */
  readonly method: string;
  readonly path: string | undefined;
  /** The path's literal. */
  readonly pathAt?: Span;
  /** What stands before the path, as it is written: the router's own prefix. */
  readonly prefix?: string;
  /** The addresses that it runs for, behind the router's own prefix. */
  readonly matches: PathPattern;
  /** The middlewares and handlers, with their places. */
  readonly handlers: readonly { readonly value: Value; readonly at: Span }[];
}

/** Every registration of a file, in the order in which they are made as far as its calls show that, else in order of place. */
export function registrations(file: CodeFile, kind: AppKind = EXPRESS): readonly Registration[] {
  return kind.words.test(file.text) ? file.remembered(kind, () => found(file, kind)) : [];
}

function found(file: CodeFile, kind: AppKind): readonly Registration[] {
  const names = kind.further ? new Set([...REGISTERING, ...kind.further]) : REGISTERING;
  const callers = new Callers(file);
  const sites = registeringCalls(file, names, kind.given ?? kind.words, callers);
  const own = sites.flatMap((it): readonly Registration[] => {
    // Of most calls that are named so, all that counts is that they register nothing.
    if (!file.kept(it, `registers: ${kind.framework}`, () => registersOn(it, kind) !== undefined)) return [];
    const registers = registersOn(it, kind);
    if (!registers) return [];
    const call = callers.inTurn(it);
    const { on, routed } = registers;
    // What a class has in its fields and methods is what its instances have.
    const args = isOfInstance(on) ? file.sending(it).args : call.args;
    const named = call.name === 'on' ? 1 : 0;
    const first = args[named];
    const skip = routed || first === undefined || !isPath(first) ? named : named + 1;
    const path = routed ? routed.path : first && pathOf(first);
    const handlers = args
      .slice(skip)
      .flatMap((value, index) => valuesOf(value, call.argSpans[index + skip] ?? call.span));
    if (call.name === 'get' && handlers.length === 0) return [];
    const methods = named ? methodsOf(args[0]) : [METHODS.has(call.name) ? call.name.toUpperCase() : 'use'];
    const given = routed ? routed.given : skip > named ? first : undefined;
    const below = methods[0] === 'use' && !(kind.exactUse && call.name === 'use');
    const own = given ? addressesOf(given, below ? mountPath : routePath, kind) : EVERYWHERE;
    const before = kind.prefixes?.(registers.through, call, file) ?? [];
    const matches = before.reduceRight((it, prefix) => within(addressesOf(prefix, mountPath, kind), it), own);
    const prefix = before.length > 0 ? { prefix: before.map(it => textOf(it) ?? '').join('') } : {};
    const literal = skip > named && first?.kind === 'literal' ? call.argSpans[named] : undefined;
    const pathAt = literal && placeOf(literal) === placeOf(first?.span ?? call.span) ? { pathAt: literal } : {};
    return methods.map(method => ({ call, on, method, path, ...pathAt, ...prefix, matches, handlers }));
  });
  const mounted = kind.mounted?.(file).map(it => ({ ...it, call: callers.inTurn(it.call) })) ?? [];
  return [...own, ...mounted].sort((a, b) => inOrder(a.call, b.call));
}

/** The functions that one argument stands for, each alike at the place of the argument. */
function valuesOf(value: Value, at: Span): Registration['handlers'] {
  return value.kind === 'list'
    ? listItems(value).map(it => ({ value: it, at }))
    : branchesOf(value).map(it => ({ value: it.value, at }));
}

/** What `app.use(…)` registers where it is called with these values, which stand elsewhere. */
export function usedFor(args: readonly Value[], at: Span, kind: AppKind): Pick<Registration, 'matches' | 'handlers'> {
  const [first] = args;
  const given = first && isPath(first) ? first : undefined;
  return {
    matches: given ? addressesOf(given, kind.exactUse ? routePath : mountPath, kind) : EVERYWHERE,
    handlers: args.slice(given ? 1 : 0).flatMap(it => valuesOf(it, at)),
  };
}

/** What a call registers something on, and the route that it goes on with; undefined where it registers nothing. */
function registersOn(
  { callee, construct }: CallSite,
  kind: AppKind,
): { readonly on: Value; readonly through: Value; readonly routed: ReturnType<typeof routeOf> } | undefined {
  if (callee.kind !== 'member' || construct) return undefined;
  const routed = routeOf(callee.object);
  const through = routed?.on ?? callee.object;
  const on = applicationOf(through, kind);
  return on && { on, through, routed };
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
  if (value.kind === 'call') return kind.application(value) ?? chained(value, kind);
  return value.kind === 'parameter' || (value.kind === 'member' && rootOf(value)?.kind === 'parameter')
    ? value
    : undefined;
}

/** `app.use(first).use(second)`: what registers gives back what it registers on. */
function chained(value: CallValue, kind: AppKind): Value | undefined {
  let at: Value = value;
  while (at.kind === 'call' && at.callee.kind === 'member' && REGISTERING.has(at.callee.name)) at = at.callee.object;
  return at.kind === 'call' && at !== value ? kind.application(at) : undefined;
}

/** Express and what is made like it: `express()`, `express.Router()`, `Router()`. */
export const EXPRESS: AppKind = {
  framework: 'express-cors',
  server: 'express',
  newest: '5.3.0',
  words: new Search(/express|router|polka|restana|connect|\bcors\s*\(/i),
  // Pages have a `router` and connect to something, too.
  given: new Search(/express(?!i)|polka|restana|['"`](?:router|connect)['"`]|\bcors\s*\(/i),
  application: value => (isExpress(value) ? value : undefined),
  mounted: file => mountedServers(file, it => (isExpress(it) ? it : undefined)),
  isRouter,
  layered: true,
  // Run with express 5.3.0 and cors 2.8.6; Hono puts the middleware's headers on the route's own response.
  oneResponse: true,
  handingOn: 3,
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
