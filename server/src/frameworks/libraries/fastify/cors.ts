import type { Oddity } from '../../../model/oddity.ts';
import type { CorsPolicy, Library } from '../../../model/policy.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { isUndefined, property, type RecordValue, textOf, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { writeOptions } from '../../options/edits.ts';
import { type OptionsInput, policiesOf } from '../../options/policy.ts';
import type { OptionTable } from '../../options/table.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { readDelegate } from '../../origin/delegate.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { fastifyApps, pluginsElsewhere } from './app.ts';
import { fastifyBehaviour } from './behaviour.ts';

const PACKAGES = ['@fastify/cors', 'fastify-cors'];
const NEWEST: Library = { name: '@fastify/cors', version: '11.4.3', assumed: true };

/** The options of @fastify/cors (index.js of 11.4.3 and 9.0.1); 11 took PUT, PATCH and DELETE out of the default methods. */
export function fastifyOptions(library: Library): OptionTable {
  const methods = isAtLeast(library, '11.0.0')
    ? ['GET', 'HEAD', 'POST']
    : ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];
  return {
    names: {
      origins: 'origin',
      credentials: 'credentials',
      methods: 'methods',
      allowedHeaders: 'allowedHeaders',
      exposedHeaders: 'exposedHeaders',
      maxAge: 'maxAge',
    },
    others: [
      'delegator',
      'hook',
      'preflight',
      'preflightContinue',
      'optionsSuccessStatus',
      'strictPreflight',
      'cacheControl',
      'hideOptionsRoute',
      'logLevel',
      'prefix',
    ],
    credentials: 'truthy',
    credentialsDefault: false,
    methods,
    allowedHeaders: 'reflect',
    today: {
      origins: 'every website may read the responses (`*`)',
      credentials: 'cookies are not allowed',
      methods: `${methods.slice(0, -1).join(', ')} and ${methods.at(-1)} are allowed`,
      allowedHeaders: 'every request header is allowed',
      exposedHeaders: 'no further response header can be read',
      maxAge: 'browsers ask again after five seconds',
    },
  };
}

/** `addCorsHeadersHandler` of @fastify/cors 11.4.3: what counts as false, but is not `false`, ends in an error. */
export const FASTIFY_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'reflects-everyone',
  no: 'off',
  nothing: 'error-500',
  empty: 'error-500',
  text: 'fixed',
  starInList: 'any',
  list: 'texts-and-patterns',
  nested: 'looked-into',
  pattern: 'tested-reset',
  other: 'reflects-everyone',
  functions: { kind: 'callback', awaits: true, otherwise: 'hangs', trueMeansOrigin: true, errorUnlessNull: true },
};

export const fastifyCors: CodeFramework = {
  kind: 'code',
  id: 'fastify-cors',
  title: '@fastify/cors',
  docs: 'https://github.com/fastify/fastify-cors#options',
  // An application may have it from a plugin of another file.
  mentions: ['fastify/cors', 'fastify-cors', 'fastify(', "fastify')(", 'fastify")('],
  dialect: ({ library = NEWEST }) => ({ table: fastifyOptions(library), semantics: FASTIFY_ORIGINS }),

  recognise(file, reading) {
    const found = twice(
      file.calls(it => it === 'register').map(call => ({ call, policies: readRegister(call, reading) })),
    );
    const policies = found.flatMap(it => it.policies);
    const fromOthers = pluginsElsewhere(file, reading, it => readRegister(it, reading));
    return {
      policies: [...policies, ...policies.flatMap(it => (it.library ? readRoutes(file, it.library, reading) : []))],
      apps: fastifyApps(file, [...found, ...fromOthers], reading),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, fastifyOptions(policy.library ?? NEWEST)),
};

interface Registered {
  readonly call: CallSite;
  readonly policies: readonly CorsPolicy[];
}

/** On one instance the plugin is registered once: the second time it decorates requests ends the program (11.4.3, run). */
function twice(all: readonly Registered[]): readonly Registered[] {
  const first = new Map<string, CallSite>();
  return all.map(it => {
    const { call, policies } = it;
    const instance = isCertain(it) ? instanceOf(call) : undefined;
    if (instance === undefined) return it;
    const before = first.get(instance);
    if (!before) {
      first.set(instance, call);
      return it;
    }
    const oddity: Oddity = { kind: 'registered-twice', at: call.span, first: before.span };
    return { call, policies: policies.map(own => ({ ...own, oddities: [...own.oddities, oddity] })) };
  });
}

/** It runs whatever the environment is. */
function isCertain({ call, policies }: Registered): boolean {
  return policies.length > 0 && !call.conditional && policies.every(it => it.guards.length === 0);
}

/** What a call registers on, and where. */
function instanceOf({ callee, inside }: CallSite): string | undefined {
  if (callee.kind !== 'member' || callee.object.kind !== 'call') return undefined;
  return `${inside?.start} ${callee.object.span.start}`;
}

/** `fastify.register(cors, options)`, with the plugin itself or the import of it. */
function readRegister(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const [plugin, given] = call.args;
  if (plugin?.kind !== 'external' || !PACKAGES.includes(plugin.module)) return [];
  if (!['default', '*', '=', 'fastifyCors'].includes(plugin.name)) return [];
  const library = libraryOf(
    reading.project,
    call.span.path,
    plugin.module,
    plugin.module === 'fastify-cors' ? '6.1.0' : NEWEST.version,
  );
  return readFastify({ span: call.span, options: given && resolved(given) }, reading, library);
}

/** What every user of @fastify/cors reads alike: options, a delegate in their place, or `{ delegator }`. */
export function readFastify(
  call: { readonly span: Span; readonly options: Value | undefined },
  reading: Reading,
  library: Library,
): readonly CorsPolicy[] {
  const input = fastifyInput(call, reading, library);
  const { options } = input;
  const delegate = options?.kind === 'record' ? property(options, 'delegator')?.value : options;
  if (delegate?.kind !== 'function') return policiesOf(input);
  return readDelegate(
    delegate,
    {
      ...input,
      vary: () => 'always',
      behaviour: (record, origins) => fastifyBehaviour(record, origins, library, true),
    },
    // @fastify/cors 11.4.3 asks whether there are two of them, and waits for what others give back.
    delegate.length === 2 ? 'callback' : 'promise',
  );
}

function fastifyInput(
  call: { readonly span: Span; readonly options: Value | undefined },
  reading: Reading,
  library: Library,
): OptionsInput {
  return {
    framework: 'fastify-cors',
    library,
    table: fastifyOptions(library),
    semantics: FASTIFY_ORIGINS,
    at: call.span,
    options: call.options,
    preflight: record => ({
      by: literalOf(record, 'preflight') === false ? 'none' : 'library',
      status: literalOf(record, 'preflightContinue') ? 200 : status(record),
    }),
    vary: origins => (origins.mode === 'echo-match' || origins.mode === 'echo-any' ? 'always' : 'never'),
    reading,
    behaviour: (record, origins) => fastifyBehaviour(record, origins, library),
  };
}

/** Fastify calls a function in the place of a plugin's options with the instance; that may give a delegate in turn. */
function resolved(options: Value): Value {
  if (options.kind !== 'function' || options.parameters.length > 1 || options.async) return options;
  const instance: Value = { kind: 'parameter', name: options.parameters[0] ?? 'fastify', index: 0, span: options.span };
  const [path] = options.run([instance]).paths;
  return path?.result?.kind === 'function' || path?.result?.kind === 'record' ? path.result : options;
}

/** A route's own `config.cors`, which goes before the plugin's options on the actual response (from 11.2 on). */
function readRoutes(file: CodeFile, library: Library, reading: Reading): readonly CorsPolicy[] {
  if (!isAtLeast(library, '11.2.0') || !/\bconfig\b/.test(file.text)) return [];
  const routes = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'all', 'route']);
  return file.methodCalls(routes).flatMap(call => {
    const options = call.args.find(it => it.kind === 'record');
    const config = options?.kind === 'record' ? property(options, 'config')?.value : undefined;
    const cors = config?.kind === 'record' ? property(config, 'cors')?.value : undefined;
    if (cors?.kind !== 'record' || options?.kind !== 'record') return [];
    const rest = unknown(cors.span, 'the options of the plugin');
    const path = textOf(call.name === 'route' ? property(options, 'url')?.value : call.args[0]);
    const method = call.name === 'route' ? textOf(property(options, 'method')?.value) : call.name;
    const scope = {
      ...(path === undefined ? {} : { path }),
      ...(method === undefined || method === 'all' ? {} : { methods: [method.toUpperCase()] }),
    };
    const input = fastifyInput({ span: cors.span, options: { ...cors, rest } }, reading, library);
    return policiesOf({ ...input, scope, behaviour: () => undefined });
  });
}

function literalOf(record: RecordValue | undefined, key: string): unknown {
  const value = record && property(record, key)?.value;
  return value?.kind === 'literal' && !isUndefined(value) ? value.value : undefined;
}

function status(record: RecordValue | undefined): number {
  const given = literalOf(record, 'optionsSuccessStatus');
  return typeof given === 'number' ? given : 204;
}
