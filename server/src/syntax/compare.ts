import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { decided, same } from './choice.ts';
import { isFixed } from './fixed.ts';
import { and, FALSE, not, onOrigin, or, TRUE, testsOrigin, truthy, unknownTest } from './test.ts';
import type { Choice, Literal, Test, Unknown, Value } from './value.ts';

/** `left == right` and the other comparisons. */
export function compare(operator: ts.SyntaxKind, left: Value, right: Value, span: Span): Test {
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsToken:
      return equals(left, right, false, span);
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return equals(left, right, true, span);
    case ts.SyntaxKind.ExclamationEqualsToken:
      return not(equals(left, right, false, span));
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return not(equals(left, right, true, span));
    default:
      return ordered(operator, left, right, span);
  }
}

/** `left === right`, or `left == right` where it is not `strict`. */
export function equals(left: Value, right: Value, strict: boolean, span: Span): Test {
  if (left.kind === 'choice') return decided(left, it => lookedUp(left, equals(it, right, strict, span), span));
  if (right.kind === 'choice') return decided(right, it => lookedUp(right, equals(left, it, strict, span), span));
  if (left.kind === 'literal' && right.kind === 'literal')
    return (strict ? left.value === right.value : alike(left, right)) ? TRUE : FALSE;
  if (left.kind === 'request' && same(left, right)) return TRUE;
  if (left.kind === 'test' && right.kind === 'test')
    return or(and(left.test, right.test), and(not(left.test), not(right.test)));
  if (right.kind === 'literal') return equalsLiteral(left, right, strict, span);
  if (left.kind === 'literal') return equalsLiteral(right, left, strict, span);
  if (strict && isObject(left) !== isObject(right) && isKnown(left) && isKnown(right)) return FALSE;
  if (isObject(left) && isObject(right))
    return unknownTest(span, 'whether two things are one', onOrigin(left) || onOrigin(right), [left, right]);
  return { kind: 'equals', left, right, span };
}

function equalsLiteral(of: Value, wanted: Literal, strict: boolean, span: Span): Test {
  if (typeof wanted.value === 'boolean') return equalsBoolean(of, wanted.value, strict, span);
  if (of.kind === 'unknown' && of.besides?.includes(String(wanted.value).toLowerCase())) return FALSE;
  if (of.kind === 'unknown' && of.least !== undefined) return equalsNumber(of, wanted, span);
  // Where a header is missing, some servers say `undefined` and some `null`.
  if (strict && isNothing(wanted) && of.kind === 'request' && !isThere(of))
    return { kind: 'equals', left: of, right: wanted, span };
  if (isNothing(wanted)) return missing(of, span);
  const measured = measuredText(of);
  if (measured && wanted.value === 0) return not(truthy(measured));
  if (of.kind === 'member' && of.name === 'typeof ') return typeTest(of.object, String(wanted.value));
  if (of.kind === 'test') {
    if (strict || (wanted.value !== 0 && wanted.value !== 1)) return FALSE;
    return wanted.value === 1 ? of.test : not(of.test);
  }
  if (isObject(of)) return strict ? FALSE : unknownTest(span, 'a comparison of a thing with a text', onOrigin(of));
  return { kind: 'equals', left: of, right: wanted, span };
}

/**
 * What is found for an origin (`state[origin]`, `until.get(origin)`), held against what nobody can know: whether that holds is a
 * matter of the origin, too.
 */
function lookedUp(found: Choice, held: Test, span: Span): Test {
  const { kind } = held;
  if (kind === 'constant' || kind === 'not' || kind === 'and' || kind === 'or') {
    return kind === 'not' && lookedUp(found, held.of, span) !== held.of
      ? unknownTest(span, 'a comparison with a value that is not known', true)
      : held;
  }
  return onOrigin(found) && !testsOrigin(held) && isFixed(held)
    ? unknownTest(span, 'a comparison with a value that is not known', true)
    : held;
}

function isNothing({ value }: Literal): boolean {
  return value === undefined || value === null;
}

function equalsBoolean(of: Value, wanted: boolean, strict: boolean, span: Span): Test {
  if (of.kind === 'test') return wanted ? of.test : not(of.test);
  // A text is none, and a serialised origin is no number either.
  if (of.kind === 'request' || of.kind === 'template' || of.kind === 'part' || isObject(of))
    return strict || of.kind === 'request' ? FALSE : unknownTest(span, 'a comparison with a yes or no', onOrigin(of));
  return wanted ? truthy(of) : not(truthy(of));
}

function equalsNumber(of: Unknown, wanted: Literal, span: Span): Test {
  if (typeof wanted.value === 'string') return unknownTest(span, of.why, of.onOrigin);
  return typeof wanted.value === 'number' && wanted.value >= (of.least ?? 0)
    ? unknownTest(span, of.why, of.onOrigin)
    : FALSE;
}

/** `==` between two known values. */
function alike({ value: a }: Literal, { value: b }: Literal): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  return typeof a === typeof b ? a === b : Number(a) === Number(b);
}

function isObject(value: Value): boolean {
  return OBJECTS.has(value.kind);
}

const OBJECTS: ReadonlySet<Value['kind']> = new Set(['list', 'record', 'function', 'pattern', 'promise']);

/** Whether it is certain what kind of thing a value is. */
function isKnown(value: Value): boolean {
  return isObject(value) || value.kind === 'request' || value.kind === 'template' || value.kind === 'test';
}

/** `left instanceof right`, for the classes that entries of lists are told apart by. */
export function isInstance(left: Value, right: Value, span: Span): Test {
  if (left.kind === 'choice') return or(...left.branches.map(it => and(it.when, isInstance(it.value, right, span))));
  const name = right.kind === 'external' && right.module === '' ? right.name : undefined;
  if (name !== undefined && left.kind === 'pattern') return name === 'RegExp' || name === 'Object' ? TRUE : FALSE;
  const isText =
    left.kind === 'literal' || left.kind === 'template' || left.kind === 'environment' || left.kind === 'request';
  if (name !== undefined && isText) return FALSE;
  return unknownTest(span, 'a test of a class', onOrigin(left));
}

function missing(value: Value, span: Span): Test {
  if (isObject(value) || value.kind === 'template' || value.kind === 'test' || isThere(value)) return FALSE;
  if (value.kind === 'unknown')
    return value.truthy || value.least !== undefined ? FALSE : unknownTest(span, value.why, value.onOrigin);
  return not(truthy(value));
}

/** A text in any case: a part of a URL, what Koa says of a header that is lacking. */
function isThere(value: Value): boolean {
  return (value.kind === 'part' && value.part !== 'url') || (value.kind === 'request' && value.lackable === false);
}

function typeTest(of: Value, type: string): Test {
  if (of.kind === 'literal') return typeof of.value === type ? TRUE : FALSE;
  if (of.kind === 'template' || isThere(of) || (of.kind === 'environment' && of.each))
    return type === 'string' ? TRUE : FALSE;
  if (of.kind === 'environment' && type === 'string') return truthy(of);
  if (of.kind === 'list' || of.kind === 'record' || of.kind === 'pattern' || of.kind === 'promise')
    return type === 'object' ? TRUE : FALSE;
  if (of.kind === 'function') return type === 'function' ? TRUE : FALSE;
  return { kind: 'type', of, type };
}

/** The environment variable whose length is looked at: having one is being set. */
function measuredText(value: Value): Value | undefined {
  return value.kind === 'member' && value.name === 'length' && value.object.kind === 'environment'
    ? value.object
    : undefined;
}

function ordered(operator: ts.SyntaxKind, left: Value, right: Value, span: Span): Test {
  if (left.kind === 'choice') return decided(left, it => lookedUp(left, ordered(operator, it, right, span), span));
  if (right.kind === 'choice') return decided(right, it => lookedUp(right, ordered(operator, left, it, span), span));
  if (left.kind === 'literal' && right.kind === 'literal')
    return holds(operator, left.value, right.value) ? TRUE : FALSE;
  const flipped = left.kind === 'literal' ? FLIPPED.get(operator) : undefined;
  if (flipped !== undefined) return ordered(flipped, right, left, span);
  const bound = right.kind === 'literal' && typeof right.value === 'number' ? right.value : undefined;
  if (bound === undefined)
    return unknownTest(span, 'a comparison of sizes', onOrigin(left) || onOrigin(right), [left, right]);
  const measured = measuredText(left);
  if (measured && holds(operator, 0, bound) !== holds(operator, 1, bound))
    return holds(operator, 1, bound) ? truthy(measured) : not(truthy(measured));
  if (left.kind === 'unknown' && left.least !== undefined) {
    // All numbers from the least on are on one side of the bound, or nothing is known.
    const [first, last] = [holds(operator, left.least, bound), holds(operator, Number.POSITIVE_INFINITY, bound)];
    if (first === last) return first ? TRUE : FALSE;
  }
  return unknownTest(span, 'a comparison of sizes', onOrigin(left), [left]);
}

const FLIPPED: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken],
  [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken],
  [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken],
  [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken],
]);

/** Texts are compared as texts, everything else as numbers. */
function holds(operator: ts.SyntaxKind, left: Literal['value'], right: Literal['value']): boolean {
  const texts = typeof left === 'string' && typeof right === 'string';
  const [a, b] = texts ? [left, right] : [Number(left), Number(right)];
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return a < b;
    case ts.SyntaxKind.GreaterThanToken:
      return a > b;
    case ts.SyntaxKind.LessThanEqualsToken:
      return a <= b;
    default:
      return a >= b;
  }
}
