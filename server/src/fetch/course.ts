import type { CredentialsMode } from '../model/request.ts';
import { corsCheck } from './check.ts';
import { differs } from './differences.ts';
import type { Engine, Failure } from './failure.ts';
import { sendable } from './guards.ts';
import { combined, exposedIn, isForbiddenResponseHeader, isReadable, type Response } from './headers.ts';
import { isSafelistedMethod, normaliseMethod } from './methods.ts';
import { preflightCheck } from './preflight.ts';
import { type Header, isNonWildcardRequestHeader, unsafeRequestHeaders } from './request-headers.ts';

/** A request as a script makes it: all that decides what goes over the wire. */
export interface ScriptRequest {
  /** The page's serialised origin, or `null`. */
  readonly origin: string;
  /** Absolute. */
  readonly url: string;
  /** As the script writes it. */
  readonly method: string;
  /** With the `Content-Type` that the body brings. */
  readonly headers: readonly Header[];
  readonly credentials: CredentialsMode;
  readonly mode: 'cors' | 'no-cors' | 'same-origin';
  readonly redirect: 'follow' | 'error' | 'manual';
  /** Listeners on an XMLHttpRequest's `upload`, which make it ask first. https://fetch.spec.whatwg.org/#use-cors-preflight-flag */
  readonly listens?: 'with-body' | 'without-body';
}

/** What a browser asks of a server, one of possibly several. */
export interface Asked {
  readonly kind: 'preflight' | 'request';
  readonly url: string;
  readonly method: string;
  /** The value of `Origin`; undefined where it is not a matter of CORS. */
  readonly origin: string | undefined;
  /** What a preflight asks for. */
  readonly requestMethod?: string;
  readonly requestHeaders?: readonly string[];
  /** What the script set and is sent. */
  readonly headers: readonly Header[];
  /** Whether cookies go with it. */
  readonly credentials: boolean;
}

/** What comes of it. */
export type Ending =
  /** https://fetch.spec.whatwg.org/#concept-response-type; `readable` tells what a script may read of the headers. */
  | {
      readonly kind: 'response';
      readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect';
      readonly response: Response;
      readonly readable: (name: string) => boolean;
    }
  /** The server's answer does not let the page. */
  | {
      readonly kind: 'blocked';
      readonly failure: Failure;
      readonly on: 'preflight' | 'response';
      readonly response: Response;
      readonly origin: string;
      readonly location?: string;
    }
  /** What the script asks for cannot be: the mode, the redirect mode, the address that a redirect leads to. */
  | { readonly kind: 'impossible'; readonly why: 'request' | 'mode' | 'redirect' };

/** The method, headers and tainting as they stand after some redirects. */
interface Way {
  readonly urls: readonly URL[];
  readonly method: string;
  readonly headers: readonly Header[];
  /** https://fetch.spec.whatwg.org/#concept-request-response-tainting */
  readonly tainting: 'basic' | 'cors' | 'opaque';
  /** Whether a preflight was sent on the way. */
  readonly asked: boolean;
  /** The last redirect. */
  readonly redirected?: { readonly asGet: boolean; readonly elsewhere: boolean };
}

/**
 * The requests that a browser makes for one of a script's, in order; it is told each answer. Redirects are followed, caches are
 * empty. https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* course(request: ScriptRequest, engine: Engine = 'spec'): Generator<Asked, Ending, Response> {
  const headers = sendable(request, engine);
  if (headers === undefined) return { kind: 'impossible', why: 'request' };
  let way: Way = {
    urls: [new URL(request.url)],
    method: normaliseMethod(request.method),
    headers,
    tainting: 'basic',
    asked: false,
  };
  for (let redirects = 0; ; redirects++) {
    const url = currentOf(way);
    if (url.origin !== request.origin || way.tainting !== 'basic') {
      const { mode, redirect } = request;
      if (mode === 'same-origin' || (mode === 'no-cors' && redirect !== 'follow'))
        return { kind: 'impossible', why: 'mode' };
      way = { ...way, tainting: mode === 'cors' ? 'cors' : 'opaque' };
    }
    const question = questionOf({ ...request, headers }, way, engine);
    const ending = yield* hop(request, way, question, engine);
    way = { ...way, asked: way.asked || question !== undefined };
    if (ending.kind !== 'response') return ending;
    const location = locationOf(ending.response, url);
    if (location === undefined) return ending;
    if (request.redirect === 'error') return { kind: 'impossible', why: 'redirect' };
    if (request.redirect === 'manual') return { ...ending, type: 'opaqueredirect', readable: () => false };
    if (redirects === 20 || !mayLeadTo(location, request, way)) return { kind: 'impossible', why: 'redirect' };
    way = redirected(way, ending.response.status, location);
  }
}

/** What a preflight asks, in whose name; undefined where none is sent. */
interface Question {
  readonly origin: string;
  readonly headers: readonly Header[];
}

/** https://fetch.spec.whatwg.org/#concept-main-fetch */
function questionOf(request: ScriptRequest, way: Way, engine: Engine): Question | undefined {
  if (way.tainting !== 'cors') return undefined;
  const { redirected } = way;
  const again = redirected !== undefined && differs('asks-as-at-first', engine);
  const headers = again ? request.headers : way.headers;
  const listens = request.listens === 'with-body' || (request.listens && !differs('upload-without-body', engine));
  const asks =
    listens ||
    (again && way.asked) ||
    !isSafelistedMethod(way.method) ||
    unsafeRequestHeaders(headers, engine).length > 0;
  if (!asks) return undefined;
  return {
    origin: differs('asks-with-page-origin', engine) ? request.origin : originOf(request, way),
    headers: again && engine === 'firefox' ? kept(headers, redirected) : headers,
  };
}

/** https://fetch.spec.whatwg.org/#concept-http-fetch */
function* hop(
  request: ScriptRequest,
  way: Way,
  question: Question | undefined,
  engine: Engine,
): Generator<Asked, Ending, Response> {
  const { method, headers, tainting } = way;
  const cors = tainting === 'cors';
  const url = currentOf(way);
  const include = request.credentials === 'include';
  const credentials = include || (request.credentials === 'same-origin' && tainting === 'basic');
  const origin = originOf(request, way);
  if (question) {
    const answer = yield {
      kind: 'preflight',
      url: url.href,
      method: 'OPTIONS',
      origin: question.origin,
      requestMethod: method,
      requestHeaders: unsafeRequestHeaders(question.headers, engine),
      headers: [],
      credentials: false,
    };
    const asked = { ...question, method, credentials: include, redirect: request.redirect };
    const own = differs('asks-with-page-origin', engine) && url.origin === question.origin;
    const failure = preflightCheck(asked, own ? letting(answer, question.origin) : answer, engine);
    if (failure) return { kind: 'blocked', failure, on: 'preflight', response: answer, origin: question.origin };
  }
  const response = yield {
    kind: 'request',
    url: url.href,
    method,
    origin: cors ? origin : undefined,
    headers,
    credentials,
  };
  const failure = cors ? corsCheck(response.headers, origin, include, engine) : undefined;
  if (failure) {
    const location = locationOf(response, url)?.href;
    const to = location === undefined ? {} : { location };
    return { kind: 'blocked', failure, on: 'response', response, origin, ...to };
  }
  if (cors) {
    const exposed = exposedIn(response.headers);
    return { kind: 'response', type: 'cors', response, readable: name => isReadable(name, exposed, include) };
  }
  const readable = (name: string) => tainting === 'basic' && !isForbiddenResponseHeader(name);
  return { kind: 'response', type: tainting, response, readable };
}

function currentOf({ urls }: Way): URL {
  const url = urls.at(-1);
  if (!url) throw new Error('a request has an address');
  return url;
}

/** The page's origin; `null` once another origin has redirected it elsewhere. https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
function originOf({ origin }: ScriptRequest, { urls }: Way): string {
  const tainted = urls.some((url, index) => {
    const last = urls[index - 1];
    return last && url.origin !== last.origin && origin !== last.origin;
  });
  return tainted ? 'null' : origin;
}

/** https://fetch.spec.whatwg.org/#concept-response-location-url */
function locationOf(response: Response, url: URL): URL | undefined {
  const location = combined(response.headers, 'location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url) : undefined;
}

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch */
function mayLeadTo(location: URL, { mode, origin }: ScriptRequest, { tainting }: Way): boolean {
  if (!['http:', 'https:'].includes(location.protocol)) return false;
  const login = location.username !== '' || location.password !== '';
  return !login || !(tainting === 'cors' || (mode === 'cors' && location.origin !== origin));
}

const OF_BODIES = ['content-encoding', 'content-language', 'content-location', 'content-type'];

function redirected(way: Way, status: number, location: URL): Way {
  const { method, urls } = way;
  const asGet = (status <= 302 && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD');
  const elsewhere = location.origin !== currentOf(way).origin;
  const last = { asGet, elsewhere };
  return {
    ...way,
    urls: [...urls, location],
    method: asGet ? 'GET' : method,
    headers: kept(way.headers, last),
    redirected: last,
  };
}

function kept(headers: readonly Header[], { asGet, elsewhere }: NonNullable<Way['redirected']>): readonly Header[] {
  return headers.filter(
    ({ name }) =>
      !(asGet && OF_BODIES.includes(name.toLowerCase())) && !(elsewhere && isNonWildcardRequestHeader(name)),
  );
}

/** An answer as one that the page's own origin gives itself, which needs no leave. */
function letting({ status, headers }: Response, origin: string): Response {
  const leave = { 'access-control-allow-origin': [origin], 'access-control-allow-credentials': ['true'] };
  return { status, headers: { ...headers, ...leave } };
}
