import { keptFor } from './kept.ts';
import { decodeLabel } from './punycode.ts';
import { isAddress, isLoopback, isPrivateNetwork } from './suffixes.ts';

/** The parts of an origin; no `port` is the scheme's default. */
export interface Origin {
  readonly scheme: string;
  readonly host: string;
  readonly port?: number;
}

/** What keeps a text from being an origin as browsers write it. */
export type ProblemKind =
  | 'empty'
  /** Several values in one text. */
  | 'list'
  | 'whitespace'
  | 'quotes'
  /** A `*`, which no browser sends. */
  | 'wildcard'
  | 'no-scheme'
  /** `http:/x`, `https:x`, `https//x`. */
  | 'malformed-scheme'
  | 'upper-case'
  | 'trailing-slash'
  | 'path'
  | 'query'
  | 'fragment'
  | 'userinfo'
  | 'default-port'
  /** No number from 1 to 65535 without leading zeros. */
  | 'port'
  | 'unicode-host'
  | 'percent-encoding'
  /** An address in another notation than dotted IPv4 or the shortest IPv6. */
  | 'address-form'
  /** No host that a name service could know: empty or overlong labels, forbidden characters, broken punycode. */
  | 'host'
  /** Pages of this scheme send `null`, or there are none: `file:`, `data:`, `ws:`. */
  | 'scheme-never-sent'
  | 'not-an-origin';

export interface Problem {
  readonly kind: ProblemKind;
  /** Where in the text, UTF-16, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What a text says as an origin: without problems it is one, byte for byte as browsers serialise it. */
export interface Reading {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** The origin that the text is or means; absent for `null`, lists, wildcards and what cannot be read. */
  readonly origin?: Origin;
  /** How a browser writes it (Fetch standard, "serializing a request origin"). */
  readonly canonical?: string;
  /** The values of a list. */
  readonly parts?: readonly string[];
}

/** Schemes whose pages have origins of their own although the URL standard gives them none, and who uses them. */
export const appSchemes: ReadonlyMap<string, string> = new Map([
  ['app', 'Electron and other desktop shells'],
  ['capacitor', 'Capacitor on iOS'],
  ['chrome-extension', 'extensions of Chromium'],
  ['extension', 'extensions of Edge'],
  ['ionic', 'Ionic on iOS'],
  ['moz-extension', 'extensions of Firefox'],
  ['safari-web-extension', 'extensions of Safari'],
  ['tauri', 'Tauri on macOS, Linux and iOS'],
  ['vscode-webview', 'webviews of VS Code'],
]);

/** HTML standard, "origin": pages of these schemes have opaque origins, or there are no pages of them. */
const neverSent: ReadonlySet<string> = new Set([
  'about',
  'blob',
  'data',
  'file',
  'ftp',
  'javascript',
  'mailto',
  'ws',
  'wss',
]);

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads `text` as a serialised origin: `scheme://host[:port]` or `null` (Fetch standard, `Origin` header). */
export const parseOrigin: (text: string) => Reading = keptFor(2_000, read);

function read(text: string): Reading {
  if (text === 'null') return { text, problems: [], canonical: 'null' };
  const problems: Problem[] = [];
  const note = (kind: ProblemKind, start: number, end: number) => problems.push({ kind, start, end });
  const { start, end } = strip(text, note);
  const core = text.slice(start, end);
  if (core === '') return { text, problems: [...problems, { kind: 'empty', start: 0, end: text.length }] };
  const parts = core.split(/[\s,;|]+/).filter(it => it !== '');
  if (parts.length > 1) {
    note('list', start, end);
    return { text, problems, parts };
  }
  const star = core.indexOf('*');
  if (star >= 0) {
    note('wildcard', start + star, start + star + 1);
    return { text, problems };
  }
  if (core === 'null') return { text, problems, canonical: 'null' };
  const origin = readOrigin(core, start, note);
  return { text, problems, ...(origin && { origin, canonical: serialise(origin) }) };
}

/** Whether a browser can send exactly this text as `Origin`. */
export function isOrigin(text: string): boolean {
  return parseOrigin(text).problems.length === 0;
}

/** HTML standard, "serialization of an origin". */
export function serialise(origin: Origin): string {
  return `${origin.scheme}://${origin.host}${origin.port === undefined ? '' : `:${origin.port}`}`;
}

type Note = (kind: ProblemKind, start: number, end: number) => void;

function strip(text: string, note: Note): { start: number; end: number } {
  let [start, end] = [0, text.length];
  for (;;) {
    const blank = /^\s+/.exec(text.slice(start, end))?.[0].length ?? 0;
    const blankAfter = start + blank === end ? 0 : (/\s+$/.exec(text.slice(start, end))?.[0].length ?? 0);
    if (blank) note('whitespace', start, start + blank);
    if (blankAfter) note('whitespace', end - blankAfter, end);
    start += blank;
    end -= blankAfter;
    const quote = text[start];
    if (quote === undefined || !`'"\``.includes(quote) || end - start < 2) break;
    note('quotes', start, start + 1);
    start++;
    if (text[end - 1] === quote) note('quotes', end - 1, end--);
  }
  return { start, end };
}

function readOrigin(core: string, offset: number, note: Note): Origin | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(core);
  const broken = scheme ? undefined : /^(https?)(?::\/?|\/\/)(?=[^/:])/i.exec(core);
  const bare = scheme || broken ? undefined : /^\/\//.exec(core);
  const before = (scheme ?? broken ?? bare)?.[0].length ?? 0;
  if (!scheme && !broken && !looksLikeHost(core.slice(before))) {
    note('not-an-origin', offset, offset + core.length);
    return undefined;
  }
  if (broken) note('malformed-scheme', offset, offset + before);
  else if (!scheme) note('no-scheme', offset, offset + before);
  const name = (scheme ?? broken)?.[1];
  if (name !== undefined && /[A-Z]/.test(name)) note('upper-case', offset, offset + name.length);
  const rest = splitRest(core, before, offset, note);
  const lower = name?.toLowerCase();
  if (lower !== undefined && neverSent.has(lower)) {
    note('scheme-never-sent', offset, offset + before);
    return undefined;
  }
  const host = readHost(rest.host, lower ?? 'https', offset + rest.at, note);
  if (host === undefined) return undefined;
  const guessed = lower ?? (isLoopback(host) || isPrivateNetwork(host) || isAddress(host) ? 'http' : 'https');
  const port = readPort(rest.port, guessed, offset + rest.at + rest.host.length, note);
  return port === null ? undefined : { scheme: guessed, host, ...(port !== undefined && { port }) };
}

function looksLikeHost(text: string): boolean {
  return /^(?:[^\s/?#@:]+@)?(?:\[[0-9a-f:.]+\]|localhost|[^\s/?#@:[\]]+\.[^\s/?#@:[\]]+|[\w-]+(?=:\d))(?::\d*)?(?:[/?#]|$)/i.test(
    text,
  );
}

/** Notes what follows the host and what precedes it, and returns host and port. */
function splitRest(core: string, before: number, offset: number, note: Note) {
  const length = core.slice(before).search(/[/?#\\]/);
  const end = length < 0 ? core.length : before + length;
  const tail = core.slice(end);
  const [query, fragment] = [tail.search(/\?/), tail.indexOf('#')];
  const path = tail.slice(0, [query, fragment].filter(it => it >= 0).sort((a, b) => a - b)[0] ?? tail.length);
  if (path === '/') note('trailing-slash', offset + end, offset + end + 1);
  else if (path !== '') note('path', offset + end, offset + end + path.length);
  if (query >= 0 && (fragment < 0 || query < fragment)) {
    note('query', offset + end + query, offset + end + (fragment < 0 ? tail.length : fragment));
  }
  if (fragment >= 0) note('fragment', offset + end + fragment, offset + core.length);
  const authority = core.slice(before, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) note('userinfo', offset + before, offset + before + at + 1);
  const from = before + at + 1;
  const hostPort = core.slice(from, end);
  const colon = hostPort.indexOf(':', hostPort.startsWith('[') ? Math.max(hostPort.indexOf(']'), 0) : 0);
  return colon < 0
    ? { host: hostPort, port: '', at: from }
    : { host: hostPort.slice(0, colon), port: hostPort.slice(colon), at: from };
}

/** URL standard, "host parsing", for http(s); hosts of other schemes stay as they are. */
function readHost(host: string, scheme: string, start: number, note: Note): string | undefined {
  const end = start + host.length;
  const canonical = defaultPorts[scheme] === undefined ? opaqueHost(host) : domainHost(host);
  if (canonical === undefined) note('host', start, end);
  if (canonical === undefined || canonical === host) return canonical;
  const kind = /[^\0-\x7f]/.test(host)
    ? 'unicode-host'
    : host.includes('%')
      ? 'percent-encoding'
      : host.toLowerCase() === canonical
        ? 'upper-case'
        : isAddress(canonical)
          ? 'address-form'
          : 'host';
  note(kind, start, end);
  return canonical;
}

function opaqueHost(host: string): string | undefined {
  return /^[A-Za-z0-9._~-]+$/.test(host) ? host : undefined;
}

function domainHost(host: string): string | undefined {
  if (host === '' || /[\s/?#@\\]/.test(host) || (host.includes(':') && !/^\[.*\]$/.test(host))) return undefined;
  let canonical: string;
  try {
    canonical = new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
  if (canonical.startsWith('[')) return canonical;
  const labels = canonical.replace(/\.$/, '').split('.');
  if (canonical.length > 254 || labels.some(it => it === '' || it.length > 63)) return undefined;
  // An engine may let an impossible punycode label pass; such a host can neither be typed nor be sent.
  return labels.some(it => it.startsWith('xn--') && decodeLabel(it) === undefined) ? undefined : canonical;
}

/** The port, undefined for the default one, null where it is none. */
function readPort(text: string, scheme: string, start: number, note: Note): number | undefined | null {
  if (text === '') return undefined;
  const value = /^:\d{1,6}$/.test(text) ? Number(text.slice(1)) : Number.NaN;
  const end = start + text.length;
  if (text !== ':' && !(value >= 1 && value <= 65535)) {
    note('port', start, end);
    return null;
  }
  if (text === ':' || text !== `:${value}`) note('port', start, end);
  else if (value === defaultPorts[scheme]) note('default-port', start, end);
  return text === ':' || value === defaultPorts[scheme] ? undefined : value;
}
