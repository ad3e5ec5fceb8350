import type { Engine } from './failure.ts';
import { isForbiddenMethod, isMethod, isSafelistedMethod, isToken, normaliseMethod } from './methods.ts';
import { type Header, isForbiddenRequestHeader, isSafelistedRequestHeader } from './request-headers.ts';

interface Made {
  readonly method: string;
  readonly headers: readonly Header[];
  readonly mode: 'cors' | 'no-cors' | 'same-origin';
}

/** The headers that are kept of a script's request; undefined where it throws at once. https://fetch.spec.whatwg.org/#dom-request */
export function sendable({ method, headers, mode }: Made, engine: Engine = 'spec'): readonly Header[] | undefined {
  if (!isMethod(method) || isForbiddenMethod(method) || !headers.every(it => isToken(it.name))) return undefined;
  if (mode === 'no-cors' && !isSafelistedMethod(normaliseMethod(method))) return undefined;
  const allowed = headers.filter(it => !isForbiddenRequestHeader(it, engine));
  return mode === 'no-cors' ? allowed.filter(it => isNoCorsSafelisted(it, engine)) : allowed;
}

const NO_CORS = ['accept', 'accept-language', 'content-language', 'content-type'];

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
function isNoCorsSafelisted(header: Header, engine: Engine): boolean {
  return NO_CORS.includes(header.name.toLowerCase()) && isSafelistedRequestHeader(header, engine);
}
