import type { Acceptor } from '../model/acceptor.ts';
import { type Answer, NO, reason, type Sets } from './answer.ts';
import { type Candidate, type How, oddStrangers, strangers } from './candidates.ts';
import { below, findUnder, hostOf, impossible, matching, prettify } from './hosts.ts';
import { test } from './matcher.ts';
import { type Named, ownOf } from './named.ts';
import { parsePattern } from './pattern.ts';
import { endsBelow } from './shape.ts';
import { isBelow, isRegistrable } from './suffixes.ts';

/** How a stranger gets in, and what it takes. */
export interface LookAlike {
  readonly how: How;
  /** No such origin is https. */
  readonly needsHttp: boolean;
  /** Each such host has characters beside letters, digits, hyphens and dots, which not every browser sends. */
  readonly needsOddCharacters: boolean;
}

interface Tier {
  readonly scheme: 'https' | 'http';
  readonly odd: boolean;
}

const tiers: readonly Tier[] = [
  { scheme: 'https', odd: false },
  { scheme: 'http', odd: false },
  { scheme: 'https', odd: true },
  { scheme: 'http', odd: true },
];

const ordinaryOnly = '^[a-z0-9.:/-]+$';

/**
 * Whether the acceptor takes an http(s) origin of a name that a stranger can register or of a public IPv4 address, outside
 * the domains and the shared hosting that `named` holds.
 */
export function findForeign(sets: Sets, named: Named): Answer<LookAlike> {
  const { acceptor, engine } = sets;
  const own = ownOf(named);
  if (endsBelow(acceptor, own)) return NO;
  const foreign = (origin: string) => {
    const host = hostOf(origin);
    return isRegistrable(host) && !isBelow(host, own);
  };
  const takes = (origin: string) => foreign(origin) && sets.takes(origin);
  const loose = hasLooseAlternative(acceptor);
  const ordinary = strangers(named);

  const first = tryHosts('https', ordinary, takes);
  if (first) return told(first, { needsHttp: false, needsOddCharacters: false }, loose);
  const apart = [...(own.length > 0 ? [engine.not(below(engine, own))] : []), ...impossible(engine, named)];
  if (sets.find('upper', 'names', ...apart) === undefined) return findAddress(acceptor, sets, apart);
  const ready = sets.find('lower', 'ready', ...apart) !== undefined;
  for (const tier of ready ? tiers : []) {
    const needs = { needsHttp: tier.scheme === 'http', needsOddCharacters: tier.odd };
    const odd = tier.odd ? oddStrangers(named) : ordinary;
    const candidate = tier === tiers[0] ? undefined : tryHosts(tier.scheme, odd, takes);
    if (candidate) return told(candidate, needs, loose);
    const within = [`^${tier.scheme}:`, ...(tier.odd ? [] : [ordinaryOnly])].map(it => matching(engine, it));
    const word = sets.find('lower', 'ready', ...apart, ...within);
    if (word === undefined || !takes(word)) continue;
    const keeps = (it: string) => takes(it) && (tier.odd || /^[a-z0-9.:/-]+$/.test(it));
    const witness = prettify(word, keeps);
    return told({ how: classify(acceptor, hostOf(witness), named), witness }, needs, loose || tier.odd);
  }
  const { word, possible } = findUnder(sets, apart, foreign);
  if (word !== undefined) {
    const needs = { needsHttp: word.startsWith('http:'), needsOddCharacters: !/^[a-z0-9.:/-]+$/.test(word) };
    return told({ how: classify(acceptor, hostOf(word), named), witness: word }, needs, loose);
  }
  if (!possible) return findAddress(acceptor, sets, apart);
  return { answer: 'cannot-tell', why: reason(acceptor) || 'only names under unknown top-level domains get in' };
}

function findAddress(acceptor: Acceptor, sets: Sets, apart: readonly number[]): Answer<LookAlike> {
  if (sets.find('upper', 'addresses', ...apart) === undefined) return NO;
  const word = sets.find('lower', 'addresses', ...apart);
  if (word === undefined || !sets.takes(word))
    return { answer: 'cannot-tell', why: reason(acceptor) || 'the check cannot be decided' };
  const secure = word.replace(/^http:/, 'https:');
  const witness = sets.takes(secure) ? secure : word;
  return { answer: 'yes', witness, how: 'other', needsHttp: witness === word, needsOddCharacters: false };
}

interface Found {
  readonly how: How;
  readonly witness: string;
}

/** The first candidate let in; one before and one behind the name together make a substring match. */
function tryHosts(
  scheme: string,
  candidates: readonly Candidate[],
  takes: (origin: string) => boolean,
): Found | undefined {
  let found: Found | undefined;
  for (const { how, host } of candidates) {
    if (found && how !== 'suffix' && how !== 'substring') continue;
    const witness = `${scheme}://${host}`;
    if (!takes(witness)) continue;
    if (found) return found.how === 'prefix' ? { ...found, how: 'substring' } : found;
    if (how !== 'prefix') return { how, witness };
    found = { how, witness };
  }
  return found;
}

function told(found: Found, needs: Omit<LookAlike, 'how'>, loose: boolean): Answer<LookAlike> {
  return { answer: 'yes', witness: found.witness, how: loose ? 'other' : found.how, ...needs };
}

function classify(acceptor: Acceptor, host: string, { fragments }: Named): How {
  if (acceptor.kind === 'within') return 'substring';
  for (const fragment of fragments) {
    const name = fragment.host.replace(/^[._-]+/, '');
    if (name === '') continue;
    const shape = [...name].map((char, at) => (char === '.' ? (host[at] ?? '') : char)).join('');
    if (host !== name && shape === host) return 'unescaped-dot';
    if (host.startsWith(name)) return 'prefix';
    if (host.endsWith(name)) return 'suffix';
    if (host.includes(name)) return 'substring';
  }
  const dots = fragments.some(({ host: name, anyAt }) => {
    const pattern = [...name].map((char, at) => (anyAt.includes(at) ? '.' : char === '.' ? '\\.' : char)).join('');
    return anyAt.length > 0 && test(pattern, '', host) === true;
  });
  return dots ? 'unescaped-dot' : 'other';
}

/** `^a|b$`: the anchors hold for one alternative each (alternation binds more loosely than anchors). */
function hasLooseAlternative(acceptor: Acceptor): boolean {
  if (acceptor.kind !== 'matches') return false;
  const pattern = parsePattern(acceptor.source, acceptor.flags);
  if (!pattern.ok || pattern.root.alternatives.length < 2) return false;
  const starts = pattern.root.alternatives.map(({ elements: [it] }) => it?.type === 'Assertion' && it.kind === 'start');
  const ends = pattern.root.alternatives.map(({ elements }) => {
    const last = elements.at(-1);
    return last?.type === 'Assertion' && last.kind === 'end';
  });
  return [starts, ends].some(it => it.includes(true) && it.includes(false));
}
