import type { App, Role, Step } from '../model/app.ts';
import type { CorsPolicy, Library } from '../model/policy.ts';
import { branchesOf } from '../syntax/choice.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { rootOf } from '../syntax/member.ts';
import { type CallValue, type List, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { libraryOf } from './library.ts';
import type { Reading } from './framework.ts';
import { roleOf } from './roles.ts';

const REGISTERING = new Set(['use', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);
const METHODS = new Set([...REGISTERING].filter(it => it !== 'use'));

/** A call that registers something on an application: `app.use('/api', a, b)`, `router.get('/x', a, b)`. */
export interface Registration {
  readonly call: CallSite;
  /** What it is registered on. */
  readonly on: Value;
  /** `use`, or the method in upper case. */
  readonly method: string;
  readonly path: string | undefined;
  /** The middlewares and handlers, with their places. */
  readonly handlers: readonly { readonly value: Value; readonly at: Span }[];
}

/** Every registration of a file, in order of place. */
export function registrations(file: CodeFile): readonly Registration[] {
  if (!/express|router|polka|restana|connect|\bcors\s*\(/i.test(file.text)) return [];
  return file.methodCalls(REGISTERING).flatMap((call): readonly Registration[] => {
    const { callee } = call;
    if (callee.kind !== 'member' || call.construct) return [];
    const routed = routeOf(callee.object);
    const on = routed?.on ?? callee.object;
    if (!isApplication(on)) return [];
    const first = call.args[0];
    const path = routed ? routed.path : first && pathOf(first);
    const skip = routed || first === undefined || !isPath(first) ? 0 : 1;
    const handlers = call.args.slice(skip).flatMap((value, index) => {
      const at = call.argSpans[index + skip] ?? call.span;
      return value.kind === 'list' ? listItems(value).map(it => ({ value: it, at })) : branchesOf(value).map(it => ({ value: it.value, at }));
    });
    if (call.name === 'get' && handlers.length === 0) return [];
    return [{ call, on, method: call.name === 'use' ? 'use' : call.name.toUpperCase(), path, handlers }];
  });
}

function listItems(list: List): readonly Value[] {
  return list.items.flatMap(it => branchesOf(it).map(branch => branch.value));
}

/** `app.route('/x')` and the calls chained to it. */
function routeOf(value: Value): { readonly on: Value; readonly path: string | undefined } | undefined {
  let at = value;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    if (at.callee.name === 'route') return { on: at.callee.object, path: textOf(at.args[0]) };
    if (!METHODS.has(at.callee.name)) return undefined;
    at = at.callee.object;
  }
  return undefined;
}

function isPath(value: Value): boolean {
  if (value.kind === 'list') return value.items.every(isPath) && value.items.length > 0;
  return (value.kind === 'literal' && typeof value.value === 'string') || value.kind === 'template' || value.kind === 'pattern' || value.kind === 'environment';
}

function pathOf(value: Value): string | undefined {
  if (value.kind === 'pattern') return `/${value.source}/`;
  return value.kind === 'list' ? (value.items[0] && pathOf(value.items[0])) : textOf(value);
}

/** `express()`, `express.Router()`, `Router()`, or something handed in that may be one of them. */
function isApplication(value: Value): boolean {
  if (value.kind === 'call') return isExpress(value);
  return value.kind === 'parameter' || (value.kind === 'member' && rootOf(value)?.kind === 'parameter');
}

function isExpress(value: CallValue): boolean {
  const callee = value.callee.kind === 'member' ? value.callee.object : value.callee;
  return callee.kind === 'external' && ['express', 'express4', 'router', 'polka', 'restana', 'connect', '@feathersjs/express'].includes(callee.module);
}

function isRouter(value: Value): boolean {
  if (value.kind !== 'call') return false;
  const { callee } = value;
  return (callee.kind === 'member' || callee.kind === 'external') && (callee.name === 'Router' || (callee.kind === 'external' && callee.module === 'router'));
}

function identity(value: Value): string {
  return value.kind === 'member' ? `${identity(value.object)}.${value.name}` : `${value.span.path}:${value.span.start}`;
}

/** The applications of a file with what is registered on them, for those that have a policy or are certainly Express. */
export function expressApps(file: CodeFile, policiesAt: (value: Value) => readonly CorsPolicy[], reading: Reading): readonly App[] {
  const groups = new Map<string, { readonly on: Value; readonly all: Registration[] }>();
  for (const it of registrations(file)) {
    const key = identity(it.on);
    const group = groups.get(key) ?? { on: it.on, all: [] };
    group.all.push(it);
    groups.set(key, group);
  }
  const library: Library = libraryOf(reading.project, file.path, 'express', '5.3.0');
  return [...groups.values()].flatMap(({ on, all }): readonly App[] => {
    const steps = all.flatMap(it => stepsOf(it, policiesAt));
    const certain = on.kind === 'call';
    if (!certain && !steps.some(it => it.kind === 'cors' || (it.kind === 'route' && it.policies.length > 0))) return [];
    const name = on.kind === 'parameter' || on.kind === 'member' ? on.name : 'app';
    return [{ framework: 'express-cors', library, name, global: certain && !isRouter(on), at: on.span, steps, ordered: true }];
  });
}

/** `router.put('/:id'`: what names the route, without its handlers. */
function headOf(call: CallSite): Span {
  return { ...call.span, end: call.argSpans[0]?.end ?? call.span.end };
}

function stepsOf(it: Registration, policiesAt: (value: Value) => readonly CorsPolicy[]): readonly Step[] {
  const entry = it.call.statement;
  const where = it.path === undefined ? {} : { path: it.path };
  if (it.method !== 'use') {
    const policies = it.handlers.flatMap(handler => policiesAt(handler.value));
    return [{ kind: 'route', method: it.method, path: it.path, policies, roles: it.handlers.map(handler => roleOf(handler.value).role), at: headOf(it.call), entry }];
  }
  return it.handlers.flatMap(({ value, at }): readonly Step[] => {
    const policies = policiesAt(value);
    if (policies.length > 0) return policies.map(policy => ({ kind: 'cors', policy, ...where, at, entry }));
    const { role, name } = roleOf(value);
    const known: { role: Role; name: string } = { role: isRouter(value) || value.kind === 'unknown' || value.kind === 'record' ? 'router' : role, name };
    return [{ kind: 'middleware', ...known, ...where, at, entry }];
  });
}
