import type { Span } from '../text/span.ts';
import { MOST_ITEMS } from './bounds.ts';
import { branchesOf } from './choice.ts';
import { type Apply, follow, type Signatures, takes } from './signature.ts';
import { and, FALSE, not, onOrigin, or, TRUE, testsOrigin, truthy } from './test.ts';
import { type List, literal, type Test, textOf, unknown, type Value } from './value.ts';

/** `list.name(…)` for what is modelled of arrays and sets. */
export function ofList(list: List, name: string, args: readonly Value[], span: Span, apply: Apply): Value | undefined {
  return follow(list.container === 'set' ? OF_SET : OF_ARRAY, list, name, args, span, apply);
}

const contains = takes<List>(1, 1, (list, [item], span) =>
  item
    ? {
        kind: 'test',
        test: or(...branchesOf(item).map(it => and(it.when, memberTest(it.value, list, span)))),
        span,
      }
    : undefined,
);

const some = takes<List>(1, 1, (list, [predicate], span, apply) =>
  predicate ? { kind: 'test', test: anyOf(list, holding(list, predicate, span, apply), span), span } : undefined,
);

const asIs = takes<List>(0, 0, list => list);
const inOtherOrder = takes<List>(0, 1, list => inAnyOrder(list));

const OF_SET: Signatures<List> = { has: contains, values: asIs, keys: asIs };

const OF_ARRAY: Signatures<List> = {
  includes: contains,
  some,
  find: some,
  findLast: some,
  every: takes(1, 1, (list, [predicate], span, apply) => {
    if (!predicate) return undefined;
    const holds = holding(list, predicate, span, apply);
    return { kind: 'test', test: not(anyOf(list, (item, index) => not(holds(item, index)), span)), span };
  }),
  map: takes(1, 1, (list, [change], span, apply) =>
    change
      ? {
          ...list,
          items: list.items.map((it, index) =>
            mapItem(it, item => apply(change, callbackArguments(change, item, index, list), span)),
          ),
          ...restWith(list, it =>
            onOrigin(apply(change, callbackArguments(change, it, list.items.length, list), span)),
          ),
        }
      : undefined,
  ),
  filter: takes(1, 1, (list, [predicate], span, apply) =>
    predicate ? filtered(list, predicate, span, apply) : undefined,
  ),
  concat: takes(0, Number.POSITIVE_INFINITY, (list, args) => args.reduce<List>((all, it) => append(all, it), list)),
  flat: takes(0, 0, list => list.items.reduce<List>((all, it) => append(all, it), { ...list, items: [] })),
  join: takes(0, 1, (list, [by], span) => {
    const texts = list.items.map(textOf);
    const separator = by === undefined ? ',' : textOf(by);
    if (separator === undefined || list.rest || texts.some(it => it === undefined))
      return unknown(span, 'a list put together to a text', onOrigin(list));
    return literal(list.span, texts.join(separator));
  }),
  slice: takes(0, 2, (list, args, span) =>
    args.length === 0 ? list : unknown(span, 'a part of a list', onOrigin(list)),
  ),
  reverse: takes(0, 0, reversed),
  toReversed: takes(0, 0, reversed),
  sort: inOtherOrder,
  toSorted: inOtherOrder,
  values: asIs,
  toArray: asIs,
  at: takes(1, 1, (list, [index], span) =>
    index?.kind === 'literal' && index.value === 0 ? itemAt(list, 0, span) : undefined,
  ),
};

function reversed(list: List): List {
  return { ...list, items: [...list.items].reverse() };
}

function inAnyOrder(list: List): List {
  return list.items.length < 2 ? list : { ...list, shuffled: true };
}

/** The item at a place that is counted from the front; unknown where it is not sure which one stands there. */
export function itemAt(list: List, index: number, span: Span): Value {
  const before = list.items.slice(0, index + 1);
  const item = before[index];
  if (!list.rest && !list.shuffled && before.every(standsAlone)) return item ?? literal(span, undefined);
  const first = list.items[0];
  if (index === 0 && first?.kind === 'environment' && !list.shuffled) return { ...first, span };
  return unknown(span, 'an item of a list that is not known', onOrigin(list));
}

/** Whether an item is there in any case, and once. */
export function standsAlone(item: Value): boolean {
  return item.kind !== 'choice' && !(item.kind === 'environment' && item.each);
}

/** A test of each item, as the methods of arrays call it: with the item, its place and the list. */
function holding(list: List, predicate: Value, span: Span, apply: Apply): (item: Value, index: number) => Test {
  return (item, index) =>
    predicate.kind === 'function' && predicate.async
      ? TRUE
      : truthy(apply(predicate, callbackArguments(predicate, item, index, list), span));
}

function callbackArguments(callee: Value, item: Value, index: number, list: List): readonly Value[] {
  if (callee.kind !== 'function') return [item];
  const place =
    !list.rest && !list.shuffled && list.items.slice(0, index).every(standsAlone)
      ? literal(item.span, index)
      : unknown(item.span, 'a place in a list', onOrigin(list));
  return [item, place, list];
}

/** Two known texts are compared at once. */
function memberTest(item: Value, list: List, span: Span): Test {
  const certain = !list.rest && list.items.every(it => it.kind === 'literal');
  if (item.kind === 'literal' && certain)
    return list.items.some(it => it.kind === 'literal' && it.value === item.value) ? TRUE : FALSE;
  return { kind: 'member', item, list, span };
}

/** An item that is there only under a condition keeps it. */
function mapItem(item: Value, change: (value: Value) => Value): Value {
  return item.kind === 'choice'
    ? { ...item, branches: item.branches.map(it => ({ when: it.when, value: change(it.value) })) }
    : change(item);
}

function anyOf(list: List, test: (item: Value, index: number) => Test, span: Span): Test {
  const tests = list.items.flatMap((item, index) => branchesOf(item).map(it => and(it.when, test(it.value, index))));
  if (list.rest)
    tests.push(test(list.rest, list.items.length), { kind: 'unknown', why: list.rest.why, onOrigin: true, span });
  return or(...tests);
}

function filtered(list: List, predicate: Value, span: Span, apply: Apply): Value {
  const holds = holding(list, predicate, span, apply);
  const items = list.items.flatMap((item, index) => {
    if (item.kind === 'environment')
      return [item.each ? { ...item, each: { ...item.each, filtered: true } } : conditional(item, truthy(item))];
    const kept = holds(item, index);
    return kept.kind === 'constant' ? (kept.value ? [item] : []) : [conditional(item, kept)];
  });
  return { ...list, items, ...restWith(list, it => testsOrigin(holds(it, list.items.length))) };
}

/** What is not known of a list after a function was asked about each item: the origin may flow in through that. */
function restWith({ rest }: List, asks: (item: Value) => boolean): Pick<List, 'rest'> {
  return rest ? { rest: { ...rest, onOrigin: rest.onOrigin || asks(rest) } } : {};
}

/** An item that is in its list only where the test holds. */
export function conditional(item: Value, when: Test): Value {
  if (when.kind === 'constant' && when.value) return item;
  return {
    kind: 'choice',
    branches: branchesOf(item).map(it => ({ when: and(when, it.when), value: it.value })),
    span: item.span,
  };
}

/** A list with another list's items, or with one more item. */
export function append(list: List, added: Value): List {
  if (list.items.length + (added.kind === 'list' ? added.items.length : 1) > MOST_ITEMS)
    return { ...list, rest: list.rest ?? unknown(added.span, 'more items than are followed', onOrigin(added)) };
  if (added.kind === 'list') {
    const rest = list.rest ?? added.rest;
    return { ...list, items: [...list.items, ...added.items], ...(rest ? { rest } : {}) };
  }
  if (added.kind === 'choice' && added.branches.some(it => it.value.kind === 'list')) {
    return added.branches.reduce<List>((all, { when, value }) => {
      if (value.kind === 'list')
        return { ...append(all, { ...value, items: value.items.map(it => conditional(it, when)) }) };
      return value.kind === 'literal' ? all : append(all, conditional(value, when));
    }, list);
  }
  if (added.kind === 'unknown' || added.kind === 'call' || added.kind === 'parameter' || added.kind === 'member') {
    return {
      ...list,
      rest:
        list.rest ??
        unknown(added.span, added.kind === 'unknown' ? added.why : 'a list from elsewhere', onOrigin(added)),
    };
  }
  return { ...list, items: [...list.items, added] };
}
