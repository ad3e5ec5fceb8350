import type { Span } from '../text/span.ts';

/**
 * What of the `Origin` header a test looks at: the raw header, or a part of `new URL(origin)`.
 * `url-origin` is `new URL(origin).origin`, which is `null` for schemes other than http(s), ws(s) and ftp.
 */
export type Subject = 'origin' | 'url-origin' | 'hostname' | 'host' | 'protocol' | 'port';

/**
 * The text that a test compares with: known, or the content of an environment variable of which only the shape is known.
 * With `each`, the variable is a list and any one of its entries may be meant. `prefix`/`suffix` are constant text around it.
 */
export type Text = string | Hole;

export interface Hole {
  readonly env: string;
  readonly each?: boolean;
  readonly prefix?: string;
  readonly suffix?: string;
  /** The values found for it in the workspace's `.env*` files, split and trimmed where `each`. */
  readonly values?: readonly string[];
  /** The same values where they stand in those files; absent where the code changes them before it compares. */
  readonly written?: readonly WrittenText[];
}

export interface WrittenText {
  readonly text: string;
  readonly at: Span;
}

/**
 * The set of origins that a policy lets in, as a decidable object. An absent `Origin` header is not part of the question:
 * every request that CORS concerns carries one.
 */
export type Acceptor =
  | { readonly kind: 'all'; readonly at?: Span }
  | { readonly kind: 'none'; readonly at?: Span }
  | TextTest
  | PatternTest
  /** The text contains the whole origin: `'https://a, https://b'.includes(origin)`; `edge` tells that it begins or ends with it. */
  | { readonly kind: 'within'; readonly text: Text; readonly edge?: 'start' | 'end'; readonly at?: Span }
  | { readonly kind: 'not'; readonly of: Acceptor; readonly at?: Span }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Acceptor[]; readonly at?: Span }
  | UnknownAcceptor;

/** What nobody can know of the code alone, with the reason in words. */
export interface UnknownAcceptor {
  readonly kind: 'unknown';
  readonly why: string;
  readonly at?: Span;
  /**
   * It is the same for every request: whoever runs the server decides it (a configuration, the time, a file). The text tells such
   * conditions apart.
   */
  readonly fixed?: string;
}

/** `equals`, `starts`, `ends` and `contains` compare the subject with a text, byte by byte. */
export interface TextTest {
  readonly kind: 'equals' | 'starts' | 'ends' | 'contains';
  readonly subject: Subject;
  readonly text: Text;
  readonly at?: Span;
}

/** `new RegExp(source, flags).test(subject)`. */
export interface PatternTest {
  readonly kind: 'matches';
  readonly subject: Subject;
  readonly source: string;
  readonly flags: string;
  /** The source is put together with an environment variable of which nothing is known: what stands in for it. */
  readonly assumed?: AssumedText;
  readonly at?: Span;
}

export interface AssumedText {
  readonly env: string;
  readonly value: string;
  /** The source with each other shape that the variable may as well have: what is said must hold for all of them. */
  readonly others: readonly string[];
}

export const ALL: Acceptor = { kind: 'all' };
export const NONE: Acceptor = { kind: 'none' };

/** Origins that equal one of `texts`. */
export function oneOf(texts: readonly { readonly text: Text; readonly at?: Span }[]): Acceptor {
  return either(texts.map(it => ({ kind: 'equals', subject: 'origin', ...it })));
}

export function either(of: readonly Acceptor[]): Acceptor {
  if (of.some(it => it.kind === 'all')) return of.find(it => it.kind === 'all') ?? ALL;
  const some = absorb(once(of.flatMap(it => (it.kind === 'none' ? [] : it.kind === 'or' ? it.of : [it]))));
  if (some.some(it => it.kind === 'all')) return ALL;
  return some.length === 1 && some[0] ? some[0] : some.length === 0 ? NONE : { kind: 'or', of: some };
}

/** Without the texts that an earlier member compares with already, and what is unknown at one place more than once. */
function once(members: readonly Acceptor[]): readonly Acceptor[] {
  const seen = new Set<string>();
  return members.filter(it => {
    const key = plainKey(it);
    return key === undefined || (!seen.has(key) && seen.add(key));
  });
}

function plainKey(it: Acceptor): string | undefined {
  if (it.kind === 'equals' && typeof it.text === 'string') return `${it.subject} ${it.text}`;
  return it.kind === 'unknown' && it.at ? `${it.why} ${it.at.path} ${it.at.start} ${it.fixed}` : undefined;
}

export function both(of: readonly Acceptor[]): Acceptor {
  if (of.some(it => it.kind === 'none')) return of.find(it => it.kind === 'none') ?? NONE;
  const some = once(of.flatMap(it => (it.kind === 'all' ? [] : it.kind === 'and' ? it.of : [it])));
  return some.length === 1 && some[0] ? some[0] : some.length === 0 ? ALL : { kind: 'and', of: some };
}

/**
 * The same origins in fewer words: that one is not `null` goes without saying where a part of its URL is asked about. Not for
 * what is negated later: the opposite takes `null`, which those tests neither take nor refuse.
 */
export function inFewerWords(acceptor: Acceptor): Acceptor {
  if (acceptor.kind === 'or') return either(acceptor.of.map(inFewerWords));
  if (acceptor.kind !== 'and' || !acceptor.of.some(isNotNull) || !acceptor.of.some(asksUrl)) return acceptor;
  return both(acceptor.of.filter(it => !isNotNull(it)));
}

function isNotNull(it: Acceptor): boolean {
  return it.kind === 'not' && it.of.kind === 'equals' && it.of.subject === 'origin' && it.of.text === 'null';
}

/** Whether an acceptor takes nothing that is no URL, as its opposite does not. */
function asksUrl(it: Acceptor): boolean {
  if (it.kind === 'not') return asksUrl(it.of);
  if (it.kind === 'and' || it.kind === 'or') return it.of.length > 0 && it.of.every(asksUrl);
  return 'subject' in it && it.subject !== 'origin';
}

export function negate(of: Acceptor): Acceptor {
  if (of.kind === 'not') return of.of;
  return of.kind === 'all' ? NONE : of.kind === 'none' ? ALL : { kind: 'not', of };
}

/** Tests that are held against one another; a check with more of them stays as it was written. */
const MOST_ABSORBED = 4_000;

/**
 * `a or (not a and b)` is `a or b`, and `a or (a and b)` is `a`: what early returns leave behind. What is unknown is the same
 * at the same place. A test on a part of `new URL(…)` stays, since it throws for what is no URL.
 */
function absorb(members: readonly Acceptor[]): readonly Acceptor[] {
  if (!members.some(it => it.kind === 'and' || it.kind === 'not')) return members;
  if (members.reduce((all, it) => all + (it.kind === 'and' ? it.of.length : 1), 0) > MOST_ABSORBED) return members;
  const own = members.map(keyOf);
  const result = [...members];
  const count = new Map<string | undefined, number>();
  const add = (key: string | undefined, more: number) => count.set(key, (count.get(key) ?? 0) + more);
  for (const key of own) add(key, 1);
  for (const [i, member] of members.entries()) {
    const all = member.kind === 'and' ? member.of : member.kind === 'not' ? [member] : [];
    if (all.length === 0) continue;
    add(own[i], -1);
    const isOther = (it: Acceptor) => {
      const key = keyOf(it);
      return key !== undefined && (count.get(key) ?? 0) > 0;
    };
    if (member.kind === 'and' && all.some(isOther)) {
      own[i] = undefined;
      result[i] = NONE;
      continue;
    }
    const left = all.filter(it => it.kind !== 'not' || !(it.of.kind === 'or' ? it.of.of : [it.of]).every(isOther));
    result[i] = left.length === all.length ? member : both(left);
    own[i] = keyOf(result[i] ?? NONE);
    add(own[i], 1);
  }
  const isNew = (it: Acceptor) => !((count.get(keyOf(it) ?? '') ?? 0) > 0);
  return result.flatMap(it => (it.kind === 'none' ? [] : it.kind === 'or' ? it.of.filter(isNew) : [it]));
}

/** The same for tests that say the same; undefined where that is not certain. */
function keyOf(acceptor: Acceptor): string | undefined {
  if (!keys.has(acceptor)) keys.set(acceptor, spelled(acceptor));
  return keys.get(acceptor);
}

const keys = new WeakMap<Acceptor, string | undefined>();

/** What consists of more than this is not held against others: each of many long ways would be spelled out in full. */
const MOST_PARTS = 64;

function spelled(acceptor: Acceptor): string | undefined {
  let left = MOST_PARTS;
  for (const it of parts(acceptor)) {
    if (left-- === 0) return undefined;
    if (it.kind === 'unknown' ? !it.at : 'subject' in it && it.subject !== 'origin') return undefined;
  }
  return wordsOf(acceptor);
}

/** The same text for tests that say the same, wherever they stand; what is unknown is the same at one place alone. */
export function wordsOf(acceptor: Acceptor): string {
  return JSON.stringify(acceptor, function (this: unknown, key, value: unknown) {
    return key === 'at' && (this as Acceptor).kind !== 'unknown' ? undefined : value;
  });
}

/** Every acceptor within `acceptor`, itself first. */
export function* parts(acceptor: Acceptor): Iterable<Acceptor> {
  yield acceptor;
  if (acceptor.kind === 'not') yield* parts(acceptor.of);
  else if (acceptor.kind === 'and' || acceptor.kind === 'or') for (const it of acceptor.of) yield* parts(it);
}
