import type { Span } from '../text/span.ts';
import { branchesOf } from './choice.ts';
import type { Apply } from './methods.ts';
import { and, FALSE, not, onOrigin, or, TRUE, truthy } from './test.ts';
import { type List, literal, type Test, textOf, unknown, type Value } from './value.ts';

export function ofList(list: List, name: string, args: readonly Value[], span: Span, apply: Apply): Value | undefined {
  const argument = args[0];
  switch (name) {
    case 'includes':
    case 'has':
      return argument
        ? {
            kind: 'test',
            test: or(...branchesOf(argument).map(it => and(it.when, memberTest(it.value, list, span)))),
            span,
          }
        : undefined;
    case 'some':
    case 'find':
    case 'findLast':
      return argument
        ? { kind: 'test', test: anyOf(list, it => truthy(apply(argument, [it], span)), span), span }
        : undefined;
    case 'every':
      return argument
        ? { kind: 'test', test: not(anyOf(list, it => not(truthy(apply(argument, [it], span))), span)), span }
        : undefined;
    case 'map':
      return argument
        ? {
            ...list,
            container: 'array',
            items: list.items.map(it => mapItem(it, item => apply(argument, [item], span))),
            span: list.span,
          }
        : undefined;
    case 'filter':
      return argument ? filtered(list, argument, span, apply) : undefined;
    case 'concat':
      return args.reduce<List>((all, it) => append(all, it), list);
    case 'flat':
      return list.items.reduce<List>((all, it) => append(all, it), { ...list, items: [] });
    case 'join': {
      const texts = list.items.map(textOf);
      const separator = argument === undefined ? ',' : textOf(argument);
      if (separator === undefined || list.rest || texts.some(it => it === undefined))
        return unknown(span, 'a list put together to a text', list.items.some(onOrigin));
      return literal(list.span, texts.join(separator));
    }
    case 'slice':
      return args.length === 0 ? list : unknown(span, 'a part of a list');
    case 'reverse':
    case 'sort':
    case 'toSorted':
    case 'values':
    case 'toArray':
    case 'keys':
      return list;
    case 'at':
      return argument?.kind === 'literal' && argument.value === 0 ? list.items[0] : undefined;
    default:
      return undefined;
  }
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

function anyOf(list: List, test: (item: Value) => Test, span: Span): Test {
  const tests = list.items.flatMap(item => branchesOf(item).map(it => and(it.when, test(it.value))));
  if (list.rest) tests.push(test(list.rest), { kind: 'unknown', why: list.rest.why, onOrigin: true, span });
  return or(...tests);
}

function filtered(list: List, predicate: Value, span: Span, apply: Apply): Value {
  const isBoolean = predicate.kind === 'external' && predicate.name === 'Boolean';
  const items = list.items.flatMap(item => {
    if (item.kind === 'environment')
      return [item.each ? { ...item, each: { ...item.each, filtered: true } } : conditional(item, truthy(item))];
    const kept = isBoolean ? truthy(item) : truthy(apply(predicate, [item], span));
    return kept.kind === 'constant' ? (kept.value ? [item] : []) : [conditional(item, kept)];
  });
  return { ...list, items };
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
