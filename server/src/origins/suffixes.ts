import { parse } from 'tldts';

/**
 * Hosts below which anyone can have a site of their own, and that the private section of the Public Suffix List lacks
 * (measured against tldts 7.5.5).
 */
const shared: ReadonlySet<string> = new Set([
  'run.app',
  'app.github.dev',
  'github.dev',
  'codepen.io',
  'codesandbox.io',
  'devtunnels.ms',
  'gitpod.io',
  'glitch.me',
  'jsfiddle.net',
  'koyeb.app',
  'loca.lt',
  'stackblitz.io',
  'v0.app',
  'webcontainer.io',
  'storage.googleapis.com',
]);

/** Names that nobody can register: RFC 6761, 6762, 8375 and 9476, `.internal`, and customs of home and office networks. */
const reserved: ReadonlySet<string> = new Set(
  'localhost local internal intranet lan home corp private test invalid arpa onion alt'.split(' '),
);

const options = { allowPrivateDomains: true, validateHostname: false, extractHostname: false };

/** `host` without the dot of the root. */
export function withoutRoot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** The longest public suffix that `host` is or ends in, private section and `shared` included; null for addresses. */
export function publicSuffix(host: string): string | null {
  const name = withoutRoot(host);
  const longest = labelTails(name).find(it => shared.has(it));
  const listed = isAddress(name) ? null : parse(name, options).publicSuffix;
  // A wildcard rule (`*.run.app`) makes of each name a suffix of its own; here that name is somebody's.
  return longest && (listed === name || longest.length > (listed?.length ?? 0)) ? longest : listed;
}

/**
 * The public suffix and one label more: what one owner registers. Null for addresses, suffixes and single labels.
 * On Netlify `branch--site.netlify.app` belongs to the owner of `site.netlify.app` (docs.netlify.com, branch deploys).
 */
export function registrableDomain(host: string): string | null {
  const name = withoutRoot(host);
  const suffix = publicSuffix(name);
  if (suffix === null || name === suffix || !name.endsWith(`.${suffix}`)) return null;
  const owner = name.slice(0, -suffix.length - 1);
  const label = owner.slice(owner.lastIndexOf('.') + 1);
  return `${suffix === 'netlify.app' ? label.slice(label.lastIndexOf('--') + 1).replace(/^-/, '') : label}.${suffix}`;
}

/** Whether strangers can each have a host of their own below `host`: a private public suffix, or one of `shared`. */
export function isSharedHosting(host: string): boolean {
  const name = withoutRoot(host);
  if (shared.has(name)) return true;
  const found = isAddress(name) ? null : parse(`x.${name}`, options);
  return found?.isPrivate === true && found.publicSuffix === name;
}

/** Whether someone can register the name in the public DNS; `.example` stands for every top-level domain. */
export function isRegistrable(host: string): boolean {
  if (registrableDomain(host) === null || withoutRoot(host).split('.').includes('')) return false;
  const { isIcann, isPrivate, publicSuffix: suffix } = parse(withoutRoot(host), options);
  return isIcann === true || isPrivate === true || suffix === 'example';
}

/** Whether the name ends in a top-level domain that is set aside and never in the public DNS. */
export function isReserved(host: string): boolean {
  const name = withoutRoot(host);
  return reserved.has(name.slice(name.lastIndexOf('.') + 1));
}

/** Secure Contexts standard, "is origin potentially trustworthy": 127.0.0.0/8, ::1, localhost and what is below it. */
export function isLoopback(host: string): boolean {
  const name = withoutRoot(host);
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** RFC 1918, 3927, 4193 and 4291 addresses, and names that only a local network gives (RFC 6762, 8375, `.internal`). */
export function isPrivateNetwork(host: string): boolean {
  const name = withoutRoot(host);
  if (/^\[f[cd][0-9a-f]{2}:[0-9a-f:]+\]$|^\[fe80:[0-9a-f:]+\]$/.test(name)) return true;
  if (/^(10|172\.(1[6-9]|2\d|3[01])|192\.168|169\.254)\.[\d.]+$/.test(name)) return isAddress(name);
  return /.\.(local|internal|lan|home\.arpa)$/.test(name);
}

/** Whether the host is an IPv4 address or an IPv6 address in brackets. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('[');
}

/** Whether `host` is one of `names` or below one. */
export function isBelow(host: string, names: readonly string[]): boolean {
  const name = withoutRoot(host);
  if (names.length > LONG) return isBelowOne(name, names);
  return names.some(
    it => name === it || name.endsWith(`.${it}`) || (it.endsWith('.netlify.app') && name.endsWith(`--${it}`)),
  );
}

/** A longer list is looked up in. */
const LONG = 16;
const LISTED = new WeakMap<
  readonly string[],
  { readonly all: ReadonlySet<string>; readonly special: readonly string[] }
>();

function isBelowOne(name: string, names: readonly string[]): boolean {
  const { all, special } = LISTED.get(names) ?? {
    all: new Set(names),
    special: names.filter(it => it.endsWith('.netlify.app')),
  };
  LISTED.set(names, { all, special });
  return labelTails(name).some(it => all.has(it)) || special.some(it => name.endsWith(`--${it}`));
}

/** `a.b.c`, `b.c`, `c`. */
function labelTails(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}
