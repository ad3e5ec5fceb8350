import type { ServerRequest } from '../../server/src/fetch/sent.ts';

/** One request of the known answers: what it is called, where it goes, and what the server sees of it. */
export interface Asked {
  readonly title: string;
  readonly path: string;
  readonly request: ServerRequest;
}

export const A = 'https://a.example';
const B = 'https://b.example';
const EVIL = 'https://evil.example';

/** What serves a path in every case: `/ok` a route, `/fail` one whose handler throws, `/missing` nobody. */
const PATHS = { route: '/ok', error: '/fail', nothing: '/missing' } as const;

function asked(title: string, request: ServerRequest): Asked {
  return { title, path: PATHS[request.reaches ?? 'route'], request };
}

function from(origin: string | undefined, request: ServerRequest): ServerRequest {
  return origin === undefined ? request : { ...request, origin };
}

const put: ServerRequest = {
  method: 'OPTIONS',
  requestMethod: 'PUT',
  requestHeaders: 'content-type,x-a',
};

/** The requests that every case is asked. */
export const REQUESTS: readonly Asked[] = [
  ...[A, B, EVIL, 'null', undefined].flatMap(origin => [
    asked(`GET from ${origin}`, from(origin, { method: 'GET' })),
    asked(`POST from ${origin}`, from(origin, { method: 'POST' })),
    asked(`preflight of PUT from ${origin}`, from(origin, put)),
  ]),
  asked('preflight of DELETE without headers', { method: 'OPTIONS', origin: A, requestMethod: 'DELETE' }),
  asked('preflight with spaces in the list', { ...put, origin: A, requestHeaders: 'X-A, X-B' }),
  asked('preflight of an unusual method', { method: 'OPTIONS', origin: A, requestMethod: 'patch' }),
  asked('OPTIONS without a method asked for', { method: 'OPTIONS', origin: A }),
  asked('OPTIONS of a stranger without a method asked for', { method: 'OPTIONS', origin: EVIL }),
  asked('GET that fails', { method: 'GET', origin: A, reaches: 'error' }),
  asked('GET of a stranger that fails', { method: 'GET', origin: EVIL, reaches: 'error' }),
  asked('GET of nothing', { method: 'GET', origin: A, reaches: 'nothing' }),
  asked('GET of nothing by a stranger', { method: 'GET', origin: EVIL, reaches: 'nothing' }),
  asked('preflight of nothing', { ...put, origin: A, reaches: 'nothing' }),
];
