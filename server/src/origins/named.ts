import type { Acceptor } from '../model/acceptor.ts';
import { isOrigin } from './grammar.ts';
import { keptFor } from './kept.ts';
import { holds } from './language.ts';
import { isAddress, isLoopback, isReserved, isSharedHosting, publicSuffix, registrableDomain } from './suffixes.ts';
import { ANY, END, GAP, positiveAtoms, START, templatesOf } from './template.ts';

/** A piece of a host that a test spells out. */
export interface Fragment {
  /** With every unescaped dot written as a dot; may begin or end within a label. */
  readonly host: string;
  /** The test holds at the start of what it reads. */
  readonly anchored: boolean;
  /** The whole host is spelled out, so that the test names one host and not a family of them. */
  readonly exact: boolean;
  /** Where in `host` a dot stands that matches any character. */
  readonly anyAt: readonly number[];
  /** The literal text of the host before the gap in front of this piece: `my-app-` in `my-app-*.vercel.app`. */
  readonly stem: string;
}

/** What an acceptor speaks of. */
export interface Named {
  readonly fragments: readonly Fragment[];
  /** Origins that are spelled out and accepted. */
  readonly origins: readonly string[];
  /** Registrable domains, addresses and local names. */
  readonly domains: readonly string[];
  /** Public suffixes below which strangers have sites, and that are not just the end of a host spelled out. */
  readonly suffixes: readonly string[];
  /** The schemes that are spelled out. */
  readonly schemes: readonly string[];
}

const edges = new RegExp(`[${START}${END}]`, 'g');

const OWN = new WeakMap<Named, readonly string[]>();

/** What belongs to those whom an acceptor names: who is elsewhere is a stranger. */
export function ownOf(named: Named): readonly string[] {
  const own = OWN.get(named) ?? [...named.domains, ...named.suffixes];
  OWN.set(named, own);
  return own;
}

const MINED = new WeakMap<Acceptor, Named>();

/** The names in the tests of an acceptor; mined from their text, so that they are what the author had in mind. */
export function namesIn(acceptor: Acceptor): Named {
  const known = MINED.get(acceptor) ?? mine(acceptor);
  MINED.set(acceptor, known);
  return known;
}

function mine(acceptor: Acceptor): Named {
  const fragments = new Map<string, Piece>();
  const origins = new Set<string>();
  const schemes = new Set<string>();
  const members = new Set<Acceptor>(acceptor.kind === 'or' ? acceptor.of : [acceptor]);
  const takes = (origin: string, atom: Acceptor) =>
    (members.has(atom) && (atom.kind === 'equals' || holds(atom, origin) === true)) || holds(acceptor, origin) === true;
  for (const atom of positiveAtoms(acceptor)) {
    if (atom.subject === 'protocol' || atom.subject === 'port') continue;
    for (const template of templatesOf(atom)) {
      const { origin, scheme, fragment } = saidBy(template);
      if (origin !== undefined && atom.subject.endsWith('origin') && takes(origin, atom)) origins.add(origin);
      if (scheme) schemes.add(scheme);
      if (fragment) fragments.set(fragment.key, fragment);
    }
  }
  const all = [...fragments.values()];
  return {
    fragments: all.map(it => it.fragment),
    origins: [...origins],
    domains: [...new Set(all.map(it => it.domain).filter(it => it !== undefined))],
    suffixes: [...new Set(all.flatMap(it => it.suffixes))],
    schemes: [...schemes],
  };
}

interface Piece {
  readonly key: string;
  readonly fragment: Fragment;
  readonly domain: string | undefined;
  readonly suffixes: readonly string[];
}

/** What one template spells out. Many policies of a file name the same hosts. */
const saidBy = keptFor(4_000, template => {
  const whole = template.replace(edges, '').replaceAll(ANY, '.');
  const closed = template.startsWith(START) && template.endsWith(END) && !whole.includes(GAP);
  const fragment = fragmentOf(template);
  return {
    origin: closed && isOrigin(whole) ? whole : undefined,
    scheme: /^([a-z][a-z0-9+.-]*):\/\//.exec(whole)?.[1],
    fragment: fragment && pieceOf(fragment),
  };
});

function pieceOf(fragment: Fragment): Piece {
  const open = !fragment.exact || fragment.anyAt.length > 0;
  return {
    key: JSON.stringify(fragment),
    fragment,
    domain: domainOf(fragment),
    suffixes: open ? suffixOf(fragment) : [],
  };
}

/** What stands before a host where not all of `://` is spelled out. */
const SLASHES = new RegExp(`^(?:https?:?)?[${GAP}${ANY}*:]*/{1,2}`);

/** The piece of the host that stands nearest to its end. */
function fragmentOf(template: string): Fragment | undefined {
  const bare = template.replace(edges, '');
  const cut = bare.replaceAll(ANY, '.').indexOf('://');
  // `//app.example.com` and `/app.example.com` begin where the host does, too.
  const from = cut >= 0 ? cut + 3 : (SLASHES.exec(bare)?.[0].length ?? 0);
  const scheme = from > 0 || template.startsWith(START);
  const stop = bare.slice(from).search(/[/:?#]/);
  const host = stop < 0 ? bare.slice(from) : bare.slice(from, from + stop);
  const closed = stop >= 0 || template.endsWith(END);
  const runs = host.replaceAll('*', GAP).split(GAP);
  const at = runs.findLastIndex(it => /[a-z0-9]/.test(it));
  const run = runs[at];
  if (run === undefined || /^https?$|[^a-z0-9._[\]\ue002-]/.test(run)) return undefined;
  const exact = scheme && runs.length === 1 && (closed || hasTopLevel(run.replaceAll(ANY, '.')));
  return {
    host: run.replaceAll(ANY, '.'),
    exact,
    anchored: template.startsWith(START),
    anyAt: [...run].flatMap((char, it) => (char === ANY ? [it] : [])),
    stem: at > 0 ? (runs[0] ?? '').replaceAll(ANY, '.') : '',
  };
}

function hasTopLevel(host: string): boolean {
  return registrableDomain(host) !== null || isAddress(host) || isLoopback(host);
}

function trimmed(fragment: Fragment): string {
  return fragment.host.replace(fragment.exact ? /\.$/ : /^[-._]+|\.$/g, '');
}

function domainOf(fragment: Fragment): string | undefined {
  const host = trimmed(fragment);
  if (isAddress(host)) return host;
  if (/^[\d.]*$/.test(host)) return undefined;
  if (isReserved(host)) return host.slice(host.lastIndexOf('.') + 1);
  const domain = registrableDomain(host);
  return domain === null || isBehindDash(fragment) ? undefined : domain;
}

function suffixOf(fragment: Fragment): string[] {
  const suffix = publicSuffix(trimmed(fragment));
  if (suffix === null || !isSharedHosting(suffix)) return [];
  return trimmed(fragment) === suffix || fragment.exact || isBehindDash(fragment) ? [suffix] : [];
}

/** `-team.vercel.app`: names of which strangers can have one too. */
function isBehindDash(fragment: Fragment): boolean {
  const host = trimmed(fragment);
  if (fragment.host.startsWith('--') && host.endsWith('.netlify.app')) return false;
  return /^[-_]/.test(fragment.host) && registrableDomain(host) === host && isSharedHosting(publicSuffix(host) ?? '');
}
