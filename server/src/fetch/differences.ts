import type { Engine } from './failure.ts';

interface Difference {
  readonly engines: readonly Engine[];
  /** What they do. */
  readonly what: string;
  /** The place in their source, or the paragraph of the standard that they do not follow. */
  readonly source: string;
}

/**
 * Where engines do otherwise than the standard says, as far as pages can tell: seen in Chromium 156, Firefox 153 and WebKitGTK
 * 2.50 with generated requests (`npm run browsers`). In which order they look at an answer stands in `check.ts` and
 * `preflight.ts`, their words in `messages.ts`.
 */
export const DIFFERENCES = {
  'star-covers-authorization': {
    engines: ['chromium', 'firefox', 'webkit'],
    what: '`*` in Access-Control-Allow-Headers covers Authorization, too.',
    source:
      'https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name; Firefox warns: nsCORSListenerProxy.cpp, CheckPreflightRequestApproved',
  },
  'client-hints': {
    engines: ['chromium'],
    what: 'Client hints that scripts set (`DPR`, `Width`, `Save-Data`) go without asking.',
    source: 'services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader',
  },
  'user-agent': {
    engines: ['chromium'],
    what: '`User-Agent` is kept by the browser: what scripts set is dropped.',
    source: 'https://crbug.com/571722; net/http/http_util.cc, IsSafeHeader',
  },
  'bytes-beyond-ascii': {
    engines: ['firefox'],
    what: 'A byte beyond ASCII in `Accept` or `Content-Type` must be asked for.',
    source: 'dom/base/nsContentUtils.cpp, IsCorsUnsafeRequestHeader takes bytes for signed numbers',
  },
  'list-of-types': {
    engines: ['firefox'],
    what: 'A `Content-Type` with a comma in it must be asked for.',
    source: 'dom/base/nsContentUtils.cpp, IsAllowedNonCorsContentType',
  },
  'loose-range': {
    engines: ['webkit'],
    what: '`Range` goes without asking where its unit is in any case.',
    source: 'Source/WebCore/platform/network/HTTPParsers.cpp, parseRange',
  },
  'asks-as-at-first': {
    engines: ['firefox', 'webkit'],
    what: 'Having asked once, they ask after each redirect, for the names that the script set and the redirect may have taken away.',
    source:
      'nsCORSListenerProxy.cpp, CheckPreflightNeeded, and HttpBaseChannel.cpp, SetupReplacementChannel; Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkCORSRequestWithPreflight',
  },
  'asks-with-page-origin': {
    engines: ['firefox'],
    what: 'A preflight after redirects carries the page’s origin where the request itself carries `null`, and one to that origin itself needs no leave.',
    source: 'nsCORSListenerProxy.cpp, StartCORSPreflight: the loading principal',
  },
  'upload-without-body': {
    engines: ['chromium'],
    what: 'Listeners on an XMLHttpRequest’s `upload` make it ask only where there is a body.',
    source: 'third_party/blink/renderer/core/xmlhttprequest/xml_http_request.cc, CreateRequest',
  },
  'odd-max-age': {
    engines: ['firefox'],
    what: 'With an Access-Control-Max-Age that is no number the answer is not kept at all.',
    source: 'nsCORSListenerProxy.cpp, AddResultToCache',
  },
  'cache-without-star': {
    engines: ['firefox'],
    what: 'A kept answer serves only methods and names that it lists; `*` serves none.',
    source: 'nsCORSListenerProxy.cpp, CORSCacheEntry::CheckRequest',
  },
  'negative-max-age': {
    engines: ['chromium', 'webkit'],
    what: 'A negative Access-Control-Max-Age is none at all, rather than five seconds.',
    source:
      'CrossOriginPreflightResultCache.cpp, parseAccessControlMaxAge; preflight_result.cc, ParseAccessControlMaxAge',
  },
} as const satisfies Record<string, Difference>;

export function differs(id: keyof typeof DIFFERENCES, engine: Engine): boolean {
  const engines: readonly Engine[] = DIFFERENCES[id].engines;
  return engines.includes(engine);
}
