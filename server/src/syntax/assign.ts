import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { otherNames } from './aliases.ts';
import { assignedIn, forgotten } from './assigned.ts';
import { isUrl } from './changed.ts';
import { andThen, orElse } from './choice.ts';
import { calculate, concatenate, evaluate } from './evaluate.ts';
import { given, type State } from './execute.ts';
import { bind } from './frame.ts';
import { existing, opened } from './mutate.ts';
import { put } from './object.ts';
import { bare, rootOf, spanOf, statementOf } from './parse.ts';
import { perform, type Step } from './perform.ts';
import { not, onOrigin, truthy } from './test.ts';
import { type CallValue, literal, type Test, textOf, unknown, type Value } from './value.ts';

/** `target = value` and `target op= value`. */
export function assign(node: ts.BinaryExpression, state: State): readonly Step[] {
  const operator = node.operatorToken.kind;
  const target = bare(node.left);
  const steps = perform(node.right, state);
  const runs = steps.some(it => it.thrown) ? whetherRun(operator, target, state) : undefined;
  if (runs) {
    const { value, when } = runs;
    const spared: Step = { state: given(state, not(when)), value, thrown: false };
    return [...assigned(node, perform(node.right, given(state, when))), spared];
  }
  return assigned(node, steps);
}

/** Under which condition the right side of a logical assignment is reached; undefined where it is in any case. */
function whetherRun(
  operator: ts.SyntaxKind,
  target: ts.Expression,
  { frame }: State,
): { readonly value: Value; readonly when: Test } | undefined {
  const logical =
    operator === ts.SyntaxKind.BarBarEqualsToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken;
  if (!logical) return undefined;
  const value = evaluate(target, frame);
  const holds = truthy(value);
  return { value, when: operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken ? holds : not(holds) };
}

function assigned(node: ts.BinaryExpression, steps: readonly Step[]): readonly Step[] {
  const operator = node.operatorToken.kind;
  const target = bare(node.left);
  const pattern = ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target);
  return steps.map(it => {
    if (it.thrown) return it;
    if (pattern)
      return { ...it, state: { ...it.state, frame: forgotten(assignedIn(node, it.state.frame), it.state.frame) } };
    const value =
      operator === ts.SyntaxKind.EqualsToken
        ? it.value
        : combined(operator, evaluate(target, it.state.frame), it.value, spanOf(node));
    return { ...it, value, state: write(target, value, it.state, node) };
  });
}

/** What `left op= right` leaves there. */
function combined(operator: ts.SyntaxKind, left: Value, right: Value, span: Span): Value {
  switch (operator) {
    case ts.SyntaxKind.BarBarEqualsToken:
      return orElse(span, left, right, false);
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return orElse(span, left, right, true);
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
      return andThen(span, left, right);
    case ts.SyntaxKind.PlusEqualsToken:
      return calculate(ts.SyntaxKind.PlusToken, left, right, span) ?? concatenate([left, right], span);
    case ts.SyntaxKind.MinusEqualsToken:
      return calculate(ts.SyntaxKind.MinusToken, left, right, span) ?? changedNumber(left, right, span);
    // `ok |= test` and `ok &= test`, on a yes or no: a number that counts as one.
    case ts.SyntaxKind.BarEqualsToken:
      return isYesOrNo(left) && isYesOrNo(right) ? orElse(span, left, right, false) : changedNumber(left, right, span);
    case ts.SyntaxKind.AmpersandEqualsToken:
      return isYesOrNo(left) && isYesOrNo(right) ? andThen(span, left, right) : changedNumber(left, right, span);
    default:
      return changedNumber(left, right, span);
  }
}

function changedNumber(left: Value, right: Value, span: Span): Value {
  return unknown(span, 'a value that is reckoned with', onOrigin(left) || onOrigin(right));
}

function isYesOrNo(value: Value): boolean {
  if (value.kind === 'choice') return value.branches.every(it => isYesOrNo(it.value));
  return value.kind === 'test' || (value.kind === 'literal' && typeof value.value === 'boolean');
}

/** `x++` and its like, before and after. */
export function count(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, state: State): Step {
  const span = spanOf(node);
  const before = evaluate(node.operand, state.frame);
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? ts.SyntaxKind.PlusToken : ts.SyntaxKind.MinusToken;
  const one = literal(span, 1);
  const value = calculate(operator, before, one, span) ?? changedNumber(before, one, span);
  return {
    state: write(node.operand, value, state),
    value: ts.isPrefixUnaryExpression(node) ? value : before,
    thrown: false,
  };
}

/** `delete object.key`. */
export function remove(node: ts.DeleteExpression, state: State): State {
  const target = bare(node.expression);
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return state;
  const object = evaluate(target.expression, state.frame);
  if (object.kind !== 'record') return state;
  const key = ts.isPropertyAccessExpression(target)
    ? target.name.text
    : textOf(evaluate(target.argumentExpression, state.frame));
  const left: Value =
    key === undefined
      ? opened(object, spanOf(node))
      : { ...object, entries: object.entries.filter(it => it.key !== key) };
  return write(target.expression, left, state);
}

/** Gives a variable, or a property of what a variable holds, a new value. */
export function write(target: ts.Expression, value: Value, state: State, assignment?: ts.BinaryExpression): State {
  const left = bare(target);
  if (ts.isIdentifier(left)) {
    const name = state.frame.source.scopes.resolve(left)?.name;
    return name ? { ...state, frame: bind(state.frame, name, value) } : state;
  }
  const root = rootOf(left);
  const name = ts.isIdentifier(root) ? state.frame.source.scopes.resolve(root)?.name : undefined;
  const written = inside(left, value, state, assignment);
  return name && written.frame !== state.frame ? withoutOthers(name, written) : written;
}

/** What else a variable is called may hold something else by now. */
export function withoutOthers(name: ts.Identifier, state: State): State {
  const others = otherNames(name, state.frame);
  return others.size === 0 ? state : { ...state, frame: forgotten(others, state.frame) };
}

function inside(target: ts.Expression, value: Value, state: State, assignment?: ts.BinaryExpression): State {
  const left = bare(target);
  if (ts.isIdentifier(left)) return write(left, value, state);
  if (left.kind === ts.SyntaxKind.ThisKeyword)
    return value.kind === 'record' ? { ...state, frame: { ...state.frame, self: value } } : state;
  if (!(ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left))) return state;
  const object = evaluate(left.expression, state.frame);
  const key: Value = ts.isPropertyAccessExpression(left)
    ? literal(spanOf(left.name), left.name.text)
    : evaluate(left.argumentExpression, state.frame);
  const text = key.kind === 'literal' ? String(key.value) : undefined;
  const span = assignment ? spanOf(statementOf(assignment)) : spanOf(left);
  if (object.kind === 'record' && text !== undefined) {
    const changed = put(object, { key: existing(object, text), value, keySpan: key.span, span });
    return inside(left.expression, changed, state, assignment);
  }
  if (object.kind === 'list' || (object.kind === 'record' && object.container === 'object'))
    return inside(left.expression, opened(object, span), state, assignment);
  if (isUrl(object)) return inside(left.expression, unknown(span, 'a URL that is changed', true), state, assignment);
  if (!assignment) return state;
  const made: CallValue = {
    kind: 'call',
    callee: { kind: 'member', object, name: '[]=', span: spanOf(left) },
    args: [key, value],
    construct: false,
    span: spanOf(assignment),
  };
  return { ...state, effects: [...state.effects, { call: made, when: state.when, statement: span }] };
}
