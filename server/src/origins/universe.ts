import { type Dfa, dfaOf } from './dfa.ts';

/**
 * URL standard, "forbidden domain code point": what a host may hold that is no letter, digit, dot or hyphen. Without `*`,
 * which no name service knows and which in a check always means a wildcard.
 */
const ODD = '!"$&\'()+,;=_`{}~';

/**
 * Addresses and ports are loose – up to 999, 99999 and any notation of IPv6 – which keeps the automata small: no answer
 * of *no* depends on it, and a witness is checked by `parseOrigin` afterwards.
 */
const byte = '(?:0|[1-9]\\d{0,2})';
const ipv4 = `${byte}(?:\\.${byte}){3}`;
const ipv6 = '\\[[0-9a-f:]{2,}\\]';
const port = '[1-9]\\d{0,4}';
/** URL standard, "ends in a number": such a host is an IPv4 address or nothing. */
const notNumber = '(?!(?:[^:]*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?(?::|$))';

const label = `[a-z0-9${ODD}-]+`;
const domain = `${notNumber}${label}(?:\\.${label})*\\.?`;
const topLevel = '(?:[a-z]{2,}|xn--[a-z0-9-]+)\\.?';
/** Top-level domains that exist, enough of them that a check which lets in strangers' names lets in one of these. */
const topLevels =
  'ai app art at au be biz blog br ca cc ch cl cloud club cn co com community company computer cz de dev digital dk es eu ' +
  'fi fr gr hk hu id ie il in info ink io ir is it jp kr life live ly me media mx my net network news nl no nu nz one ' +
  'online org organic page ph pl pro pt pw ro rs ru run se sg sh shop site sk space store tech tk to today tools top tr tv ' +
  'tw ua uk us vip vn website work world ws xyz za zone';
const wellKnown = `(?:${topLevels.replaceAll(' ', '|')})`;
const privateIpv4 = '(?:10|172\\.(?:1[6-9]|2\\d|3[01])|192\\.168|169\\.254)\\.';
const notPublicIpv4 = '(?!(?:0|10|127|172\\.(?:1[6-9]|2\\d|3[01])|192\\.168|169\\.254|2(?:2[4-9]|[345]\\d))\\.)';

function origin(scheme: 'http' | 'https', host: string): string {
  return `^${scheme}:\\/\\/(?:${host})(?::(?!${scheme === 'http' ? 80 : 443}$)${port})?$`;
}

function either(host: string): string {
  return `${origin('http', host)}|${origin('https', host)}`;
}

const sources = {
  /** Every origin that a browser can send but `null`. Other schemes than http(s) have hosts of URL characters. */
  all: `${either(`${domain}|${ipv4}|${ipv6}`)}|^(?!(?:https?|wss?|file|ftp|data|blob|about|javascript|mailto):)[a-z][a-z0-9+.-]*:\\/\\/[A-Za-z0-9._~-]+(?::${port})?$`,
  /** The sites that anybody can have: one ordinary name under one top-level domain, on https. */
  sites: '^https:\\/\\/[a-z0-9](?:[a-z0-9-]{1,8}[a-z0-9])\\.[a-z]{2,10}$',
  /** http(s) origins of names of two labels or more. */
  names: either(`(?:${label}\\.)+${topLevel}`),
  /** http(s) origins of IPv4 addresses that are reached from everywhere. */
  addresses: either(`${notPublicIpv4}${ipv4}`),
  /** Names under a well-known top-level domain. */
  ready: either(`(?:${label}\\.)+${wellKnown}`),
  loopback: either(`localhost|127(?:\\.${byte}){3}|\\[::1\\]`),
  loopbackNames: either(`(?:${label}\\.)+localhost\\.?`),
  privateNetwork: either(`(?=${privateIpv4})${ipv4}|\\[f[cd][0-9a-f]{2}:[0-9a-f:]+\\]|\\[fe80:[0-9a-f:]+\\]`),
  privateNames: either(`(?:${label}\\.)+(?:local|internal|lan|home\\.arpa)\\.?`),
};

export type OriginSet = keyof typeof sources;

const built = new Map<OriginSet, Dfa>();

/** The automaton for a set of origins, built when first asked for. */
export function originSet(name: OriginSet): Dfa {
  const known = built.get(name);
  if (known) return known;
  const dfa = dfaOf(sources[name]);
  built.set(name, dfa);
  return dfa;
}
