import type { RequestListener, Server } from 'node:http';
import inject from 'light-my-request';
import type { HeaderValues, Response } from '../../server/src/fetch/headers.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';

/** What answers, or gives undefined where nothing does. */
export interface Running {
  readonly ask: (request: ServerRequest) => Promise<Response | undefined>;
  readonly stop?: () => unknown;
}

/** Makes what a module exports answer, without a socket. */
export type Start = (app: unknown) => Running | Promise<Running>;

/** Milliseconds until a server counts as silent. */
const PATIENCE = 3000;

function headersOf({ origin, requestMethod, requestHeaders }: ServerRequest): Record<string, string> {
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(requestMethod === undefined ? {} : { 'access-control-request-method': requestMethod }),
    ...(requestHeaders === undefined ? {} : { 'access-control-request-headers': requestHeaders }),
  };
}

/** A listener of Node, or a server that has one. */
export const byNode: Start = app => listening(app as RequestListener | Server);

function listening(app: RequestListener | Server, url = '/ok'): Running {
  const listener = typeof app === 'function' ? app : (((req, res) => app.emit('request', req, res)) as RequestListener);
  return {
    ask: async request => {
      const headers = headersOf(request);
      const asked = inject(listener as Parameters<typeof inject>[0], { method: request.method as 'GET', url, headers });
      const answered = await inTime(asked);
      return answered && { status: answered.statusCode, headers: linesOf(Object.entries(answered.headers)) };
    },
  };
}

export const byKoa: Start = app => listening((app as { callback(): RequestListener }).callback());

export const byFastify: Start = async app => {
  const server = app as { ready(): Promise<unknown>; routing: RequestListener; close(): Promise<void> };
  await server.ready();
  return { ...listening(server.routing), stop: () => server.close() };
};

/** The polling transport, which opens sessions that wait for more. */
export const bySocketIo: Start = app => {
  const server = app as Server;
  return { ...listening(server, '/socket.io/?EIO=4&transport=polling'), stop: () => server.emit('close') };
};

/** What takes a `Request` and gives a `Response`. */
export const byFetch: Start = app => {
  type Fetch = (it: Request) => globalThis.Response | Promise<globalThis.Response>;
  const fetch = typeof app === 'function' && !('fetch' in app) ? (app as Fetch) : (app as { fetch: Fetch }).fetch;
  return {
    ask: async request => {
      // As an adapter hands over what Node's client sends.
      const headers = { connection: 'keep-alive', host: 'localhost', ...headersOf(request) };
      const asked = new Request('http://localhost/ok', { method: request.method, headers });
      const answered = await inTime(Promise.resolve(fetch.call(app, asked)));
      return answered && { status: answered.status, headers: linesOf([...answered.headers.entries()]) };
    },
  };
};

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function linesOf(headers: readonly (readonly [string, unknown])[]): HeaderValues {
  const lines: Record<string, string[]> = {};
  for (const [name, value] of headers)
    lines[name.toLowerCase()] = (Array.isArray(value) ? value : [value]).map(it => String(it));
  return lines;
}
