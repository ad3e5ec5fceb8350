import { differs } from './differences.ts';
import type { Engine } from './failure.ts';
import { isForbiddenMethod } from './methods.ts';

/** A header as a script sets it. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

const FORBIDDEN = new Set(
  (
    'accept-charset accept-encoding access-control-request-headers access-control-request-method connection content-length ' +
    'cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer transfer-encoding upgrade via'
  ).split(' '),
);

const METHOD_OVERRIDES = ['x-http-method', 'x-http-method-override', 'x-method-override'];

/** Headers that browsers keep for themselves: what scripts set under these names is dropped. https://fetch.spec.whatwg.org/#forbidden-request-header */
export function isForbiddenRequestHeader({ name, value }: Header, engine: Engine = 'spec'): boolean {
  const lower = name.toLowerCase();
  if (lower === 'user-agent' && differs('user-agent', engine)) return true;
  if (FORBIDDEN.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')) return true;
  return METHOD_OVERRIDES.includes(lower) && value.split(',').some(it => isForbiddenMethod(it.trim()));
}

/** Headers that `*` does not cover, by the standard. https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isNonWildcardRequestHeader(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/** Whether a header may be sent without asking. https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
export function isSafelistedRequestHeader({ name, value }: Header, engine: Engine = 'spec'): boolean {
  if (bytesOf(value) > 128) return false;
  switch (name.toLowerCase()) {
    case 'accept':
      return !hasUnsafeByte(value, engine);
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value);
    case 'content-type':
      return !hasUnsafeByte(value, engine) && SIMPLE_TYPES.includes(essenceOf(value, engine));
    case 'range':
      return isSimpleRange(differs('loose-range', engine) ? value.toLowerCase() : value);
    default:
      return differs('client-hints', engine) && isClientHint({ name, value });
  }
}

const NUMBER = /^\d+$/;
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** Client hints of Chromium, and what their values look like. services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader */
const HINTS = new Map<string, RegExp>(
  Object.entries({
    'device-memory': DECIMAL,
    downlink: /^/,
    dpr: DECIMAL,
    ect: /^/,
    rtt: /^/,
    'save-data': /^on$/i,
    'viewport-width': NUMBER,
    width: NUMBER,
  }),
);

function isClientHint({ name, value }: Header): boolean {
  return HINTS.get(name.toLowerCase())?.test(value) === true;
}

const SIMPLE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
function hasUnsafeByte(value: string, engine: Engine): boolean {
  return [...value].some(it => {
    const code = it.charCodeAt(0);
    if (code > 0x7f && differs('bytes-beyond-ascii', engine)) return true;
    return (code < 0x20 && code !== 0x09) || code === 0x7f || '"():<>?@[\\]{}'.includes(it);
  });
}

/** https://mimesniff.spec.whatwg.org/#mime-type-essence; the empty text where there is none. */
function essenceOf(value: string, engine: Engine): string {
  if (differs('list-of-types', engine) && value.includes(',')) return '';
  const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
  return new RegExp(`^[\\t\\n\\r ]*(${token}/${token})[\\t\\n\\r ]*(?:;|$)`).exec(value)?.[1]?.toLowerCase() ?? '';
}

/** A single range with a start. https://fetch.spec.whatwg.org/#simple-range-header-value */
function isSimpleRange(value: string): boolean {
  const [, start = '', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(value) ?? [];
  return start !== '' && (end === '' || BigInt(start) <= BigInt(end));
}

function bytesOf(value: string): number {
  return [...value].length;
}

/**
 * The names a preflight has to ask for, in lower case and order, each once. Beyond 1024 bytes of safelisted values even those
 * must be asked for. https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function unsafeRequestHeaders(headers: readonly Header[], engine: Engine = 'spec'): readonly string[] {
  const sent = headers.filter(it => !isForbiddenRequestHeader(it, engine));
  const safe = sent.filter(it => isSafelistedRequestHeader(it, engine));
  const large = safe.reduce((sum, it) => sum + bytesOf(it.value), 0) > 1024;
  const names = sent.filter(it => large || !safe.includes(it)).map(it => it.name.toLowerCase());
  return [...new Set(names)].sort();
}
