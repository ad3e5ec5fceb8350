import { differs } from './differences.ts';
import type { Engine } from './failure.ts';
import { combined, type HeaderValues, namesIn, type Response } from './headers.ts';
import { isSafelistedMethod, normaliseMethod } from './methods.ts';
import type { PageRequest } from './preflight.ts';
import { unsafeRequestHeaders } from './request-headers.ts';

/** The longest that an engine keeps what a preflight answered, in seconds; the standard sets no limit. */
export const LONGEST_KEPT: Readonly<Record<Engine, number>> = {
  spec: Number.POSITIVE_INFINITY,
  // services/network/public/cpp/cors/preflight_result.cc, kMaxTimeout.
  chromium: 7200,
  // netwerk/protocol/http/nsCORSListenerProxy.cpp, AddResultToPreflightCache.
  firefox: 86_400,
  // Source/WebCore/loader/CrossOriginPreflightResultCache.cpp, maxPreflightCacheTimeout.
  webkit: 600,
};

/** What they keep it without Access-Control-Max-Age. */
const USUAL = 5;

/** How long the answer to a preflight is kept, in seconds. https://fetch.spec.whatwg.org/#http-access-control-max-age */
export function preflightSeconds(headers: HeaderValues, engine: Engine = 'spec'): number {
  const value = combined(headers, 'access-control-max-age');
  if (value === undefined || value === '') return USUAL;
  if (/^\d+$/.test(value)) return Math.min(Number(value), LONGEST_KEPT[engine]);
  if (differs('odd-max-age', engine)) return 0;
  return /^-\d+$/.test(value) && differs('negative-max-age', engine) ? 0 : USUAL;
}

/** Whether the answer to a preflight spares the next one of the same request. */
export function isKept(request: PageRequest, response: Response, engine: Engine = 'spec'): boolean {
  if (preflightSeconds(response.headers, engine) <= 0) return false;
  if (!differs('cache-without-star', engine)) return true;
  const method = normaliseMethod(request.method);
  const methods = namesIn(response.headers, 'access-control-allow-methods') ?? [];
  const listed = namesIn(response.headers, 'access-control-allow-headers')?.map(it => it.toLowerCase()) ?? [];
  return (
    (isSafelistedMethod(method) || methods.includes(method)) &&
    unsafeRequestHeaders(request.headers, engine).every(it => listed.includes(it))
  );
}
