import type { App } from '../../model/app.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { argumentWith, type Host, hostedBy, switchable } from '../options/nested.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express/cors.ts';
import { FORMER, formerOptions, GONE_IN, hasFormer, neverCalled } from './socket-io-former.ts';

/** Socket.IO 3 and 4: engine.io hands the `cors` option to expressjs/cors, for its polling transport alone. */
export const socketIo: CodeFramework = {
  kind: 'code',
  id: 'socket.io',
  title: 'Socket.IO',
  docs: 'https://socket.io/docs/v4/handling-cors/',
  mentions: ['socket.io', 'engine.io', 'createioserver', '@feathersjs/socketio'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const servers = [
      ...file.plainCalls(/(?:socket|engine)\.io/).filter(it => isServer(it.callee)),
      ...file.calls(it => it === 'createIOServer'),
      ...file.plainCalls(/@feathersjs\/socketio/).filter(it => ofFeathers(it.callee)),
    ];
    return {
      policies: [
        ...servers.flatMap(it => readSocketServer(it, pathOf(it), reading)),
        ...file.calls(it => it === 'origins').flatMap(it => readMethod(it, reading)),
      ],
      unreached: servers.flatMap(it => neverCalled(it, reading)),
      apps: servers.filter(it => isBare(it, reading)).map(it => bareApp(it)),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, EXPRESS_OPTIONS),
};

/** `new Server(…)`, `new socketio.Server(…)`, `socketio(…)`, `require('socket.io')(…)`. */
export function isServer(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'Server' && isServer(value.object);
  return (
    value.kind === 'external' &&
    (value.module === 'socket.io' || value.module === 'engine.io') &&
    ['Server', 'default', '=', '*', 'attach'].includes(value.name)
  );
}

/** `socketio(port, options, config)` of Feathers, which hands its options on to Socket.IO. */
function ofFeathers(value: Value): boolean {
  return value.kind === 'external' && value.module === '@feathersjs/socketio' && /^(default|=|\*)$/.test(value.name);
}

/**
 * Whether a server has neither `cors` nor anything in its place: from Socket.IO 3 on it then sends no header of CORS (4.8.4,
 * run), and it answers its own requests before the application that listens on the same server. Where it opens no polling,
 * nothing is asked for.
 */
function isBare(call: CallSite, reading: Reading): boolean {
  const library = libraryOf(reading.project, call.span.path, 'socket.io', '4.8.4');
  if (!isAtLeast(library, '3.0.0') || call.args.length > 2) return false;
  const [server, options] = call.args;
  const plain = (it: Value | undefined) => !it || (it.kind === 'record' && !it.rest);
  if (ofFeathers(call.callee))
    return call.args.every(it => it.kind === 'function' || plain(it)) && !SWITCHES.some(it => argumentWith(call, it));
  if (!server || server.kind === 'unknown' || (server.kind === 'record' && !plain(server)) || !plain(options))
    return false;
  return !SWITCHES.some(it => argumentWith(call, it));
}

const SWITCHES = ['cors', 'origins', 'transports', 'allowRequest', 'handlePreflightRequest'];

function bareApp(call: CallSite, framework = 'socket.io'): App {
  return {
    framework,
    name: call.name,
    global: false,
    at: call.nameSpan,
    steps: [],
    ordered: false,
    bareSocket: 'Socket.IO',
  };
}

/**
 * Gateways of Nest without `cors`, which is what the adapter hands to Socket.IO: `enableCors` is for the application alone (run with
 * @nestjs/platform-socket.io 11). Another adapter may set it for all of them.
 */
export function bareGateways(gateways: readonly CallSite[], { project }: Reading): readonly App[] {
  return gateways.flatMap(it => {
    const { path } = it.span;
    const sockets = project.packages.dependency(path, '@nestjs/platform-socket.io')?.range !== undefined;
    const others = project.packages.dependency(path, '@nestjs/platform-ws')?.range !== undefined;
    const main = project.host.read(`${project.packages.nearest(path)?.folder}/src/main.ts`) ?? '';
    const options = it.args.find(own => own.kind !== 'literal');
    const plain = options === undefined || (options.kind === 'record' && !options.rest);
    if (!sockets || others || !plain || /useWebSocketAdapter/.test(main)) return [];
    return ['cors', 'transports'].some(name => argumentWith(it, name)) ? [] : [bareApp(it, 'nest')];
  });
}

/** The path that the server is told to listen on. */
export function pathOf(call: CallSite): string | undefined {
  return textOf(argumentWith(call, 'path')?.value);
}

/** The `cors` option of a server or gateway, and what Socket.IO 2 read in its place. */
export function readSocketServer(
  call: CallSite,
  path: string | undefined,
  reading: Reading,
  framework = 'socket.io',
): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors');
  const former = formerOptions(call, entry === undefined, reading);
  if (!entry) return switchedOff(former, path, reading, framework);
  const policies = readSocketCors(entry.value, entry.span, path, reading, framework);
  return policies.map(it => ({ ...it, oddities: [...it.oddities, ...former] }));
}

/** engine.io 6: what CORS leaves alone is a bad request unless it opens a session. */
const HOST: Host = { unanswered: 400, failed: 400 };

/** What stands as `cors` in the options of a Socket.IO server or gateway: `true` and texts leave the defaults. */
export function readSocketCors(
  value: Value,
  at: CallSite['span'],
  path: string | undefined,
  reading: Reading,
  framework = 'socket.io',
): readonly CorsPolicy[] {
  const options = switchable(value);
  if (!options) return [];
  const library = libraryOf(reading.project, at.path, 'cors', '2.8.6');
  const made = { span: at, options, used: true, scope: { path: path ?? '/socket.io/' } };
  return readExpress(made, reading, library, framework).map(it => hostedBy(it, HOST));
}

/** A server without `cors`: no other site may read what polling answers. */
function switchedOff(
  oddities: readonly Oddity[],
  path: string | undefined,
  reading: Reading,
  framework: string,
): readonly CorsPolicy[] {
  const [first] = oddities;
  if (first?.kind !== 'unknown-option') return [];
  const off: Value = { kind: 'literal', value: false, span: first.entry };
  const origin = { key: 'origin', value: off, keySpan: first.at, span: first.entry };
  const options: Value = { kind: 'record', container: 'object', entries: [origin], span: first.entry };
  const made = { span: first.entry, options, used: true, scope: { path: path ?? '/socket.io/' } };
  const library = libraryOf(reading.project, first.at.path, 'socket.io', '4.8.4');
  return readExpress(made, reading, library, framework).map(({ container: _, ...it }) => ({
    ...hostedBy(it, HOST),
    oddities,
  }));
}

/** `io.origins(…)` of Socket.IO 2, which is no function any more. */
function readMethod(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const { callee } = call;
  const server = callee.kind === 'member' && callee.object.kind === 'call' ? callee.object : undefined;
  if (!server || !isServer(server.callee) || hasFormer(call.span, reading)) return [];
  const former = { of: 'socket.io', goneIn: GONE_IN, successor: FORMER.origins };
  const oddity = { kind: 'unknown-option', name: 'origins()', former, at: call.nameSpan, entry: call.span } as const;
  return switchedOff([oddity], undefined, reading, 'socket.io');
}
