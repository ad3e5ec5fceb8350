import { libraryOf } from '../frameworks/options/version.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import { eachCase } from './cases.ts';
import type { Reading, RequestClient } from './client.ts';
import { headersOf, over } from './headers.ts';
import { credentialsOf, fixed, isExport, lastOf, plain, withPath } from './made.ts';
import { urlsWithBase } from './url.ts';

/**
 * The client of Socket.IO 3 and 4, which polls by `XMLHttpRequest` before it takes a WebSocket: GET (and POST of text/plain)
 * to `/socket.io/`, with cookies only by `withCredentials` (engine.io-client 6.6, build/esm/transports/polling-xhr.js). With
 * `transports: ['websocket']` it does not poll.
 */
export const socketIoClient: RequestClient = {
  id: 'socket.io-client',
  title: 'the client of Socket.IO',
  docs: 'https://socket.io/docs/v4/client-options/',
  mentions: ['socket.io-client', "io('http", 'io("http', 'io()', 'socket.io/socket.io.js'],
  names: /^(io|connect|Manager)$/,
  module: 'socket.io-client',

  read(call, reading) {
    const { callee, span } = call;
    const isIo =
      isExport(callee, /^socket\.io-client$/, /^(default|io|connect|Manager|=|\*)$/) ||
      isExport(callee, /^$/, /^io(\.connect)?$/);
    if (!isIo) return [];
    const [first, second] = call.args;
    const options = first?.kind === 'record' ? first : second;
    const target = first?.kind === 'record' ? undefined : first;
    const library = libraryOf(reading.project, reading.path, 'socket.io-client', '4.8.3');
    return eachCase([target ?? literal(span, '/'), options], span, reading.lookup, ([target, options], guards) => {
      const base = target ?? literal(span, '/');
      const path = textOf(lastOf([options], 'path')) ?? '/socket.io/';
      const polls = !isOnlyWebSocket(lastOf([options], 'transports'));
      const headers = over(fixed({ accept: '*/*' }, span), headersOf(lastOf([options], 'extraHeaders')));
      return urlsWithBase(withPath(path, literal(span, '')), originOf(base, reading), reading.lookup).map(it => ({
        ...plain(span),
        client: 'socket.io-client',
        library,
        url: it.url,
        ...headers,
        credentials: credentialsOf(lastOf([options], 'withCredentials'), span),
        mode: { kind: 'default', value: polls ? 'cors' : 'websocket', at: span },
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

/** What follows the host is the name of a namespace, and no part of the address. */
function originOf(target: Value, reading: Reading): Value {
  const { path, start, end } = target.span;
  if (HERE.test(reading.project.host.read(path)?.slice(start, end) ?? '')) return literal(target.span, '');
  const text = textOf(target);
  if (text === undefined) return target;
  const origin = /^(?:https?:|wss?:)?\/\/[^/?#]*/i.exec(text)?.[0];
  return literal(target.span, (origin ?? '').replace(/^ws/i, 'http'));
}

/** The page's own address. */
const HERE = /^(?:(?:window|document|self|globalThis)\.)?location(?:\.(?:origin|href))?$/;

function isOnlyWebSocket(transports: Value | undefined): boolean {
  return transports?.kind === 'list' && !transports.rest && transports.items.every(it => textOf(it) !== 'polling');
}
