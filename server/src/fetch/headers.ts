import { isToken } from './methods.ts';

/** Response headers: lower-case name → the value of each line. */
export type HeaderValues = Readonly<Record<string, readonly string[]>>;

/** What a server answered. */
export interface Response {
  readonly status: number;
  readonly headers: HeaderValues;
}

/** All lines of a header as one value; undefined where there is none. https://fetch.spec.whatwg.org/#concept-header-list-get */
export function combined(headers: HeaderValues, name: string): string | undefined {
  const lines = headers[name];
  return lines === undefined || lines.length === 0 ? undefined : lines.map(it => trimmed(it)).join(', ');
}

/**
 * The names in a list header; empty without the header, undefined where it is no list of tokens. Empty elements are passed
 * over. https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function namesIn(headers: HeaderValues, name: string): readonly string[] | undefined {
  const value = combined(headers, name);
  if (value === undefined) return [];
  const names = value
    .split(',')
    .map(trimmed)
    .filter(it => it !== '');
  return names.every(isToken) ? names : undefined;
}

function trimmed(value: string): string {
  return value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}

const SAFELISTED = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];

/** Whether a script may read a response header. https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
export function isReadable(name: string, exposed: readonly string[], credentials: boolean): boolean {
  const lower = name.toLowerCase();
  if (isForbiddenResponseHeader(lower)) return false;
  if (SAFELISTED.includes(lower) || exposed.some(it => it.toLowerCase() === lower)) return true;
  return !credentials && exposed.includes('*');
}

/** Whether no script may read it, whatever the server says. https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export function isForbiddenResponseHeader(name: string): boolean {
  return ['set-cookie', 'set-cookie2'].includes(name.toLowerCase());
}

/** Names that `Access-Control-Expose-Headers` lists in this response. https://fetch.spec.whatwg.org/#http-access-control-expose-headers */
export function exposedIn(headers: HeaderValues): readonly string[] {
  return namesIn(headers, 'access-control-expose-headers') ?? [];
}
