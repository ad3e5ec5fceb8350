import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names; lines of one name joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireResponse {
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/**
 * A server that takes any token for a method and sends header lines exactly as told. Node's own takes only the methods it
 * knows, `patch` not among them.
 */
export async function serve(
  respond: (request: WireRequest) => WireResponse,
): Promise<{ port: number; server: Server }> {
  const server = createServer(socket => converse(socket, respond));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

function converse(socket: Socket, respond: (request: WireRequest) => WireResponse): void {
  let pending = '';
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', data => {
    pending += data.toString('latin1');
    for (let next = read(pending); next; next = read(pending)) {
      pending = pending.slice(next.length);
      socket.write(write(respond(next.request), next.request.method), 'latin1');
    }
  });
}

function read(text: string): { request: WireRequest; length: number } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const length = end + 4 + Number(headers['content-length'] ?? 0);
  if (text.length < length) return undefined;
  return { request: { method, path, headers, body: text.slice(end + 4, length) }, length };
}

function write({ status, lines, body }: WireResponse, method: string): string {
  const bare = method === 'HEAD' || status === 204 || status === 304;
  const length = status === 204 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`HTTP/1.1 ${status} Told`, ...lines.map(([name, value]) => `${name}: ${value}`), ...length];
  return `${head.join('\r\n')}\r\n\r\n${bare ? '' : Buffer.from(body, 'utf8').toString('latin1')}`;
}
