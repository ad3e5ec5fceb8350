import type { Span } from '../text/span.ts';
import { branchesOf, mapChoice, total } from './choice.ts';
import { type Apply, follow, type Signature, type Signatures, takes } from './signature.ts';
import { and, FALSE, not, onOrigin, or, TRUE, testsOrigin, truthy } from './test.ts';
import {
  literal,
  type OpenPattern,
  type Pattern,
  type Test,
  type TestValue,
  textOf,
  unknown,
  type Value,
} from './value.ts';

/**
 * `text.name(…)` for what is modelled of texts. Of a value that may be something else than a text, only the tests are
 * (`opaque`): what they ask is the same, whatever it is.
 */
export function ofText(
  text: Value,
  name: string,
  args: readonly Value[],
  span: Span,
  apply: Apply,
  opaque = false,
): Value | undefined {
  return follow(opaque ? OF_OPAQUE : OF_TEXT, text, name, args, span, apply);
}

function comparing(kind: 'starts' | 'ends' | 'contains'): Signature<Value> {
  return takes(1, 2, (of, [text, place], span) => {
    if (!text || text.kind === 'pattern') return undefined;
    return place ? compareAt(kind, of, text, place, span) : compareText(kind, of, text, span);
  });
}

/** Serialised origins are lower case and without blanks (HTML, "ASCII serialization of an origin"), so these change nothing there. */
function keeping(change: (text: string) => string, kind?: 'trim' | 'fold'): Signature<Value> {
  return takes(0, 0, (of, _, span) => {
    const text = textOf(of);
    if (text !== undefined) return literal(of.span, change(text));
    if (of.kind === 'environment')
      return kind === 'fold'
        ? { ...of, altered: true }
        : of.each && kind === 'trim'
          ? { ...of, each: { ...of.each, trimmed: true } }
          : of;
    if (of.kind === 'template' && kind) {
      const changed = of.parts.every(it => {
        const known = it.kind === 'literal' ? String(it.value) : '';
        return change(`a${known}a`) === `a${known}a`;
      });
      return changed && kind === 'fold' ? of : unknown(span, 'a text that is changed', onOrigin(of));
    }
    // A method arrives in upper case: folding changes it.
    return kind === 'fold' && of.kind === 'request' && of.part === 'method' ? undefined : of;
  });
}

const TESTS: Signatures<Value> = {
  startsWith: comparing('starts'),
  endsWith: comparing('ends'),
  includes: comparing('contains'),
  match: takes(1, 1, (of, [what], span) => {
    // With the `g` flag, `match` begins at the beginning whatever was found before.
    if (what?.kind === 'pattern') return match(what.flags.includes('g') ? { ...what, shared: false } : what, of, span);
    if (what?.kind === 'open-pattern') return match(what, of, span);
    const source = textOf(what);
    return source === undefined
      ? undefined
      : match({ kind: 'pattern', source, flags: '', shared: false, span: (what ?? of).span }, of, span);
  }),
  split: takes(1, 1, (of, [by], span) => by && split(of, by, span)),
  indexOf: takes(1, 1, (of, [text], span) => {
    if (!text || text.kind === 'pattern') return undefined;
    const [starts, contains] = (['starts', 'contains'] as const).map(it => compareText(it, of, text, span).test);
    return starts && contains && found(starts, contains, span);
  }),
  lastIndexOf: takes(1, 1, (of, [text], span) =>
    text && text.kind !== 'pattern' ? found(undefined, compareText('contains', of, text, span).test, span) : undefined,
  ),
  search: takes(1, 1, (of, [pattern], span) => {
    if (pattern?.kind !== 'pattern') return undefined;
    const anchored: Pattern = { ...pattern, shared: false, source: `^(?:${pattern.source})` };
    const starts = pattern.flags.includes('m') ? undefined : truthy(matches(anchored, of, span));
    return found(starts, truthy(matches({ ...pattern, shared: false }, of, span)), span);
  }),
};

/** The place where a text is found in another: at its beginning, later, or -1. */
function found(starts: Test | undefined, contains: Test, span: Span): Value {
  const later = { ...unknown(span, 'a place in a text', testsOrigin(contains)), least: starts ? 1 : 0 };
  return total(span, [
    ...(starts ? [{ when: starts, value: literal(span, 0) }] : []),
    { when: starts ? and(contains, not(starts)) : contains, value: later },
    { when: not(contains), value: literal(span, -1) },
  ]);
}

const replacing = (all: boolean) =>
  takes<Value>(2, 2, (of, [what, by], span) =>
    what && by
      ? (replaced(of, what, by, all) ?? unknown(span, 'a text that is changed by a pattern', onOrigin(of)))
      : undefined,
  );

const cutting = (cut: (text: string, from: number, to: number | undefined) => string) =>
  takes<Value>(1, 2, (of, args) => {
    const text = textOf(of);
    const [from, to] = args.map(it => (it.kind === 'literal' && typeof it.value === 'number' ? it.value : undefined));
    return text !== undefined && from !== undefined && (args.length === 1 || to !== undefined)
      ? literal(of.span, cut(text, from, to))
      : undefined;
  });

const OF_OPAQUE: Signatures<Value> = {
  ...TESTS,
  replace: takes(2, 2, (of, [what, by]) => what && by && replaced(of, what, by, false)),
};

const OF_TEXT: Signatures<Value> = {
  ...TESTS,
  trim: keeping(it => it.trim(), 'trim'),
  trimStart: keeping(it => it.trimStart(), 'trim'),
  trimEnd: keeping(it => it.trimEnd(), 'trim'),
  toString: keeping(it => it),
  valueOf: keeping(it => it),
  toLowerCase: keeping(it => it.toLowerCase(), 'fold'),
  toLocaleLowerCase: keeping(it => it.toLowerCase(), 'fold'),
  normalize: keeping(it => it.normalize(), 'fold'),
  toUpperCase: takes(0, 0, of => {
    const text = textOf(of);
    return text === undefined ? undefined : literal(of.span, text.toUpperCase());
  }),
  replace: replacing(false),
  replaceAll: replacing(true),
  slice: cutting((text, from, to) => text.slice(from, to)),
  substring: cutting((text, from, to) => text.substring(from, to)),
  concat: takes(0, Number.POSITIVE_INFINITY, (of, args) => {
    const texts = [of, ...args].map(textOf);
    return texts.every(it => it !== undefined) ? literal(of.span, texts.join('')) : undefined;
  }),
};

/** `pattern.exec(of)`: the pieces that match, or `null`. */
export function match(pattern: Pattern | OpenPattern, of: Value, span: Span): Value {
  const test = truthy(matches(pattern, of, span));
  const rest = unknown(span, 'the pieces of a match', testsOrigin(test));
  return total(span, [
    { when: test, value: { kind: 'list', container: 'array', items: [], rest, span } },
    { when: not(test), value: literal(span, null) },
  ]);
}

/** `pattern.test(of)`. */
export function matches(pattern: Pattern | OpenPattern, of: Value, span: Span): Value {
  return mapChoice(of, it => ({ kind: 'test', test: { kind: 'matches', pattern, of: it, span }, span }));
}

function compareText(kind: 'starts' | 'ends' | 'contains', of: Value, argument: Value, span: Span): TestValue {
  const tests = branchesOf(argument).flatMap(right =>
    branchesOf(of).map(left => {
      const a = textOf(left.value);
      const b = textOf(right.value);
      const test: Test =
        a !== undefined && b !== undefined
          ? (kind === 'starts' ? a.startsWith(b) : kind === 'ends' ? a.endsWith(b) : a.includes(b))
            ? TRUE
            : FALSE
          : { kind, of: left.value, text: right.value, span };
      return and(left.when, right.when, test);
    }),
  );
  return { kind: 'test', test: or(...tests), span };
}

/** The same from a place on, or up to one: a pattern says it. */
function compareAt(
  kind: 'starts' | 'ends' | 'contains',
  of: Value,
  argument: Value,
  at: Value,
  span: Span,
): Value | undefined {
  const text = textOf(argument);
  const place = at.kind === 'literal' && typeof at.value === 'number' ? at.value : undefined;
  if (text === undefined || text === '' || place === undefined || !Number.isInteger(place) || place < 0 || place > 200)
    return undefined;
  return mapChoice(of, it => {
    const known = textOf(it);
    if (known !== undefined)
      return literal(
        span,
        kind === 'starts'
          ? known.startsWith(text, place)
          : kind === 'ends'
            ? known.endsWith(text, place)
            : known.includes(text, place),
      );
    const source = placed(kind, text, place);
    if (source === undefined) return literal(span, false);
    return matches({ kind: 'pattern', source, flags: '', shared: false, made: true, span }, it, span);
  });
}

function placed(kind: 'starts' | 'ends' | 'contains', text: string, place: number): string | undefined {
  const quoted = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (kind === 'starts') return `^[\\s\\S]{${place}}${quoted}`;
  if (kind === 'contains') return `^[\\s\\S]{${place}}[\\s\\S]*${quoted}`;
  const before = place - text.length;
  if (before < 0) return undefined;
  // A text that is shorter than the place ends where it ends.
  const shorter = before > 0 ? `|[\\s\\S]{0,${before - 1}}${quoted}$` : '';
  return `^(?:[\\s\\S]{${before}}${quoted}${shorter})`;
}

function split(object: Value, by: Value, span: Span): Value {
  const separator = by.kind === 'pattern' ? by.source : textOf(by);
  if (separator === undefined) return unknown(span, 'a text split at something unknown', onOrigin(object));
  if (object.kind === 'environment' && !object.each) {
    const trimmed = by.kind === 'pattern' && /\\s/.test(by.source);
    return {
      kind: 'list',
      container: 'array',
      items: [{ ...object, each: { separator, trimmed, filtered: false } }],
      span,
    };
  }
  const text = textOf(object);
  if (text === undefined)
    return { ...unknown(span, 'the pieces of a text that is not known', onOrigin(object)), of: object };
  const pieces =
    by.kind === 'pattern'
      ? /^\\s\*[,;]\\s\*$/.test(by.source)
        ? text.split(/[,;]/).map(it => it.trim())
        : undefined
      : text.split(separator);
  if (!pieces) return unknown(span, 'a text split at a pattern', onOrigin(object));
  const at = by.kind === 'pattern' ? () => object.span : placesIn(object.span, text, pieces, separator);
  return { kind: 'list', container: 'array', items: pieces.map((it, i) => literal(at(i), it)), span };
}

/** Where the pieces of a text stand that is written without escapes, between two quotes. */
function placesIn(whole: Span, text: string, pieces: readonly string[], separator: string): (index: number) => Span {
  if (pieces.length < 2 || whole.end - whole.start !== text.length + 2) return () => whole;
  const starts: number[] = [];
  let start = whole.start + 1;
  for (const it of pieces) {
    starts.push(start);
    start += it.length + separator.length;
  }
  return index => {
    const from = starts[index] ?? whole.start;
    return { ...whole, start: from, end: from + (pieces[index] ?? '').length };
  };
}

/** Only replacements whose meaning is plain are followed: patterns of the workspace are never run. */
function replaced(object: Value, what: Value, by: Value, all: boolean): Value | undefined {
  const replacement = textOf(by);
  if (replacement === undefined) return undefined;
  const text = textOf(object);
  const plain = textOf(what);
  if (text !== undefined && plain !== undefined)
    return literal(object.span, all ? text.replaceAll(plain, replacement) : text.replace(plain, replacement));
  if (what.kind !== 'pattern' || (all && !what.flags.includes('g'))) return undefined;
  const characters = text === undefined ? undefined : charactersOf(what.source);
  if (text !== undefined && characters && (what.flags === 'g' || what.flags === '')) {
    let left = what.flags === 'g' ? Number.POSITIVE_INFINITY : 1;
    const put = (char: string) => replacement.replace(/\$([$&])/g, (_, it: string) => (it === '&' ? char : it));
    return literal(object.span, [...text].map(it => (characters.has(it) && left-- > 0 ? put(it) : it)).join(''));
  }
  if (replacement !== '') return undefined;
  const strips = /^\\\/[+*]?\$$/.test(what.source)
    ? /[+*]\$$/.test(what.source)
      ? /\/+$/
      : /\/$/
    : /^\\s[+*]?$/.test(what.source) && what.flags.includes('g')
      ? /\s+/g
      : undefined;
  if (!strips) return undefined;
  return text !== undefined
    ? literal(object.span, text.replace(strips, ''))
    : object.kind === 'environment'
      ? { ...object, altered: true }
      : object.kind === 'request'
        ? object
        : undefined;
}

/** The characters that a pattern for one character means: `\*`, `[.+?^${}()|[\]\\]`; undefined for other patterns. */
function charactersOf(source: string): ReadonlySet<string> | undefined {
  const one = /^(?:\\([^a-zA-Z0-9])|([^\\.^$*+?()[\]{}|]))$/.exec(source);
  if (one) return new Set([one[1] ?? one[2] ?? '']);
  const inside = /^\[(?!\^)((?:\\[^a-zA-Z0-9]|[^\\\]])+)\]$/.exec(source)?.[1];
  if (inside === undefined || /[^\\]-(?!$)/.test(inside)) return undefined;
  return new Set(inside.replace(/\\(.)/g, '$1'));
}
