import type { Span } from '../text/span.ts';
import { onOrigin } from './test.ts';
import { type Entry, type Test, unknown, type Value } from './value.ts';

/**
 * How large a value may become, counted as whoever walks through it counts: a part that is held twice counts twice, and a
 * text one for each `LETTERS` of its letters. Thirty lines of `b = [...a, ...a]` are a list of a thousand million items:
 * beyond the bound a value is unknown.
 */
export const MOST_WEIGHT = 50_000;
/** Items of a list, parts of a text: so many are put together before their weight is looked at. */
export const MOST_ITEMS = 10_000;
/** Letters of one text that is put together. */
export const MOST_LETTERS = 500_000;
const LETTERS = 16;

/** What was weighed before: values share their parts, and a walk from each holder anew is what the bound is there to end. */
const WEIGHED = new WeakMap<Value | Test, number>();

/** What is no heavier is weighed again in less time than it takes to keep its weight. */
const LIGHT = 16;

/** The weight of a value, or `MOST_WEIGHT` + 1 where it is more than that. */
export function weightOf(value: Value): number {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? letters(value.value) : 1;
    case 'pattern':
      return letters(value.source);
    case 'template':
    case 'list':
    case 'record':
    case 'choice':
    case 'test':
    case 'part':
    case 'member':
    case 'call':
      return once(value, weighed);
    default:
      return value.kind === 'unknown' && value.of ? once(value, weighed) : 1;
  }
}

/** What a value weighs beside those of its parts that are paid for. */
export function weightBeside(value: Value, paid: WeakSet<Value>): number {
  return heldBy(value).reduce((left, it) => (paid.has(it) ? left - weightOf(it) : left), weightOf(value));
}

function heldBy(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'template':
      return value.parts;
    case 'list':
      return value.items;
    case 'record':
      return value.entries.flatMap(it => (isLazy(it) ? [] : [it.value]));
    case 'choice':
      return value.branches.map(it => it.value);
    case 'part':
      return [value.of];
    case 'member':
      return [value.object];
    case 'call':
      return [value.callee, ...value.args];
    default:
      return [];
  }
}

/** The value, or that it is too large to be followed. */
export function bounded(value: Value, span: Span): Value {
  return weightOf(value) > MOST_WEIGHT ? unknown(span, 'a value too large to be followed', onOrigin(value)) : value;
}

function once<T extends Value | Test>(of: T, weigh: (of: T) => number): number {
  const before = WEIGHED.get(of);
  if (before !== undefined) return before;
  const found = Math.min(weigh(of), MOST_WEIGHT + 1);
  if (found > LIGHT) WEIGHED.set(of, found);
  return found;
}

function weighed(value: Value): number {
  switch (value.kind) {
    case 'template':
      return sum(value.parts, weightOf);
    case 'list':
      return sum(value.items, weightOf);
    case 'record':
      return sum(value.entries, it => (isLazy(it) ? 1 : weightOf(it.value)));
    case 'choice':
      return sum(value.branches, it => testWeight(it.when) + weightOf(it.value));
    case 'test':
      return 1 + testWeight(value.test);
    case 'part':
      return 1 + weightOf(value.of);
    case 'member':
      return 1 + weightOf(value.object);
    case 'call':
      return 1 + weightOf(value.callee) + sum(value.args, weightOf);
    case 'unknown':
      return value.of ? 1 + weightOf(value.of) : 1;
    default:
      return 1;
  }
}

function testWeight(test: Test): number {
  return test.kind === 'constant' ? 1 : once(test, weighedTest);
}

function weighedTest(test: Test): number {
  switch (test.kind) {
    case 'constant':
      return 1;
    case 'not':
      return 1 + testWeight(test.of);
    case 'and':
    case 'or':
      return sum(test.of, testWeight);
    case 'equals':
      return 1 + weightOf(test.left) + weightOf(test.right);
    case 'starts':
    case 'ends':
    case 'contains':
      return 1 + weightOf(test.of) + weightOf(test.text);
    case 'member':
      return 1 + weightOf(test.item) + weightOf(test.list);
    default:
      return test.of ? 1 + weightOf(test.of) : 1;
  }
}

function letters(text: string): number {
  return 1 + Math.floor(text.length / LETTERS);
}

/** A property that is worked out when it is asked for is not worked out to be weighed. */
function isLazy(entry: Entry): boolean {
  return Object.getOwnPropertyDescriptor(entry, 'value')?.get !== undefined;
}

function sum<T>(parts: readonly T[], weigh: (part: T) => number): number {
  let all = 1;
  for (const part of parts) {
    all += weigh(part);
    if (all > MOST_WEIGHT) break;
  }
  return all;
}
