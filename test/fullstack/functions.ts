import { createServer } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { startServer } from './stack.ts';

type Handler = (request: Request) => Response | Promise<Response>;

export function isDeno(entry: string): boolean {
  return /(^|\/)supabase\/functions\//.test(entry);
}

/** Runs functions of Supabase as its command line does: each at `/functions/v1/NAME` of port 54321. */
export async function serveFunctions(root: string, entries: readonly string[], out: string): Promise<void> {
  const handlers = new Map<string, Handler>();
  for (const entry of entries) {
    const Deno = { serve: (handler: Handler) => handlers.set(basename(dirname(entry)), handler) };
    Object.assign(globalThis, { Deno });
    await startServer(join(root, entry), out);
  }
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '', 'http://127.0.0.1:54321');
    const handler = handlers.get(url.pathname.split('/')[3] ?? '');
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const response = await handler?.(new Request(url, { method: incoming.method ?? 'GET', headers }));
    outgoing.writeHead(response?.status ?? 404, [...(response?.headers ?? [])].flat());
    outgoing.end(await response?.text());
  });
  server.listen(54321);
}
