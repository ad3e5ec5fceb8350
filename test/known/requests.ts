import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { KnownLibrary } from './library.ts';

/** One request of the known answers: what it is called, where it goes, and what the server sees of it. */
export interface Asked {
  readonly title: string;
  readonly path: string;
  readonly request: ServerRequest;
}

export const A = 'https://a.example';
const B = 'https://b.example';
const EVIL = 'https://evil.example';

/** By what answers there, a path of each: a route, one whose handler throws, nobody. */
export type Paths = Readonly<Record<NonNullable<ServerRequest['reaches']>, string>>;

const PATHS: Paths = { route: '/ok', error: '/fail', nothing: '/missing' };

function asked(title: string, request: ServerRequest): Asked {
  return { title, path: PATHS[request.reaches ?? 'route'], request };
}

/** The requests that a library is asked in every case. */
export function requestsOf({ paths = {}, asks }: Pick<KnownLibrary, 'paths' | 'asks'>): readonly Asked[] {
  return REQUESTS.filter(it => !asks || asks(it.request)).map(it => ({
    ...it,
    request: { ...it.request, headerNames: namesSent(it.request) },
    path: paths[it.request.reaches ?? 'route'] ?? it.path,
  }));
}

/** The names of the headers that Node's client sends. */
function namesSent({ method, origin, requestMethod, requestHeaders }: ServerRequest): readonly string[] {
  return [
    'connection',
    'host',
    ...(method === 'POST' ? ['content-length'] : []),
    ...(origin === undefined ? [] : ['origin']),
    ...(requestMethod === undefined ? [] : ['access-control-request-method']),
    ...(requestHeaders === undefined ? [] : ['access-control-request-headers']),
  ];
}

function from(origin: string | undefined, request: ServerRequest): ServerRequest {
  return origin === undefined ? request : { ...request, origin };
}

const put: ServerRequest = {
  method: 'OPTIONS',
  requestMethod: 'PUT',
  requestHeaders: 'content-type,x-a',
};

const REQUESTS: readonly Asked[] = [
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
