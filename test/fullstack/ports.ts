import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, Server } from 'node:net';

/**
 * What listens on a port here listens on one that is free, so that workspaces may say `listen(3000)` and several runs go at
 * once; the proxy leads `http://localhost:3000` there.
 */
export interface Ports {
  /** Declared ports → those that are listened on. */
  readonly taken: Map<number, number>;
  close(): void;
}

export function redirectPorts(): Ports {
  const taken = new Map<number, number>();
  const open = new Set<Server>();
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first, ...rest] = args;
    const named = typeof first === 'object' && first !== null ? (first as { port?: unknown }).port : first;
    const port = Number(named);
    if (!(port > 0)) return listen.apply(this, args as never);
    open.add(this);
    this.once('listening', () => taken.set(port, (this.address() as AddressInfo).port));
    const then = rest.filter(it => typeof it === 'function');
    const told = typeof first === 'object' ? [{ ...first, port: 0, host: '127.0.0.1' }] : [0, '127.0.0.1'];
    return listen.apply(this, [...told, ...then] as never);
  };
  return {
    taken,
    close() {
      Server.prototype.listen = listen;
      for (const it of open) it.close();
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse, origin: string) => boolean;

/** A proxy for one browser: `answer` plays the pages, what has been started gets the rest. */
export async function startProxy(taken: ReadonlyMap<number, number>, answer: Answer) {
  const proxy = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '', 'http://proxy.invalid');
    if (answer(incoming, response, url.origin)) return;
    const port = taken.get(Number(url.port || 80));
    if (port === undefined) {
      response.writeHead(502).end();
      return;
    }
    const { method, headers } = incoming;
    const path = url.pathname + url.search;
    const forwarded = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, answered => {
      response.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  // WebSockets ask for a tunnel.
  proxy.on('connect', ({ url = '' }, socket) => {
    const port = taken.get(Number(url.split(':').at(-1)));
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    for (const it of [socket, through]) it.on('error', () => it.destroy());
  });
  proxy.listen({ port: 0, host: '127.0.0.1' });
  await once(proxy, 'listening');
  return { port: (proxy.address() as AddressInfo).port, close: () => void proxy.close() };
}
