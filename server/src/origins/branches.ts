import { type Acceptor, both, NONE, parts, wordsOf } from '../model/acceptor.ts';
import { holds } from './language.ts';

/** More ways than this are not told apart: an `and` of several lists has as many as their sizes multiplied. */
const MOST = 512;

const known = new WeakMap<Acceptor, readonly Acceptor[]>();

/**
 * The ways into an acceptor: the members of its outermost `or`, each with what is asked of all of them. What is asked of an origin
 * that is spelled out is asked at once: it is a way as it stands, or none.
 */
export function branches(acceptor: Acceptor): readonly Acceptor[] {
  const before = known.get(acceptor);
  if (before) return before;
  const found = waysInto(acceptor);
  known.set(acceptor, found);
  return found;
}

function waysInto(acceptor: Acceptor): readonly Acceptor[] {
  if (acceptor.kind === 'or') return withoutOthers(acceptor.of.flatMap(branches));
  if (acceptor.kind !== 'and') return [acceptor];
  const choices = acceptor.of.map(branches);
  const count = choices.reduce((all, { length }) => all * length, 1);
  if (count <= 1 || count > MOST) return [acceptor];
  const found = choices
    .toSorted((a, b) => b.length - a.length)
    .reduce<readonly (readonly Acceptor[])[]>((ways, own) => ways.flatMap(way => own.map(it => [...way, it])), [[]])
    .map(way => atOnce(both(way)))
    .filter(it => it.kind !== 'none');
  return found.length > 0 ? withoutOthers(found) : [NONE];
}

/**
 * `a or (b and not a)` is `a or b`: what an early return leaves behind makes the last way no larger than it has to be. A test on a
 * part of `new URL(…)` stays where nothing else throws for what is no URL.
 */
function withoutOthers(ways: readonly Acceptor[]): readonly Acceptor[] {
  if (ways.length < 2 || !ways.some(it => it.kind === 'and' && it.of.some(isOpposite))) return ways;
  const keys = new Set(ways.map(wordsOf));
  const others = ways.flatMap(it => (it.kind === 'and' ? [new Set(it.of.map(wordsOf))] : []));
  return ways.map(way => {
    if (way.kind !== 'and') return way;
    const rest = way.of.filter(it => !isOpposite(it));
    const own = new Set(rest.map(wordsOf));
    const throws = rest.some(asksUrl);
    const isTaken = (one: Acceptor) => {
      const key = wordsOf(one);
      if (!throws && [...parts(one)].some(asksUrl)) return false;
      if (keys.has(key) || isRefused(one, rest)) return true;
      return others.some(it => it.has(key) && [...it].every(other => other === key || own.has(other)));
    };
    return both(way.of.filter(it => !isOpposite(it) || !(it.of.kind === 'or' ? it.of.of : [it.of]).every(isTaken)));
  });
}

function isOpposite(it: Acceptor): it is Extract<Acceptor, { kind: 'not' }> {
  return it.kind === 'not';
}

function asksUrl(it: Acceptor): boolean {
  return 'subject' in it && it.subject !== 'origin';
}

/** An origin that is spelled out, and that the rest of the way refuses. */
function isRefused(one: Acceptor, rest: readonly Acceptor[]): boolean {
  const text = one.kind === 'equals' && one.subject === 'origin' ? one.text : undefined;
  return typeof text === 'string' && holds(both(rest), text) === false;
}

function atOnce(acceptor: Acceptor): Acceptor {
  if (acceptor.kind !== 'and') return acceptor;
  const spelled = acceptor.of.find(isComparison);
  if (spelled?.kind !== 'equals' || typeof spelled.text !== 'string') return acceptor;
  const taken = holds(acceptor, spelled.text);
  return taken === undefined ? acceptor : taken ? spelled : NONE;
}

/** The origins that an acceptor compares with, whatever else it asks of them. */
export function isComparison(acceptor: Acceptor): boolean {
  return acceptor.kind === 'and'
    ? acceptor.of.some(isComparison)
    : acceptor.kind === 'equals' && acceptor.subject === 'origin';
}
