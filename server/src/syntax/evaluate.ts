import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { bounded, MOST_ITEMS, MOST_LETTERS, weightBeside, weightOf } from './bounds.ts';
import { call, construct } from './call.ts';
import { andThen, branchesOf, choice, mapChoice, orElse, waitedFor } from './choice.ts';
import { classValue, superValue } from './class.ts';
import { compare, isInstance } from './compare.ts';
import { asked, type Frame, isIdle, MAX_NESTED, traceOf } from './frame.ts';
import { functionValue } from './function.ts';
import { recalled, remember } from './kept-values.ts';
import { element, type Fault, keysOf, member } from './member.ts';
import { nameValue } from './name.ts';
import { arrayValue, objectValue } from './object.ts';
import { bare, spanOf } from './parse.ts';
import { logged, watching } from './reads.ts';
import { classAround } from './roots.ts';
import { not, onOrigin, TRUE, truthy } from './test.ts';
import { apart, onlyWhere, throwing } from './throws.ts';
import { literal, type RequestPart, type Test, textOf, unknown, type Value } from './value.ts';
import { WORK } from './work.ts';

/** What an expression evaluates to where it stands. Never throws, never runs anything. */
export function evaluate(expression: ts.Expression, frame: Frame): Value {
  if (isIdle()) return watching(() => asked(frame, () => evaluate(expression, frame))).value;
  const node = bare(expression);
  const fixed = frame.depth === 0 && frame.bindings.size === 0 && !frame.self;
  const before = fixed ? recalled(node, frame) : undefined;
  if (before) return before;
  const start = logged();
  const { steps } = traceOf(frame);
  const value = counted(fixed ? apart(() => nested(node, frame)) : nested(node, frame), node, frame);
  if (fixed) remember(node, value, steps, start, frame);
  return value;
}

/** The weight of a value that costs no more than the step that gave it. */
const ORDINARY = 500;

/** A large value costs the file that asks as many steps as there will be to walk through what is new in it. */
function counted(value: Value, node: ts.Expression, frame: Frame): Value {
  if (weightOf(value) <= ORDINARY) return value;
  const { budget, paid } = traceOf(frame);
  if (!paid.has(value)) budget.left -= Math.max(0, weightBeside(value, paid) - ORDINARY) >> 3;
  paid.add(value);
  return bounded(value, spanOf(node));
}

function nested(node: ts.Expression, frame: Frame): Value {
  const trace = traceOf(frame);
  if (trace.nested >= MAX_NESTED) return unknown(spanOf(node), 'there is too much within one another', true);
  trace.nested++;
  try {
    return fresh(node, frame);
  } finally {
    trace.nested--;
  }
}

function fresh(node: ts.Expression, frame: Frame): Value {
  WORK.expressions++;
  const span = spanOf(node);
  const trace = traceOf(frame);
  if (trace.steps-- <= 0 || trace.budget.left-- <= 0) return unknown(span, 'there is too much to follow', true);
  if (ts.isStringLiteralLike(node)) return literal(span, node.text);
  if (ts.isNumericLiteral(node)) return literal(span, Number(node.text));
  if (ts.isIdentifier(node)) return nameValue(node, frame);
  if (ts.isObjectLiteralExpression(node)) return objectValue(node, frame);
  if (ts.isArrayLiteralExpression(node)) return arrayValue(node, frame);
  if (ts.isPropertyAccessExpression(node)) {
    const object = evaluate(node.expression, frame);
    return member(object, node.name.text, span, faulting(node));
  }
  if (ts.isElementAccessExpression(node)) {
    const object = evaluate(node.expression, frame);
    return element(object, evaluate(node.argumentExpression, frame), span, faulting(node));
  }
  if (ts.isCallExpression(node)) return call(node, frame);
  if (ts.isNewExpression(node)) return construct(node, frame);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return functionValue(node, frame);
  if (ts.isClassExpression(node)) return classValue(node, frame);
  if (ts.isBinaryExpression(node)) return binary(node, frame, span);
  if (ts.isConditionalExpression(node)) {
    const test = truthy(evaluate(node.condition, frame));
    if (test.kind === 'constant') return evaluate(test.value ? node.whenTrue : node.whenFalse, frame);
    if (asksWhetherSeveral(test)) return evaluate(node.whenTrue, frame);
    return choice(span, [
      { when: test, value: onlyWhere(test, () => evaluate(node.whenTrue, frame)) },
      { when: not(test), value: onlyWhere(not(test), () => evaluate(node.whenFalse, frame)) },
    ]);
  }
  if (ts.isTemplateExpression(node)) return template(node, frame, span);
  if (ts.isRegularExpressionLiteral(node)) return pattern(node, span);
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, frame, span);
  if (ts.isAwaitExpression(node)) return waitedFor(evaluate(node.expression, frame));
  if (ts.isTypeOfExpression(node))
    return { kind: 'member', object: evaluate(node.expression, frame), name: 'typeof ', span };
  if (ts.isVoidExpression(node)) return literal(span, undefined);
  if (ts.isMetaProperty(node)) return { kind: 'external', module: '', name: 'import.meta', span };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return literal(span, true);
    case ts.SyntaxKind.FalseKeyword:
      return literal(span, false);
    case ts.SyntaxKind.NullKeyword:
      return literal(span, null);
    case ts.SyntaxKind.ThisKeyword:
      return frame.self ?? { kind: 'parameter', name: 'this', index: -1, span: spanOf(classAround(node) ?? node) };
    case ts.SyntaxKind.SuperKeyword:
      return superValue(frame) ?? unknown(span, 'an expression that is not followed', true);
    default:
      return unknown(span, 'an expression that is not followed', true);
  }
}

/** `x.includes(',') ? x.split(',') : [x]`: splitting gives the same where there is nothing to split. */
function asksWhetherSeveral(test: Test): boolean {
  return test.kind === 'contains' && test.of.kind === 'environment' && /^\s*[,;|]\s*$/.test(textOf(test.text) ?? '');
}

/** Reading a property of nothing throws, unless the chain is optional. */
export function faulting(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Fault {
  return (when = TRUE) => {
    const spared = node.questionDotToken !== undefined || (node.flags & ts.NodeFlags.OptionalChain) !== 0;
    if (!spared) throwing(when);
    return !spared;
  };
}

function pattern(node: ts.RegularExpressionLiteral, span: Span): Value {
  const end = node.text.lastIndexOf('/');
  let shared = true;
  for (let at: ts.Node = node; at.parent; at = at.parent) if (ts.isFunctionLike(at.parent)) shared = false;
  return {
    kind: 'pattern',
    source: node.text.slice(1, Math.max(1, end)),
    flags: node.text.slice(end + 1),
    shared,
    span,
  };
}

function template(node: ts.TemplateExpression, frame: Frame, span: Span): Value {
  const parts: Value[] = [literal(spanOf(node.head), node.head.text)];
  for (const it of node.templateSpans)
    parts.push(evaluate(it.expression, frame), literal(spanOf(it.literal), it.literal.text));
  return concatenate(parts, span);
}

/** Joins parts to one text as far as they are known. */
export function concatenate(parts: readonly Value[], span: Span): Value {
  const flat = parts.flatMap(it => (it.kind === 'template' ? it.parts : [it])).filter(it => textOf(it) !== '');
  const joined: Value[] = [];
  let letters = 0;
  for (const part of flat) {
    if (part.kind === 'literal') letters += String(part.value).length;
    if (letters > MOST_LETTERS || joined.length > MOST_ITEMS)
      return unknown(span, 'a text too long to be followed', flat.some(onOrigin));
    const last = joined.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal')
      joined[joined.length - 1] = literal(span, String(last.value) + String(part.value));
    else joined.push(part);
  }
  const only = joined[0];
  if (!only) return literal(span, '');
  if (joined.length > 1) return { kind: 'template', parts: joined, span };
  if (only.kind === 'request') return writtenOut(only);
  return only.kind === 'literal' ? literal(span, String(only.value)) : only;
}

/** A header as a text, whether the request has it or not. */
export function writtenOut(of: RequestPart): RequestPart {
  return of.part === 'header' ? { ...of, lackable: false, inWords: true } : of;
}

function prefix(node: ts.PrefixUnaryExpression, frame: Frame, span: Span): Value {
  return prefixed(node, evaluate(node.operand, frame), span);
}

function prefixed(node: ts.PrefixUnaryExpression, operand: Value, span: Span): Value {
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    const test = not(truthy(operand));
    return test.kind === 'constant' ? literal(span, test.value) : { kind: 'test', test, span };
  }
  if (operand.kind === 'choice')
    return {
      ...operand,
      branches: operand.branches.map(it => ({ ...it, value: prefixed(node, it.value, span) })),
      span,
    };
  if (operand.kind === 'literal' && node.operator === ts.SyntaxKind.MinusToken)
    return literal(span, -Number(operand.value));
  if (operand.kind === 'literal' && node.operator === ts.SyntaxKind.PlusToken)
    return literal(span, Number(operand.value));
  if (node.operator === ts.SyntaxKind.TildeToken) {
    if (operand.kind === 'literal') return literal(span, ~Number(operand.value));
    if (operand.kind === 'unknown' && operand.least !== undefined && operand.least >= 0)
      return { ...unknown(span, operand.why, operand.onOrigin), truthy: true };
  }
  return unknown(span, 'a number that is not known', onOrigin(operand));
}

/** Reckons with numbers, in each case that there is; undefined where one of the two is none. */
export function calculate(operator: ts.SyntaxKind, a: Value, b: Value, span: Span): Value | undefined {
  const leaves = [a, b].flatMap(it => branchesOf(it).map(({ value }) => value));
  if (!leaves.every(isNumber)) return undefined;
  return mapChoice(a, left => mapChoice(b, right => reckoned(operator, left, right, span)));
}

function isNumber(value: Value): boolean {
  return (
    (value.kind === 'literal' && typeof value.value === 'number') ||
    (value.kind === 'unknown' && value.least !== undefined)
  );
}

function reckoned(operator: ts.SyntaxKind, a: Value, b: Value, span: Span): Value {
  if (a.kind === 'literal' && b.kind === 'literal') {
    const [x, y] = [Number(a.value), Number(b.value)];
    switch (operator) {
      case ts.SyntaxKind.PlusToken:
        return literal(span, x + y);
      case ts.SyntaxKind.MinusToken:
        return literal(span, x - y);
      case ts.SyntaxKind.AsteriskToken:
        return literal(span, x * y);
      case ts.SyntaxKind.SlashToken:
        return literal(span, x / y);
      default:
        return literal(span, x % y);
    }
  }
  const sum = unknown(span, 'a number that is not known', onOrigin(a) || onOrigin(b));
  return operator === ts.SyntaxKind.PlusToken ? { ...sum, least: leastOf(a) + leastOf(b) } : sum;
}

function leastOf(value: Value): number {
  return value.kind === 'unknown' ? (value.least ?? 0) : value.kind === 'literal' ? Number(value.value) : 0;
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

function binary(node: ts.BinaryExpression, frame: Frame, span: Span): Value {
  const operator = node.operatorToken.kind;
  const left = () => evaluate(node.left, frame);
  const right = () => evaluate(node.right, frame);
  switch (operator) {
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken: {
      const a = left();
      const nullish = operator === ts.SyntaxKind.QuestionQuestionToken;
      if (nullish && a.kind === 'literal') return a.value === undefined || a.value === null ? right() : a;
      const test = truthy(a);
      if (!nullish && test.kind === 'constant') return test.value ? a : right();
      return orElse(span, a, onlyWhere(not(test), right), nullish);
    }
    case ts.SyntaxKind.AmpersandAmpersandToken: {
      const a = left();
      const test = truthy(a);
      if (test.kind === 'constant') return test.value ? right() : a;
      return andThen(span, a, onlyWhere(test, right));
    }
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return right();
    case ts.SyntaxKind.PlusToken: {
      const [a, b] = [left(), right()];
      return calculate(operator, a, b, span) ?? concatenate([a, b], span);
    }
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.SlashToken:
    case ts.SyntaxKind.PercentToken: {
      const [a, b] = [left(), right()];
      return calculate(operator, a, b, span) ?? unknown(span, 'a number that is not known', onOrigin(a) || onOrigin(b));
    }
    case ts.SyntaxKind.InKeyword: {
      const object = right();
      return object.kind === 'record' && object.container === 'object'
        ? { kind: 'test', test: { kind: 'member', item: left(), list: keysOf(object, span), span }, span }
        : unknown(span, 'a key of an object that is not known', onOrigin(left()) || onOrigin(object));
    }
    case ts.SyntaxKind.InstanceOfKeyword:
      return { kind: 'test', test: isInstance(left(), right(), span), span };
    default: {
      if (!COMPARISONS.has(operator))
        return unknown(span, 'an operator that is not followed', onOrigin(left()) || onOrigin(right()));
      const test = compare(operator, left(), right(), span);
      return test.kind === 'constant' ? literal(span, test.value) : { kind: 'test', test, span };
    }
  }
}
