import type { App, Endpoint, Step } from '../../../model/app.ts';
import { EVERYWHERE, routePath, UNKNOWN_PATH } from '../../../model/paths.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { property, textOf, type Value } from '../../../syntax/value.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';
import { handlerFacts } from '../../middleware/handler-facts.ts';
import { libraryOf } from '../../options/version.ts';
import { hooksBefore } from './hooks.ts';

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'all', 'route']);
const MOST_PLUGINS = 64;

/** The application on which the plugin is registered, with the routes below it: its hooks run for all of them, whatever the order. */
export function fastifyApps(
  file: CodeFile,
  registered: readonly { readonly call: CallSite; readonly policies: readonly CorsPolicy[] }[],
  reading: Reading,
): readonly App[] {
  return registered.flatMap(({ call, policies }): readonly App[] => {
    const root = call.callee.kind === 'member' ? call.callee.object : undefined;
    if (policies.length === 0 || root?.kind !== 'call' || call.conditional) return [];
    const where = { matches: EVERYWHERE, at: call.span, entry: call.statement };
    const steps: readonly Step[] = [
      ...hooksBefore(call, root, file, reading),
      ...policies.map((policy): Step => ({ kind: 'cors', policy, ...where })),
      ...routesOn(file, it => isSame(it, root), reading, new Set()).map(
        (it): Step => ({ kind: 'route', path: undefined, ...it, policies: [], roles: [], entry: it.at }),
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
    .methodCalls(METHODS)
    .filter(on)
    .flatMap(it => endpointsOf(it, reading));
  const plugins = file.calls(it => it === 'register').filter(on);
  return [...own, ...plugins.flatMap(it => ofPlugin(it.args[0], reading, seen))];
}

function ofPlugin(given: Value | undefined, reading: Reading, seen: Set<string>): readonly Endpoint[] {
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
  return routesOn(source, isGiven, reading, seen).map(it => ({ ...it, matches: UNKNOWN_PATH }));
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
  return methods.map(method => ({
    method,
    ...read,
    ...(path === undefined ? {} : { path }),
    matches: path === undefined ? UNKNOWN_PATH : routePath(path, 'any'),
    at,
  }));
}
