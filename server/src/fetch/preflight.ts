import { corsCheck } from './check.ts';
import { differs } from './differences.ts';
import type { Engine, Failure } from './failure.ts';
import { combined, namesIn, type Response } from './headers.ts';
import { isSafelistedMethod, normaliseMethod } from './methods.ts';
import { type Header, isNonWildcardRequestHeader, unsafeRequestHeaders } from './request-headers.ts';
import { inWebKitsOrder } from './webkit-names.ts';

/** A request that a page makes to another origin. */
export interface PageRequest {
  /** The page's serialised origin, or `null`. */
  readonly origin: string;
  /** As the script writes it. */
  readonly method: string;
  readonly headers: readonly Header[];
  /** Whether it is made with credentials mode `include`. */
  readonly credentials: boolean;
  /** Whether it follows redirects, as it does by default. */
  readonly redirect?: 'follow' | 'error' | 'manual';
}

/** Whether a browser asks first. https://fetch.spec.whatwg.org/#concept-http-fetch */
export function needsPreflight({ method, headers }: PageRequest, engine: Engine = 'spec'): boolean {
  return !isSafelistedMethod(normaliseMethod(method)) || unsafeRequestHeaders(headers, engine).length > 0;
}

/**
 * Whether a preflight's answer lets the request be sent; undefined where it does. Chromium and Firefox look at the origin
 * before the status, WebKit at the status first, and Firefox reads one list after the other.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function preflightCheck(request: PageRequest, response: Response, engine: Engine = 'spec'): Failure | undefined {
  const { origin, credentials } = request;
  const byOrigin = () => corsCheck(response.headers, origin, credentials, engine);
  const byStatus = () => statusCheck(response.status);
  const redirect = byStatus();
  if (redirect?.kind === 'redirect' && engine !== 'webkit' && engine !== 'firefox') return redirect;
  const first = engine === 'webkit' ? (byStatus() ?? byOrigin()) : (byOrigin() ?? byStatus());
  // Firefox speaks of a redirect only where one would be followed. nsCORSListenerProxy.cpp, AsyncOnChannelRedirect
  if (engine === 'firefox' && first?.kind === 'redirect' && (request.redirect ?? 'follow') !== 'follow')
    return { kind: 'status', status: response.status };
  if (first) return first;
  const methods = () => unreadable(response, 'methods');
  const headers = () => unreadable(response, 'headers');
  const byMethod = () => methodCheck(request, response);
  const byHeader = () => headerCheck(request, response, engine);
  const order = engine === 'firefox' ? [methods, byMethod, headers, byHeader] : [methods, headers, byMethod, byHeader];
  for (const check of order) {
    const failure = check();
    if (failure) return failure;
  }
  return undefined;
}

function statusCheck(status: number): Failure | undefined {
  // Preflights are fetched with redirect mode "error". https://fetch.spec.whatwg.org/#cors-preflight-fetch
  if ([301, 302, 303, 307, 308].includes(status)) return { kind: 'redirect', status };
  return status >= 200 && status <= 299 ? undefined : { kind: 'status', status };
}

const LISTS = { methods: 'access-control-allow-methods', headers: 'access-control-allow-headers' } as const;

function unreadable({ headers }: Response, of: 'methods' | 'headers'): Failure | undefined {
  const value = combined(headers, LISTS[of]) ?? '';
  return namesIn(headers, LISTS[of]) === undefined ? { kind: 'unreadable-list', of, value } : undefined;
}

function methodCheck({ method, credentials }: PageRequest, { headers }: Response): Failure | undefined {
  const sent = normaliseMethod(method);
  const allowed = namesIn(headers, LISTS.methods) ?? [];
  if (isSafelistedMethod(sent) || allowed.includes(sent)) return undefined;
  return !credentials && allowed.includes('*') ? undefined : { kind: 'method', method: sent };
}

function headerCheck(request: PageRequest, { headers }: Response, engine: Engine): Failure | undefined {
  const allowed = (namesIn(headers, LISTS.headers) ?? []).map(it => it.toLowerCase());
  const star = !request.credentials && allowed.includes('*');
  const unsafe = unsafeRequestHeaders(request.headers, engine);
  const names = engine === 'webkit' ? inWebKitsOrder(request.headers).filter(it => unsafe.includes(it)) : unsafe;
  const refused = names.filter(it => !allowed.includes(it));
  const needed = differs('star-covers-authorization', engine) ? undefined : refused.find(isNonWildcardRequestHeader);
  const name = needed ?? (star ? undefined : refused[0]);
  return name === undefined ? undefined : { kind: 'header', name, listed: star };
}
