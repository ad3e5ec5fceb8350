import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { branchesOf } from './choice.ts';
import { and, FALSE, isLength, not, onOrigin, or, TRUE, truthy, unknownTest } from './test.ts';
import type { Test, Value } from './value.ts';

/** `left == right` and the other comparisons. */
export function compare(operator: ts.SyntaxKind, left: Value, right: Value, span: Span): Test {
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return equals(left, right, span);
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return not(equals(left, right, span));
    default:
      return ordered(operator, left, right, span);
  }
}

function equals(left: Value, right: Value, span: Span): Test {
  if (left.kind === 'choice' || right.kind === 'choice') {
    return or(
      ...branchesOf(left).flatMap(a => branchesOf(right).map(b => and(a.when, b.when, equals(a.value, b.value, span)))),
    );
  }
  if (left.kind === 'literal' && right.kind === 'literal')
    return left.value === right.value || looselyNothing(left.value, right.value) ? TRUE : FALSE;
  if (right.kind === 'literal' && typeof right.value === 'boolean')
    return right.value ? truthy(left) : not(truthy(left));
  if (left.kind === 'literal' && typeof left.value === 'boolean')
    return left.value ? truthy(right) : not(truthy(right));
  if (isLength(left) && right.kind === 'literal')
    return right.value === 0 ? FALSE : unknownTest(span, 'the length of a list that is not known', onOrigin(left));
  const measured = measuredText(left);
  if (measured && right.kind === 'literal' && right.value === 0) return not(truthy(measured));
  const found = indexTest(left, right, span);
  if (found) return found;
  const typed = left.kind === 'member' && left.name === 'typeof ' ? left : undefined;
  if (typed && right.kind === 'literal') return typeTest(typed.object, String(right.value));
  if (nothing(right)) return missing(left, span);
  if (nothing(left)) return missing(right, span);
  return { kind: 'equals', left, right, span };
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

function nothing(value: Value): boolean {
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}

function looselyNothing(a: unknown, b: unknown): boolean {
  return (a === undefined || a === null) && (b === undefined || b === null);
}

function missing(value: Value, span: Span): Test {
  if (value.kind === 'test' && value.test.kind === 'member') return not(value.test);
  if (
    value.kind === 'list' ||
    value.kind === 'record' ||
    value.kind === 'function' ||
    value.kind === 'pattern' ||
    value.kind === 'template'
  )
    return FALSE;
  if (value.kind === 'unknown') return unknownTest(span, value.why, value.onOrigin);
  return not(truthy(value));
}

function typeTest(of: Value, type: string): Test {
  if (of.kind === 'literal') return typeof of.value === type ? TRUE : FALSE;
  if (of.kind === 'template' || (of.kind === 'environment' && of.each)) return type === 'string' ? TRUE : FALSE;
  if (of.kind === 'environment' && type === 'string') return truthy(of);
  if (of.kind === 'list' || of.kind === 'record' || of.kind === 'pattern') return type === 'object' ? TRUE : FALSE;
  if (of.kind === 'function') return type === 'function' ? TRUE : FALSE;
  return { kind: 'type', of, type };
}

/** `x.indexOf(y) === -1` asks whether y is in x; `=== 0` whether x starts with it. */
function indexTest(left: Value, right: Value, span: Span): Test | undefined {
  const index = indexCall(left);
  if (!index || right.kind !== 'literal') return undefined;
  if (right.value === -1) return not(index.inside(span));
  if (right.value === 0) return index.first(span);
  return undefined;
}

function indexCall(value: Value): { inside: (span: Span) => Test; first: (span: Span) => Test } | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { object, name } = value.callee;
  const item = value.args[0];
  if (
    !item ||
    value.args.length !== 1 ||
    (name !== 'indexOf' && name !== 'lastIndexOf' && name !== 'search' && name !== 'findIndex')
  )
    return undefined;
  if (object.kind === 'list') {
    const inside = (span: Span): Test => ({ kind: 'member', item, list: object, span });
    return name === 'indexOf' || name === 'lastIndexOf'
      ? { inside, first: span => unknownTest(span, 'the place in a list', onOrigin(item)) }
      : undefined;
  }
  if (name === 'search' && item.kind === 'pattern')
    return {
      inside: span => ({ kind: 'matches', pattern: item, of: object, span }),
      first: span => ({ kind: 'matches', pattern: { ...item, source: `^(?:${item.source})` }, of: object, span }),
    };
  return {
    inside: span => ({ kind: 'contains', of: object, text: item, span }),
    first: span => ({ kind: 'starts', of: object, text: item, span }),
  };
}

/** The environment variable whose length is looked at: having one is being set. */
function measuredText(value: Value): Value | undefined {
  return value.kind === 'member' && value.name === 'length' && value.object.kind === 'environment'
    ? value.object
    : undefined;
}

function ordered(operator: ts.SyntaxKind, left: Value, right: Value, span: Span): Test {
  if (left.kind === 'choice')
    return or(...left.branches.map(it => and(it.when, ordered(operator, it.value, right, span))));
  if (left.kind === 'literal' && right.kind === 'literal') {
    const [a, b] = [Number(left.value), Number(right.value)];
    const holds =
      operator === ts.SyntaxKind.LessThanToken
        ? a < b
        : operator === ts.SyntaxKind.GreaterThanToken
          ? a > b
          : operator === ts.SyntaxKind.LessThanEqualsToken
            ? a <= b
            : operator === ts.SyntaxKind.GreaterThanEqualsToken
              ? a >= b
              : undefined;
    return holds === undefined ? unknownTest(span, 'a comparison that is not followed', false) : holds ? TRUE : FALSE;
  }
  const measured = measuredText(left);
  if ((measured || isLength(left)) && right.kind === 'literal') {
    const more = operator === ts.SyntaxKind.GreaterThanToken || operator === ts.SyntaxKind.GreaterThanEqualsToken;
    const strict = operator === ts.SyntaxKind.GreaterThanToken || operator === ts.SyntaxKind.LessThanEqualsToken;
    const some = measured ? truthy(measured) : TRUE;
    if (right.value === (strict ? 0 : 1)) return more ? some : not(some);
    return unknownTest(span, 'the length of a list that is not known', onOrigin(left));
  }
  const index = indexCall(left);
  const bound = right.kind === 'literal' ? right.value : undefined;
  if (index) {
    if (
      (operator === ts.SyntaxKind.GreaterThanToken && bound === -1) ||
      (operator === ts.SyntaxKind.GreaterThanEqualsToken && bound === 0)
    )
      return index.inside(span);
    if (operator === ts.SyntaxKind.LessThanToken && bound === 0) return not(index.inside(span));
  }
  return unknownTest(span, 'a comparison of sizes', onOrigin(left) || onOrigin(right));
}
