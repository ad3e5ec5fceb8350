import type { App, Endpoint, Step } from '../../../model/app.ts';
import { EVERYWHERE, mountPath, type PathPattern, routePath, UNKNOWN_PATH, within } from '../../../model/paths.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { property, textOf, type Value } from '../../../syntax/value.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';
import { handlerFacts } from '../../middleware/handler-facts.ts';
import { libraryOf } from '../../options/version.ts';
import { hooksBefore, hooksTakingOff } from './hooks.ts';

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'all', 'route']);
const MOST_PLUGINS = 64;

/** A call that registers @fastify/cors, and the plugin of the workspace that it stands in, where one is. */
export interface Registered {
  readonly call: CallSite;
  readonly policies: readonly CorsPolicy[];
  readonly plugin?: Plugin;
}

interface Plugin {
  /** What it is registered on, and the call that does so. */
  readonly root: Value;
  readonly call: CallSite;
  /** The addresses below which its routes stand, where a prefix is given. */
  readonly prefix?: PathPattern;
  readonly inside: readonly Endpoint[];
  /** What it registers is for the instance around it, too: `fp(plugin)`. */
  readonly shared: boolean;
}

/** The application on which the plugin is registered, with the routes below it: its hooks run for all of them, whatever the order. */
export function fastifyApps(file: CodeFile, registered: readonly Registered[], reading: Reading): readonly App[] {
  // Which of very many holds for which route is not followed.
  if (registered.filter(it => it.policies.length > 0).length > MOST_PLUGINS) return [];
  const routes = new Map<number, readonly Endpoint[]>();
  const routesOf = (root: Value) => {
    const known = routes.get(root.span.start) ?? routesOn(file, other => isSame(other, root), reading, new Set());
    routes.set(root.span.start, known);
    return known;
  };
  return registered.flatMap((it): readonly App[] => {
    const { call, policies } = it;
    if (policies.length === 0 || call.conditional) return [];
    const given = call.callee.kind === 'member' ? call.callee.object : undefined;
    const plugin = it.plugin ?? (given?.kind === 'parameter' ? pluginAround(call, file, reading) : undefined);
    const root = plugin?.root ?? given;
    if (root?.kind !== 'call') return [];
    const own = plugin?.call ?? call;
    const inner = reading.project.code(call.span.path) ?? file;
    // The hooks of a plugin are for what is registered in it: run with fastify 5.12.8 and @fastify/cors 11.4.3.
    const confined = plugin &&
      !plugin.shared && {
        matches: plugin.prefix ?? plugin.inside.flatMap(it => it.matches),
        confined: { by: 'plugin' as const },
      };
    const where = { matches: EVERYWHERE, at: call.span, entry: call.statement, ...confined };
    const steps: readonly Step[] = [
      ...(confined ? checks(hooksBefore(own, root, file, reading)) : hooksBefore(own, root, file, reading)),
      ...(plugin && given ? checks(hooksBefore(call, given, inner, reading)) : []),
      ...policies.map((policy): Step => ({ kind: 'cors', policy, ...where })),
      ...hooksTakingOff(own, root, file, reading),
      ...(plugin && given ? hooksTakingOff(call, given, inner, reading) : []),
      ...routesOf(root).map(
        (route): Step => ({ kind: 'route', path: undefined, ...route, policies: [], roles: [], entry: route.at }),
      ),
    ];
    return [
      {
        framework: 'fastify-cors',
        library: libraryOf(reading.project, file.path, 'fastify', '5.12.8'),
        name: 'app',
        global: true,
        at: root.span,
        steps,
        ordered: false,
      },
    ];
  });
}

/** Those that turn requests away for their origin: they run for what plugins register, too. */
function checks(steps: readonly Step[]): readonly Step[] {
  return steps.filter(it => it.kind === 'middleware' && it.guard);
}

/** The plugin of the same file that a call stands in. */
function pluginAround(call: CallSite, file: CodeFile, reading: Reading): Plugin | undefined {
  for (const it of registersIn(file)) {
    const made = pluginOf(it, reading);
    if (made && made.span.path === file.path && isWithin(call, made)) return made;
  }
  return undefined;
}

/** What plugins of other files register on the instances of this one. */
export function pluginsElsewhere(
  file: CodeFile,
  reading: Reading,
  read: (call: CallSite) => readonly CorsPolicy[],
): readonly Registered[] {
  return file
    .calls(it => it === 'register')
    .flatMap(it => {
      const plugin =
        it.callee.kind === 'member' && it.callee.object.kind === 'call' ? pluginOf(it, reading) : undefined;
      const source = plugin && plugin.span.path !== file.path ? reading.project.code(plugin.span.path) : undefined;
      if (!plugin || !source || !/fastify[/-]cors/.test(source.text)) return [];
      const inner = source.calls(name => name === 'register').filter(own => isWithin(own, plugin));
      return inner.map(call => ({ call, policies: read(call), plugin }));
    });
}

function isWithin({ callee, span }: CallSite, { span: around, given }: MadePlugin): boolean {
  return (
    callee.kind === 'member' &&
    callee.object.kind === 'parameter' &&
    callee.object.name === given &&
    contains(around, span)
  );
}

interface MadePlugin extends Plugin {
  readonly span: Span;
  /** The name under which it knows its instance. */
  readonly given: string;
}

/** The plugin of the workspace that a call registers, itself or through fastify-plugin. */
function pluginOf(call: CallSite, reading: Reading): MadePlugin | undefined {
  const { callee, args, conditional } = call;
  const [value, options] = args;
  const shared = value?.kind === 'call' && value.callee.kind === 'external' && value.callee.module === 'fastify-plugin';
  const plugin = shared ? value.args[0] : value;
  const given = plugin?.kind === 'function' ? plugin.parameters[0] : undefined;
  const source = plugin && given !== undefined ? reading.project.code(plugin.span.path) : undefined;
  if (!plugin || !source || given === undefined || conditional || callee.kind !== 'member') return undefined;
  const { span } = plugin;
  const prefix = prefixOf(options);
  const isGiven = (it: Value, { span: at }: CallSite) =>
    it.kind === 'parameter' && it.name === given && contains(span, at);
  return {
    root: callee.object,
    call,
    span,
    given,
    shared,
    ...(prefix === '' ? {} : { prefix: prefix === undefined ? UNKNOWN_PATH : mountPath(prefix, 'any') }),
    get inside() {
      return shared ? [] : routesOn(source, isGiven, reading, new Set());
    },
  };
}

function isSame(value: Value, root: Value): boolean {
  return value.kind === 'call' && value.span.path === root.span.path && value.span.start === root.span.start;
}

/** The routes registered on an instance, and on those that its plugins are given. A route with CORS options of its own is none. */
export function routesOn(
  file: CodeFile,
  isInstance: (value: Value, call: CallSite) => boolean,
  reading: Reading,
  seen: Set<string>,
): readonly Endpoint[] {
  const on = (it: CallSite) => it.callee.kind === 'member' && isInstance(it.callee.object, it);
  const own = file
    .remembered(METHODS, () => file.methodCalls(METHODS))
    .filter(on)
    .flatMap(it => endpointsOf(it, reading));
  const plugins = registersIn(file).filter(on);
  return [...own, ...plugins.flatMap(it => ofPlugin(it, reading, seen))];
}

const REGISTERS = {};

function registersIn(file: CodeFile): readonly CallSite[] {
  return file.remembered(REGISTERS, () => file.calls(it => it === 'register'));
}

function ofPlugin({ args: [given, options] }: CallSite, reading: Reading, seen: Set<string>): readonly Endpoint[] {
  const plugin = given?.kind === 'call' ? given.args[0] : given;
  if (plugin?.kind !== 'function') return [];
  const { span } = plugin;
  const key = `${span.path}:${span.start}`;
  const source = reading.project.code(span.path);
  const name = plugin.parameters[0];
  if (!source || name === undefined || seen.has(key) || seen.size > MOST_PLUGINS) return [];
  seen.add(key);
  const isGiven = (value: Value, call: CallSite) =>
    value.kind === 'parameter' && value.name === name && contains(span, call.span);
  const prefix = prefixOf(options);
  return routesOn(source, isGiven, reading, seen).map(({ path, ...it }) => ({
    ...it,
    ...(path === undefined || prefix === undefined ? {} : { path: `${prefix}${path}`.replace(/\/+/g, '/') }),
    matches: prefix === undefined ? UNKNOWN_PATH : within(mountPath(prefix, 'any'), it.matches),
  }));
}

/** The path below which a plugin's routes stand; undefined where that is not known. */
function prefixOf(options: Value | undefined): string | undefined {
  if (!options) return '';
  if (options.kind !== 'record' || options.rest) return undefined;
  const given = property(options, 'prefix')?.value;
  return given ? textOf(given) : '';
}

/**
 * `reply.raw.writeHead(…)`, `reply.hijack()`, what is piped into `reply.raw`, and what is given it by libraries that write no header of
 * CORS: what hooks put on the reply is not sent then (run with fastify 5.12.8, better-auth 1.7.25 and better-sse 0.16.1).
 */
const PAST =
  /\b(?:reply|rep|res)\.(?:raw\.(?:writeHead|write|end)|hijack)\s*(?=\()|\.pipe\s*\(\s*(?:reply|rep|res)\.raw\b|\bpipeline\s*\([^;{}]*,\s*(?:reply|rep|res)\.raw\b|\b(?:toNodeHandler\s*\([^()]*\)|createSession)\s*\(\s*\w+\.raw\s*,\s*(?:reply|rep|res)\.raw\b/;

/** Names that those libraries export. */
const HANDED = /^(?:toNodeHandler|createSession)\b/;

function writesPast(value: Value, { host }: Reading['project']): Span | undefined {
  if (value.kind !== 'function') return undefined;
  const { path, start, end } = value.span;
  const whole = host.read(path) ?? '';
  const text = whole.slice(start, end);
  const found = PAST.exec(text);
  if (found && HANDED.test(found[0]) && !/['"]better-(?:auth|sse)\b/.test(whole)) return undefined;
  // Headers that are written there, or taken from the reply, may be these.
  if (!found || /access-control|getHeaders?\b|cors/i.test(text)) return undefined;
  return { path, start: start + found.index, end: start + found.index + found[0].trimEnd().length };
}

function endpointsOf(call: CallSite, { project }: Reading): readonly Endpoint[] {
  const options = call.args.find(it => it.kind === 'record');
  if (options?.kind === 'record' && (options.rest || property(options, 'config'))) return [];
  const given = (key: string) => (options?.kind === 'record' ? property(options, key)?.value : undefined);
  const path = textOf(call.name === 'route' ? given('url') : call.args[0]);
  const named = given('method');
  const methods =
    call.name !== 'route'
      ? [call.name === 'all' ? 'ALL' : call.name.toUpperCase()]
      : (named?.kind === 'list' ? named.items : [named]).flatMap(it => textOf(it)?.toUpperCase() ?? []);
  const first = call.argSpans[0];
  const at: Span = call.name === 'route' || !first ? call.nameSpan : { ...call.span, end: first.end };
  const functions = [...call.args, given('handler'), given('preHandler')].flatMap(it => it ?? []);
  const read = handlerFacts(functions, project);
  const past = functions.map(it => writesPast(it, project)).find(it => it);
  return methods.map(method => ({
    method,
    ...read,
    ...(past ? { past } : {}),
    ...(path === undefined ? {} : { path }),
    matches: path === undefined ? UNKNOWN_PATH : routePath(path, 'any'),
    at,
  }));
}
