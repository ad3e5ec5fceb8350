import type { AST } from '@eslint-community/regexpp';
import { type Acceptor, both, oneOf, type PatternTest, type Subject, type TextTest } from '../model/acceptor.ts';
import { ask } from './ask.ts';
import { formulas } from './formula.ts';
import { parseOrigin } from './grammar.ts';
import { textsOf } from './holes.ts';
import { quote } from './hosts.ts';
import { holds, language } from './language.ts';
import { namesIn } from './named.ts';
import { parsePattern, unstuck } from './pattern.ts';
import { findWord } from './search.ts';
import { type Budget, budget, TooMany } from './store.ts';
import { isLoopback, isRegistrable, isSharedHosting, registrableDomain } from './suffixes.ts';
import { originSet } from './universe.ts';

/** What to write in the place of a test, as data; `subject` is what it is to be held against. */
export type Repair =
  | { readonly kind: 'pattern'; readonly subject: Subject; readonly source: string; readonly flags: string }
  | { readonly kind: 'equals'; readonly subject: Subject; readonly texts: readonly string[] }
  /** The subject begins with `starts` (empty: with anything) and ends with `ends`. */
  | { readonly kind: 'edges'; readonly subject: Subject; readonly starts: string; readonly ends: string };

/** What a repair is to keep out: strangers, or `http:` pages of public hosts. */
export type Aim = 'foreign' | 'insecure';

/** Tighter tests for what `atom` tests, the closest to it first; each is proved by `isTighter` and to reach the aim. */
export function repairs(
  atom: TextTest | PatternTest,
  aim: Aim = 'foreign',
  allowance: Budget = budget(),
): readonly Repair[] {
  const named = namesIn(atom);
  const kept = aim === 'foreign' ? named.origins : named.origins.filter(it => !it.startsWith('http:'));
  const seen = new Set<string>();
  return (atom.kind === 'matches' ? patternRepairs(atom, aim) : textRepairs(atom)).filter(repair => {
    const after = asAcceptor(repair);
    const key = JSON.stringify(repair);
    if (seen.has(key)) return false;
    seen.add(key);
    return (
      ask(after, aim, { named, allowance }).answer === 'no' &&
      ask(after, 'anything', { allowance }).answer === 'yes' &&
      isTighter(atom, after, { named: kept, allowance }) === true
    );
  });
}

/** The acceptor that a repair is. */
export function asAcceptor(repair: Repair): Acceptor {
  const { subject } = repair;
  switch (repair.kind) {
    case 'pattern':
      return { kind: 'matches', subject, source: repair.source, flags: repair.flags };
    case 'equals':
      return subject === 'origin'
        ? oneOf(repair.texts.map(text => ({ text })))
        : { kind: 'or', of: repair.texts.map(text => ({ kind: 'equals', subject, text })) };
    case 'edges':
      return both([
        ...(repair.starts === '' ? [] : [{ kind: 'starts', subject, text: repair.starts } as const]),
        { kind: 'ends', subject, text: repair.ends },
      ]);
  }
}

export interface Kept {
  /** Origins that are still to be taken; those that `before` names, unless told otherwise. */
  readonly named?: readonly string[];
  /** An origin that is to be refused. */
  readonly witness?: string;
  readonly allowance?: Budget;
}

/** The allowance of a proof about two whole policies, as if for a list of this length. */
const PROOF = 200;

/**
 * Whether everything that `after` takes was taken by `before`, and every one of `named` that `before` took is still
 * taken; with a `witness`, whether that is refused too. Undefined where it cannot be told.
 */
export function isTighter(
  before: Acceptor,
  after: Acceptor,
  { named = namesIn(before).origins, witness, allowance = budget(PROOF) }: Kept = {},
): boolean | undefined {
  if (named.some(it => holds(before, it) === true && holds(after, it) !== true)) return false;
  if (witness !== undefined && holds(after, witness, false) !== true) return false;
  if (holds(after, 'null') === true && holds(before, 'null') === false) return false;
  const ofNull = holds(after, 'null') === false || holds(before, 'null') === true;
  try {
    const grown = (bound: 'lower' | 'upper') => {
      const engine = formulas(allowance);
      const old = language(engine, before, bound === 'upper' ? 'lower' : 'upper');
      const added = engine.and([language(engine, after, bound), engine.not(old)]);
      return findWord(engine, added, originSet('all'));
    };
    if (grown('upper') === undefined) return ofNull || undefined;
    return grown('lower') === undefined ? undefined : false;
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    throw error;
  }
}

const anyPort = '(?::\\d+)?';
const labels = '(?:[a-z0-9-]+\\.)*';

function textRepairs(atom: TextTest): readonly Repair[] {
  const { subject } = atom;
  return textsOf(atom.text, subject, atom.kind).flatMap((text): Repair[] => {
    const name = text.replace(/^[a-z]+:\/\//, '').replace(/^[._-]+/, '');
    const { origin, canonical } = parseOrigin(text.includes('://') ? text : `https://${name}`);
    if (!origin || canonical === undefined) return [];
    const scheme = text.includes('://') ? `${origin.scheme}:\\/\\/` : undefined;
    if (subject !== 'origin' && subject !== 'url-origin') return hostRepairs(subject, atom.kind, origin.host);
    if (isLoopback(origin.host)) {
      const port = origin.port === undefined ? anyPort : `:${origin.port}`;
      return [
        { kind: 'pattern', subject, source: `^${scheme ?? 'https?:\\/\\/'}${quote(origin.host)}${port}$`, flags: '' },
      ];
    }
    if (scheme !== undefined) {
      return registrableDomain(origin.host) === null ? [] : [{ kind: 'equals', subject, texts: [canonical] }];
    }
    return isOwn(origin.host)
      ? [
          { kind: 'pattern', subject, source: `^https:\\/\\/${labels}${quote(origin.host)}$`, flags: '' },
          { kind: 'edges', subject, starts: 'https://', ends: `.${origin.host}` },
        ]
      : [];
  });
}

function hostRepairs(subject: Subject, kind: TextTest['kind'], host: string): Repair[] {
  const exact: Repair = { kind: 'equals', subject, texts: [host] };
  if (kind === 'starts' || isLoopback(host)) return [exact];
  if (!isOwn(host)) return [];
  return [
    { kind: 'pattern', subject, source: `^${labels}${quote(host)}$`, flags: '' },
    { kind: 'edges', subject, starts: '', ends: `.${host}` },
    exact,
  ];
}

function isOwn(host: string): boolean {
  return isRegistrable(host) && !isSharedHosting(host);
}

function patternRepairs(atom: PatternTest, aim: Aim): readonly Repair[] {
  const { subject } = atom;
  const source = unstuck(atom.source, atom.flags);
  const flags = atom.flags.replace(/[gy]/g, '');
  const pattern = parsePattern(source, flags);
  if (!pattern.ok) return [];
  const write = (text: string): Repair => ({ kind: 'pattern', subject, source: text, flags });
  if (aim === 'insecure') return [write(source.replaceAll(/https\?/g, 'https').replaceAll('http(s)?', 'https'))];
  const whole = subject === 'origin' || subject === 'url-origin';
  const dotted = escapeDots(source, pattern.root);
  const { fragments, origins, domains } = namesIn(atom);
  const anchored = dotted === undefined ? [] : ['', anyPort].flatMap(port => anchor(dotted, flags, whole, port) ?? []);
  const own = domains.filter(isOwn).map(quote);
  const hosts = [...new Set(fragments.map(it => it.host))].filter(
    it => registrableDomain(it) !== null || isLoopback(it),
  );
  return [
    ...(dotted === undefined ? [] : [write(dotted)]),
    ...anchored.map(write),
    ...(origins.length > 0 ? [{ kind: 'equals', subject: 'origin', texts: origins } as const] : []),
    ...(own.length > 0 ? [write(`^${whole ? 'https:\\/\\/' : ''}${labels}${group(own)}$`)] : []),
    ...(hosts.length > 0 && whole ? ['', anyPort].map(port => write(exactSource(hosts, port))) : []),
  ];
}

function exactSource(hosts: readonly string[], port: string): string {
  return `^${group(hosts.map(it => `${isLoopback(it) ? 'https?' : 'https'}:\\/\\/${quote(it)}${port}`))}$`;
}

function group(ways: readonly string[]): string {
  return ways.length === 1 ? (ways[0] ?? '') : `(?:${ways.join('|')})`;
}

/** The source with `\.` for each `.` that stands alone; undefined where it has a dot that is repeated. */
function escapeDots(source: string, root: AST.Pattern): string | undefined {
  const dots: number[] = [];
  let repeated = false;
  const pending: AST.Node[] = [...root.alternatives];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'CharacterSet' && node.kind === 'any') {
      if (node.parent.type === 'Quantifier') repeated = true;
      else dots.push(node.start);
    } else if (node.type === 'Quantifier') pending.push(node.element);
    else if (node.type === 'Alternative') pending.push(...node.elements);
    else if (node.type === 'Group' || node.type === 'CapturingGroup') pending.push(...node.alternatives);
  }
  const escaped = dots
    .sort((a, b) => b - a)
    .reduce((text, at) => `${text.slice(0, at)}\\.${text.slice(at + 1)}`, source);
  return repeated && dots.length === 0 ? undefined : escaped;
}

/** Each alternative from start to end: without its own anchors, with a scheme where it has none, all in one pair. */
function anchor(source: string, flags: string, whole: boolean, port: string): string | undefined {
  const pattern = parsePattern(source, flags);
  if (!pattern.ok) return undefined;
  const ways = pattern.root.alternatives.map(({ elements, start, end }) => {
    const [first, last] = [elements[0], elements.at(-1)];
    const from = first?.type === 'Assertion' && first.kind === 'start' ? first.end : start;
    const to = last?.type === 'Assertion' && last.kind === 'end' ? last.start : end;
    const text = source.slice(from, to);
    if (!whole || /^\(?(?:\?:)?https?/.test(text)) return text;
    const host = text.replace(/^(?:\\\/){2}/, '').replace(/^\\\./, '');
    if (isLoopback(host)) return `https?:\\/\\/${host}${port}`;
    return text.startsWith('\\.') ? `https:\\/\\/(?:[a-z0-9-]+\\.)+${host}` : `https:\\/\\/${labels}${host}`;
  });
  return `^${group(ways)}$`;
}
