import type { Reading } from '../frameworks/framework.ts';
import { isServer, pathOf } from '../frameworks/libraries/socket-io.ts';
import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import { EVERYWHERE, mountPath } from '../model/paths.ts';
import type { Address, Server } from '../model/site.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import type { Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { type Port, portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/**
 * Socket.IO, which answers below its own path on the port of the server that it is attached to, before any application there:
 * `new Server(http)` and `http.listen(3000)`, `new Server(3000)`, `io.listen(3000)`.
 */
export const sockets: SiteReader = {
  id: 'socket.io',
  mentions: new Search(/socket\.io/),
  words: ['socket.io'],

  read(file, reading) {
    return file
      .plainCalls(/(?:socket|engine)\.io/)
      .filter(it => isServer(it.callee))
      .flatMap(it => socketServer(it, file, reading));
  },
};

function socketServer(call: CallSite, file: CodeFile, reading: Reading): readonly Server[] {
  const addresses = listening(call, file, reading).map(
    ({ port, at }): Address => ({
      kind: 'port',
      port,
      scheme: 'http',
      stage: 'development',
      why: `it listens on port ${port}`,
      at,
    }),
  );
  if (addresses.length === 0) return [];
  const path = pathOf(call) ?? '/socket.io/';
  const route = { path, matches: mountPath(path, 'any'), at: call.nameSpan };
  const library = libraryOf(reading.project, file.path, 'socket.io', '4.8.4');
  // Before version 3 it lets every page in by itself.
  const cloud = isAtLeast(library, '3.0.0') ? undefined : 'this version lets pages in by itself';
  return [
    {
      kind: 'socket.io',
      name: 'Socket.IO',
      at: call.nameSpan,
      addresses,
      routes: ['GET', 'POST'].map(method => ({ method, ...route })),
      nothingElse: true,
      ...(cloud === undefined ? {} : { clouded: { why: cloud, at: call.nameSpan, matches: EVERYWHERE } }),
    },
  ];
}

/** The ports that it is given itself, that it is told to listen on, or that the server listens on to which it is attached. */
function listening(call: CallSite, file: CodeFile, { lookup }: Reading): readonly Port[] {
  const [first] = call.args;
  if (!first) return onListen(file, it => isCallAt(it, call), lookup);
  if (first.kind !== 'call') return portsOf(first, lookup);
  const { callee } = first;
  if (callee.kind === 'member' && callee.name === 'listen') return portsOf(first.args[0], lookup);
  return onListen(file, it => it.kind === 'call' && isCallAt(it, first), lookup);
}

function onListen(file: CodeFile, isOn: (it: Value) => boolean, lookup: Reading['lookup']): readonly Port[] {
  return file
    .calls(it => it === 'listen')
    .filter(({ callee }) => callee.kind === 'member' && isOn(callee.object))
    .flatMap(({ args }) => portsOf(args[0], lookup));
}

function isCallAt({ span }: Value, other: Pick<CallSite, 'span'>): boolean {
  return span.start === other.span.start && span.path === other.span.path;
}
