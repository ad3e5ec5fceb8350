import type { CorsPolicy } from '../model/policy.ts';
import type { CallSite } from '../syntax/code.ts';
import { property, textOf, type Value } from '../syntax/value.ts';
import { EXPRESS_OPTIONS, readExpress } from './express-cors.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { libraryOf } from './library.ts';
import { argumentWith, hostedBy, switchable } from './nested-options.ts';
import { writeOptions } from './options-edits.ts';

/** Socket.IO 3 and 4: engine.io hands the `cors` option to expressjs/cors, for its polling transport alone. */
export const socketIo: CodeFramework = {
  kind: 'code',
  id: 'socket.io',
  title: 'Socket.IO',
  docs: 'https://socket.io/docs/v4/handling-cors/',
  mentions: ['socket.io', 'engine.io', 'createioserver'],

  recognise(file, reading) {
    const servers = [
      ...file.plainCalls().filter(it => isServer(it.callee)),
      ...file.calls(it => it === 'createIOServer'),
    ];
    return { policies: servers.flatMap(it => readServer(it, reading)) };
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

function readServer(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors');
  const options = call.args.find(it => it.kind === 'record' && property(it, 'cors'));
  const path = options?.kind === 'record' ? textOf(property(options, 'path')?.value) : undefined;
  return entry ? readSocketCors(entry.value, entry.span, path, reading) : [];
}

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
  return readExpress(made, reading, library, framework).map(it => hostedBy(it, { unanswered: 400, failed: 400 }));
}
