import type { App } from '../model/app.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CallSite } from '../syntax/code.ts';
import { textOf, type Value } from '../syntax/value.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express-cors.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { isAtLeast, libraryOf } from './library.ts';
import { argumentWith, type Host, hostedBy, switchable } from './nested-options.ts';
import { writeOptions } from './options-edits.ts';

/** Socket.IO 3 and 4: engine.io hands the `cors` option to expressjs/cors, for its polling transport alone. */
export const socketIo: CodeFramework = {
  kind: 'code',
  id: 'socket.io',
  title: 'Socket.IO',
  docs: 'https://socket.io/docs/v4/handling-cors/',
  mentions: ['socket.io', 'engine.io', 'createioserver'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const servers = [
      ...file.plainCalls().filter(it => isServer(it.callee)),
      ...file.calls(it => it === 'createIOServer'),
    ];
    return {
      policies: servers.flatMap(it => [...readServer(it, reading), ...readOrigins(it, reading)]),
      apps: servers.filter(it => isBare(it, reading)).map(bareApp),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, EXPRESS_OPTIONS),
};

/** `new Server(…)`, `new socketio.Server(…)`, `socketio(…)`, `require('socket.io')(…)`. */
function isServer(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'Server' && isServer(value.object);
  return (
    value.kind === 'external' &&
    (value.module === 'socket.io' || value.module === 'engine.io') &&
    ['Server', 'default', '=', '*', 'attach'].includes(value.name)
  );
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
  if (!server || server.kind === 'unknown' || (server.kind === 'record' && !plain(server)) || !plain(options))
    return false;
  return !['cors', 'origins', 'transports', 'allowRequest', 'handlePreflightRequest'].some(it =>
    argumentWith(call, it),
  );
}

function bareApp(call: CallSite): App {
  return {
    framework: 'socket.io',
    name: call.name,
    global: false,
    at: call.nameSpan,
    steps: [],
    ordered: false,
    bareSocket: true,
  };
}

function readServer(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors');
  return entry ? readSocketCors(entry.value, entry.span, pathOf(call), reading) : [];
}

/** The path that the server is told to listen on. */
function pathOf(call: CallSite): string | undefined {
  return textOf(argumentWith(call, 'path')?.value);
}

/** `origins` of Socket.IO 2: from 3 on nobody reads it, and without `cors` no header is sent (4.8.4, run). */
function readOrigins(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'origins');
  const library = libraryOf(reading.project, call.span.path, 'socket.io', '4.8.4');
  if (!entry || argumentWith(call, 'cors') || !isAtLeast(library, '3.0.0')) return [];
  const off: Value = { kind: 'literal', value: false, span: entry.value.span };
  const origin = { ...entry, key: 'origin', value: off };
  const options: Value = { kind: 'record', container: 'object', entries: [origin], span: entry.span };
  const made = { span: entry.span, options, used: true, scope: { path: pathOf(call) ?? '/socket.io/' } };
  return readExpress(made, reading, library, 'socket.io').map(({ container: _, ...it }) => ({
    ...hostedBy(it, HOST),
    oddities: [
      {
        kind: 'unknown-option',
        name: 'origins',
        nearest: 'cors',
        field: 'origins',
        at: entry.keySpan,
        entry: entry.span,
      },
    ],
  }));
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
