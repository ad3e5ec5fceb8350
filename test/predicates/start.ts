import type { RequestListener, Server } from 'node:http';
import inject from 'light-my-request';
import type { HeaderValues, Response } from '../../server/src/fetch/headers.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';

/** What answers; undefined where nothing does. */
export type Running = (request: ServerRequest) => Promise<Response | undefined>;
/** Makes what a module exports answer, without a socket. */
export type Start = (app: unknown) => Running | Promise<Running>;

/** Milliseconds until a server counts as silent. */
const PATIENCE = 200;

function headersOf({ origin, requestMethod, requestHeaders }: ServerRequest): Record<string, string> {
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(requestMethod === undefined ? {} : { 'access-control-request-method': requestMethod }),
    ...(requestHeaders === undefined ? {} : { 'access-control-request-headers': requestHeaders }),
  };
}

/** A listener of Node, or a server that has one. */
export const byNode: Start = app => {
  const [own] = typeof app === 'function' ? [app] : (app as Server).listeners('request');
  const listener = own as RequestListener;
  return async request => {
    const asked = inject(listener as Parameters<typeof inject>[0], {
      method: request.method as 'GET',
      url: '/ok',
      headers: headersOf(request),
    });
    const answered = await inTime(asked);
    return answered && { status: answered.statusCode, headers: linesOf(Object.entries(answered.headers)) };
  };
};

/** What takes a `Request` and gives a `Response`. */
export const byFetch: Start = app => {
  const { fetch } = app as { fetch(it: Request): globalThis.Response | Promise<globalThis.Response> };
  return async request => {
    const asked = new Request('http://localhost/ok', { method: request.method, headers: headersOf(request) });
    const answered = await inTime(Promise.resolve(fetch(asked)));
    return answered && { status: answered.status, headers: linesOf([...answered.headers.entries()]) };
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
