import type { Span } from '../text/span.ts';
import { branchesOf, same, total } from './choice.ts';
import { equals } from './compare.ts';
import { and, not, onOrigin, or, TRUE, testsOrigin, truthy, unknownTest } from './test.ts';
import { onlyWhere } from './throws.ts';
import { type List, literal, type Test, textOf, unknown, type Value } from './value.ts';

/** An item that may be the one that is looked for. */
interface Candidate {
  readonly when: Test;
  readonly value: Value;
  readonly index: number;
}

/** More than these are not told apart. */
const MOST = 64;

/** Whether an item is there in any case, and once. */
export function standsAlone(item: Value): boolean {
  return item.kind !== 'choice' && !(item.kind === 'environment' && item.each);
}

/** Whether every item stands at the place where it is written. */
export function inPlace(list: List): boolean {
  return !list.rest && !list.shuffled && list.items.every(standsAlone);
}

/** The item at a place that is counted from the front; unknown where it is not sure which one stands there. */
export function itemAt(list: List, index: number, span: Span): Value {
  const before = list.items.slice(0, index + 1);
  const ordered = !list.rest && !list.shuffled;
  if (ordered && before.every(standsAlone)) return before[index] ?? literal(span, undefined);
  const first = list.items[0];
  if (index === 0 && first?.kind === 'environment' && !list.shuffled) return { ...first, span };
  if (index === 0 && ordered) return firstItem(list, span, () => TRUE);
  return unknown(span, 'an item of a list that is not known', onOrigin(list));
}

/** The last item. */
export function lastItem(list: List, span: Span): Value {
  if (inPlace(list)) return list.items.at(-1) ?? literal(span, undefined);
  return firstItem({ ...list, items: [...list.items].reverse() }, span, () => TRUE);
}

/** The first item for which a test holds; `undefined` where there is none. */
export function firstItem(list: List, span: Span, test: (item: Value, index: number) => Test): Value {
  const candidates = candidatesIn(list, test);
  if (!candidates) return unknown(span, 'an item of a list that is not known', true);
  const nothing = { when: not(or(...candidates.map(it => it.when))), value: literal(span, undefined) };
  const asked = askedText(candidates);
  if (asked) return total(span, [{ when: or(...candidates.map(it => it.when)), value: asked }, nothing]);
  if (list.shuffled || candidates.length > MOST) {
    const found = unknown(span, 'one of several items', candidates.some(it => testsOrigin(it.when)) || onOrigin(list));
    const all = candidates.every(it => isTrue(truthy(it.value)));
    return total(span, [
      { when: or(...candidates.map(it => it.when)), value: all ? { ...found, truthy: true } : found },
      nothing,
    ]);
  }
  return total(span, [...firstOf(candidates), nothing]);
}

/** The place of the first (or last) item for which a test holds, or -1. `whether` is the test that there is one. */
export function placeOf(
  list: List,
  span: Span,
  test: (item: Value, index: number) => Test,
  { last = false, whether }: { readonly last?: boolean; readonly whether?: Test } = {},
): Value {
  const found = candidatesIn(list, test);
  if (!found && whether === undefined) return unknown(span, 'a place in a list', true);
  const some = whether ?? or(...(found ?? []).map(it => it.when));
  const nowhere = { when: not(some), value: literal(span, -1) };
  if (!found || !inPlace(list) || found.length > MOST) {
    const at = { ...unknown(span, 'a place in a list', testsOrigin(some)), least: 0 };
    return total(span, [{ when: some, value: at }, nowhere]);
  }
  const places = found.map(it => ({ ...it, value: literal(span, it.index) }));
  return total(span, [...firstOf(last ? places.reverse() : places), nowhere]);
}

/** How many items there are. */
export function lengthOf(list: List, span: Span): Value {
  const open = list.items.filter(it => !standsAlone(it));
  const sure = list.items.length - open.length;
  if (open.length === 0 && !list.rest) return literal(span, sure);
  const several = open.filter(it => it.kind === 'environment').length;
  const least = sure + several;
  const more = { ...unknown(span, 'the length of a list that is not known', onOrigin(list)), least };
  if (list.rest || several > 0) return more;
  const tests = open.map(it => or(...branchesOf(it).map(branch => branch.when)));
  const one = tests.length === 1 || exclusive(tests);
  return total(span, [
    { when: or(...tests), value: one ? literal(span, sure + 1) : { ...more, least: sure + 1 } },
    { when: not(or(...tests)), value: literal(span, sure) },
  ]);
}

/** The items for which a test may hold, up to the first for which it certainly does; undefined where that is not known. */
function candidatesIn(list: List, test: (item: Value, index: number) => Test): readonly Candidate[] | undefined {
  const found: Candidate[] = [];
  for (const [index, item] of list.items.entries()) {
    for (const branch of branchesOf(item)) {
      const held = onlyWhere(branch.when, () => test(branch.value, index));
      const when = and(branch.when, held);
      if (!isFalse(when)) found.push({ when, value: branch.value, index });
      if (isTrue(when)) return found;
    }
  }
  if (!list.rest) return found;
  const { rest } = list;
  const held = test(rest, list.items.length);
  if (isFalse(held)) return found;
  // What is not known may stand before what is.
  if (!found.every(it => comparedIn(it.when, it.value))) return undefined;
  const other = found.map(it => comparedIn(it.when, it.value))[0] ?? comparedIn(held, rest);
  const when = or(held, unknownTest(rest.span, rest.why, testsOrigin(held) || rest.onOrigin));
  return other ? [...found, { when, value: other, index: list.items.length }] : undefined;
}

/** Of candidates in order, when which one is the first. */
function firstOf(candidates: readonly Candidate[]): readonly { readonly when: Test; readonly value: Value }[] {
  if (exclusive(candidates.map(it => it.when))) return candidates;
  return candidates.map(({ when, value }, index) => ({
    when: and(when, not(or(...candidates.slice(0, index).map(it => it.when)))),
    value,
  }));
}

/** What all candidates are compared with: whichever is found, its text is that one. */
function askedText(candidates: readonly Candidate[]): Value | undefined {
  const others = candidates.map(it => (it.value.kind === 'request' ? it.value : comparedIn(it.when, it.value)));
  const [first] = others;
  return first && others.every(it => it && same(it, first)) ? first : undefined;
}

/** What an item is compared with, where the test is that the two are equal. */
function comparedIn(test: Test, item: Value): Value | undefined {
  if (test.kind !== 'equals' || (textOf(item) === undefined && item.kind !== 'environment' && item.kind !== 'unknown'))
    return undefined;
  const other = test.left === item ? test.right : test.right === item ? test.left : undefined;
  return other?.kind === 'request' ? other : undefined;
}

/** Whether at most one of the tests holds: one value compared with texts that differ. */
function exclusive(tests: readonly Test[]): boolean {
  const seen = new Set<string>();
  let asked: Value | undefined;
  for (const test of tests) {
    if (test.kind !== 'equals') return tests.length < 2;
    const [text, other] =
      textOf(test.left) !== undefined ? [textOf(test.left), test.right] : [textOf(test.right), test.left];
    if (text === undefined || seen.has(text) || (asked && !same(asked, other))) return tests.length < 2;
    seen.add(text);
    asked = other;
  }
  return true;
}

/** Whether an item is the one that is looked for, as `===` compares. */
export function isItem(wanted: Value, span: Span): (item: Value) => Test {
  return item => equals(item, wanted, true, span);
}

function isTrue(test: Test): boolean {
  return test.kind === 'constant' && test.value;
}

function isFalse(test: Test): boolean {
  return test.kind === 'constant' && !test.value;
}
