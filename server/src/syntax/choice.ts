import type { Span } from '../text/span.ts';
import { bounded } from './bounds.ts';
import { and, not, or, truthy } from './test.ts';
import { onlyWhere, throwing } from './throws.ts';
import { type Choice, type Test, unknown, type Value } from './value.ts';

const MOST = 24;

interface Branch {
  readonly when: Test;
  readonly value: Value;
}

/** One value of several; a single certain branch is that value itself. */
export function choice(span: Span, branches: readonly Branch[]): Value {
  const flat = branches.flatMap(it => flatten(it)).filter(it => !(it.when.kind === 'constant' && !it.when.value));
  const certain = flat.find(it => it.when.kind === 'constant' && it.when.value);
  if (certain && flat.length === 1) return certain.value;
  if (flat.length === 0) return unknown(span, 'no way leads here');
  if (flat.length > MOST) return unknown(span, 'it depends on too many conditions', true);
  const first = flat[0];
  if (first && flat.every(it => same(it.value, first.value))) return first.value;
  return bounded({ kind: 'choice', branches: flat, span }, span);
}

/** As `choice`, of conditions of which one and only one holds. */
export function total(span: Span, branches: readonly Branch[]): Value {
  const live = branches.filter(it => !(it.when.kind === 'constant' && !it.when.value));
  const [only] = live;
  return only && live.length === 1 ? only.value : { kind: 'choice', branches: live, total: true, span };
}

/** What is waited for before it is there, and does not fail. */
export function promised(value: Value, span: Span): Value {
  return { kind: 'promise', of: value, fails: { kind: 'constant', value: false }, span };
}

/** What `await` gives. */
export function waitedFor(value: Value): Value {
  if (value.kind === 'promise') {
    throwing(value.fails);
    return waitedFor(value.of);
  }
  if (value.kind === 'choice')
    return value.branches.some(it => it.value.kind === 'promise') ? mapChoice(value, waitedFor) : value;
  const resolved = value.kind === 'call' && value.callee.kind === 'external' && value.callee.name === 'Promise.resolve';
  if (!resolved) return value;
  const [of] = value.args;
  return of ? waitedFor(of) : { kind: 'literal', value: undefined, span: value.span };
}

/** In which cases a test of the value holds. */
export function decided(of: Choice, test: (value: Value) => Test): Test {
  const cases = of.branches.map(it => ({ when: it.when, holds: test(it.value) }));
  const failing = cases.filter(it => it.holds.kind !== 'constant' || !it.holds.value);
  const [last] = failing;
  // A place is not -1: that is one condition, and not all the places together.
  if (of.total && last && failing.length === 1 && last.holds.kind === 'constant') return not(last.when);
  return or(...cases.map(it => and(it.when, it.holds)));
}

function flatten({ when, value }: Branch): readonly Branch[] {
  return value.kind === 'choice'
    ? value.branches.map(it => ({ when: and(when, it.when), value: it.value }))
    : [{ when, value }];
}

/** Applies `change` to the value, or to every branch of a choice. */
export function mapChoice(value: Value, change: (value: Value) => Value): Value {
  if (value.kind !== 'choice') return change(value);
  return choice(
    value.span,
    value.branches.map(it => ({ when: it.when, value: onlyWhere(it.when, () => change(it.value)) })),
  );
}

/** `left || right`, and `left ?? right` where only a missing value counts as false. */
export function orElse(span: Span, left: Value, right: Value, nullish: boolean): Value {
  if (left.kind === 'literal') {
    const missing = nullish ? left.value === undefined || left.value === null : !left.value;
    return missing ? right : left;
  }
  if (left.kind === 'choice' && onlyTests(left)) return orElse(span, tested(left), tested(right), nullish);
  if (left.kind === 'choice') {
    return choice(
      span,
      left.branches.map(it => ({ when: it.when, value: orElse(span, it.value, right, nullish) })),
    );
  }
  if (nullish && isThere(left)) return left;
  const test = truthy(left);
  if (test.kind === 'constant') return test.value ? left : right;
  if (same(left, right)) return left;
  if (left.kind === 'test' && onlyTests(right)) return { kind: 'test', test: or(test, truthy(right)), span };
  return choice(span, [
    { when: test, value: left },
    { when: not(test), value: right },
  ]);
}

/** Whether a value is neither `undefined` nor `null`, whatever it is. */
function isThere(value: Value): boolean {
  switch (value.kind) {
    case 'test':
    case 'template':
    case 'list':
    case 'record':
    case 'function':
    case 'pattern':
    case 'promise':
      return true;
    case 'part':
      return value.part !== 'url';
    case 'unknown':
      return value.least !== undefined;
    default:
      return false;
  }
}

/** `left && right`. */
export function andThen(span: Span, left: Value, right: Value): Value {
  const test = truthy(left);
  if (test.kind === 'constant') return test.value ? right : left;
  if (onlyTests(right)) {
    const both: Value = { kind: 'test', test: and(test, truthy(right)), span };
    // Where the left side is nothing, that nothing is handed on and no `false`, which some take for an error.
    const nothing = branchesOf(left).filter(it => isNothing(it.value));
    if (nothing.length === 0) return both;
    return choice(span, [{ when: not(or(...nothing.map(it => it.when))), value: both }, ...nothing]);
  }
  return choice(span, [
    { when: test, value: right },
    { when: not(test), value: left.kind === 'test' ? { kind: 'literal', value: false, span: left.span } : left },
  ]);
}

function isNothing(value: Value): boolean {
  return value.kind === 'literal' && !value.value && value.value !== false;
}

/** Whether a value is true or false, whichever way is taken. */
function onlyTests(value: Value): boolean {
  if (value.kind === 'choice') return value.branches.every(it => onlyTests(it.value));
  return value.kind === 'test' || (value.kind === 'literal' && typeof value.value === 'boolean');
}

/** A choice between tests is one test, so that several of them do not multiply. */
function tested(value: Value): Value {
  return value.kind === 'choice' && onlyTests(value) ? { kind: 'test', test: truthy(value), span: value.span } : value;
}

/** Whether two values are certainly the same, judged by what they say. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind === 'request' && b.kind === 'request')
    return a.part === b.part && a.name === b.name && !a.inWords === !b.inWords;
  if (a.kind === 'environment' && b.kind === 'environment') return a.name === b.name && !a.each === !b.each;
  return false;
}

export function branchesOf(value: Value): Choice['branches'] {
  return value.kind === 'choice' ? value.branches : [{ when: { kind: 'constant', value: true }, value }];
}
