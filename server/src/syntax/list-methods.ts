import type { Span } from '../text/span.ts';
import { MOST_ITEMS } from './bounds.ts';
import { branchesOf } from './choice.ts';
import { equals } from './compare.ts';
import { firstItem, inPlace, isItem, itemAt, lastItem, placeOf, standsAlone } from './list-places.ts';
import { type Apply, follow, type Signature, type Signatures, takes } from './signature.ts';
import { and, not, onOrigin, or, TRUE, testsOrigin, truthy } from './test.ts';
import { onlyWhere } from './throws.ts';
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
  find: finding(list => list),
  findLast: finding(reversed),
  findIndex: findingPlace(false),
  findLastIndex: findingPlace(true),
  indexOf: placing(false),
  lastIndexOf: placing(true),
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
  slice: takes(0, 2, (list, args, span) => {
    const places = args.map(wholeNumber);
    const [from = 0, to] = places;
    if (places.includes(undefined) || (!inPlace(list) && !(from === 0 && to === undefined)))
      return unknown(span, 'a part of a list', onOrigin(list) || args.some(onOrigin));
    return { ...list, items: inPlace(list) ? list.items.slice(from, to) : list.items };
  }),
  reverse: takes(0, 0, reversed),
  toReversed: takes(0, 0, reversed),
  sort: inOtherOrder,
  toSorted: inOtherOrder,
  values: asIs,
  toArray: asIs,
  at: takes(1, 1, (list, [index], span) => {
    const place = index && wholeNumber(index);
    if (place === undefined) return undefined;
    if (place >= 0) return itemAt(list, place, span);
    return place === -1
      ? lastItem(list, span)
      : inPlace(list)
        ? (list.items.at(place) ?? literal(span, undefined))
        : undefined;
  }),
  pop: takes(0, 0, (list, _, span) => lastItem(list, span)),
  shift: takes(0, 0, (list, _, span) => itemAt(list, 0, span)),
  reduce: takes(2, 2, (list, [step, first], span, apply) => {
    if (step?.kind !== 'function' || step.async || !first || !inPlace(list) || list.items.length > MOST_STEPS)
      return undefined;
    return list.items.reduce<Value>(
      (sum, item, index) => apply(step, [sum, item, literal(span, index), list], span),
      first,
    );
  }),
};

/** A reduction is followed over so many items. */
const MOST_STEPS = 32;

function finding(order: (list: List) => List): Signature<List> {
  return takes(1, 1, (list, [predicate], span, apply) =>
    predicate
      ? firstItem(
          order(list),
          span,
          order === reversed ? backwards(list, predicate, span, apply) : holding(list, predicate, span, apply),
        )
      : undefined,
  );
}

function backwards(list: List, predicate: Value, span: Span, apply: Apply): (item: Value, index: number) => Test {
  const holds = holding(list, predicate, span, apply);
  return (item, index) => holds(item, list.items.length - 1 - index);
}

function findingPlace(last: boolean): Signature<List> {
  return takes(1, 1, (list, [predicate], span, apply) =>
    predicate ? placeOf(list, span, holding(list, predicate, span, apply), { last }) : undefined,
  );
}

function placing(last: boolean): Signature<List> {
  return takes(1, 1, (list, [wanted], span) => {
    if (!wanted) return undefined;
    const whether = or(...branchesOf(wanted).map(it => and(it.when, memberTest(it.value, list, span))));
    return placeOf(list, span, isItem(wanted, span), { last, whether });
  });
}

function wholeNumber(value: Value): number | undefined {
  return value.kind === 'literal' && typeof value.value === 'number' && Number.isInteger(value.value)
    ? value.value
    : undefined;
}

function reversed(list: List): List {
  return { ...list, items: [...list.items].reverse() };
}

function inAnyOrder(list: List): List {
  return list.items.length < 2 ? list : { ...list, shuffled: true };
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

/** What is known is compared at once. */
function memberTest(item: Value, list: List, span: Span): Test {
  const known = !list.rest && list.items.every(it => branchesOf(it).every(({ value }) => isPlain(value)));
  if (item.kind !== 'literal' || !known) return { kind: 'member', item, list, span };
  return or(
    ...list.items.flatMap(it => branchesOf(it).map(({ when, value }) => and(when, equals(value, item, true, span)))),
  );
}

function isPlain(value: Value): boolean {
  return value.kind === 'literal' || value.kind === 'test';
}

/** An item that is there only under a condition keeps it. */
function mapItem(item: Value, change: (value: Value) => Value): Value {
  return item.kind === 'choice'
    ? {
        ...item,
        branches: item.branches.map(it => ({ when: it.when, value: onlyWhere(it.when, () => change(it.value)) })),
      }
    : change(item);
}

function anyOf(list: List, test: (item: Value, index: number) => Test, span: Span): Test {
  const tests = list.items.flatMap((item, index) =>
    branchesOf(item).map(it =>
      and(
        it.when,
        onlyWhere(it.when, () => test(it.value, index)),
      ),
    ),
  );
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
