import type { Engine } from './failure.ts';
import { combined, type HeaderValues } from './headers.ts';

/** Seconds for which a browser keeps a preflight without the header. https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export const DEFAULT_MAX_AGE = 5;

/**
 * The most seconds an engine keeps a preflight: Chromium's preflight_result.cc, Firefox' nsCORSListenerProxy.cpp, WebKit's
 * CrossOriginPreflightResultCache.cpp. The standard leaves the limit to them.
 */
export const LONGEST_MAX_AGE: Readonly<Record<Engine, number>> = {
  spec: Number.POSITIVE_INFINITY,
  chromium: 7200,
  firefox: 86400,
  webkit: 600,
};

/** For how many seconds an engine asks no more for the same URL; Firefox keeps nothing at all after a value that is no number. */
export function keptFor(headers: HeaderValues, engine: Engine): number {
  const value = combined(headers, 'access-control-max-age');
  if (value === undefined) return DEFAULT_MAX_AGE;
  if (!/^\d+$/.test(value)) return engine === 'firefox' ? 0 : DEFAULT_MAX_AGE;
  return Math.min(Number(value), LONGEST_MAX_AGE[engine]);
}
