import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { assign, count, remove, write } from './assign.ts';
import { isCounting } from './assigned.ts';
import { bounded } from './bounds.ts';
import { call } from './call.ts';
import { choice } from './choice.ts';
import { isAssignment } from './contents.ts';
import { evaluate } from './evaluate.ts';
import type { State } from './execute.ts';
import { lastName } from './member.ts';
import { mutate } from './mutate.ts';
import { bare, spanOf, statementOf } from './parse.ts';
import { and, not, or, truthy } from './test.ts';
import { type CallValue, type FunctionValue, literal, type Path, unknown, type Value } from './value.ts';

export interface Step {
  readonly state: State;
  readonly value: Value;
  readonly thrown: boolean;
}

/** Evaluates an expression together with what it does: calls are noted in order, functions of the workspace are entered. */
export function perform(expression: ts.Expression, state: State): readonly Step[] {
  const node = bare(expression);
  if (ts.isAwaitExpression(node)) return perform(node.expression, state);
  if (ts.isVoidExpression(node))
    return perform(node.expression, state).map(it => ({ ...it, value: literal(spanOf(node), undefined) }));
  if (ts.isCallExpression(node)) return performCall(node, state);
  if (ts.isNewExpression(node)) {
    const ready = before(node.arguments ?? [], state);
    return ready.map(it => step(it, evaluate(node, it.frame)));
  }
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (isAssignment(operator)) return assign(node, state);
    if (operator === ts.SyntaxKind.CommaToken)
      return perform(node.left, state).flatMap(it => perform(node.right, it.state));
    const short = operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken;
    if (short && hasEffects(node.right)) {
      const both = operator === ts.SyntaxKind.AmpersandAmpersandToken;
      return perform(node.left, state).flatMap(it => {
        const test = both ? truthy(it.value) : not(truthy(it.value));
        const decided: Value =
          it.value.kind === 'test' ? { kind: 'literal', value: !both, span: it.value.span } : it.value;
        return [
          ...(test.kind === 'constant' && !test.value
            ? []
            : perform(node.right, { ...it.state, when: and(it.state.when, test) })),
          ...(test.kind === 'constant' && test.value
            ? []
            : [step({ ...it.state, when: and(it.state.when, not(test)) }, decided)]),
        ];
      });
    }
  }
  if (isCounting(node)) return [count(node, state)];
  if (ts.isDeleteExpression(node)) return [step(remove(node, state), literal(spanOf(node), true))];
  if (ts.isConditionalExpression(node) && (hasEffects(node.whenTrue) || hasEffects(node.whenFalse))) {
    return perform(node.condition, state).flatMap(it => {
      const test = truthy(it.value);
      return [
        ...(test.kind === 'constant' && !test.value
          ? []
          : perform(node.whenTrue, { ...it.state, when: and(it.state.when, test) })),
        ...(test.kind === 'constant' && test.value
          ? []
          : perform(node.whenFalse, { ...it.state, when: and(it.state.when, not(test)) })),
      ];
    });
  }
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.ExclamationToken &&
    hasEffects(node.operand)
  ) {
    return perform(node.operand, state).map(it => ({
      ...it,
      value: { kind: 'test', test: not(truthy(it.value)), span: spanOf(node) },
    }));
  }
  return [step(state, evaluate(node, state.frame))];
}

function step(state: State, value: Value, thrown = false): Step {
  return { state, value, thrown };
}

/** Methods that only look: the evaluator says what they give, so no ways are split for them. */
const LOOKING = new Set(
  'at concat endsWith every exec filter find findIndex findLast flat flatMap has hasOwn includes indexOf isArray join keys lastIndexOf localeCompare map match normalize padEnd padStart replace replaceAll search slice some split startsWith substring test toLowerCase toString toUpperCase trim trimEnd trimStart values'.split(
    ' ',
  ),
);

/** Whether something may be called or assigned in an expression, functions within it left out. */
function hasEffects(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return true;
  if (isCounting(node) || ts.isDeleteExpression(node)) return true;
  if (ts.isCallExpression(node)) {
    const callee = bare(node.expression);
    if (!ts.isPropertyAccessExpression(callee) || !LOOKING.has(callee.name.text)) return true;
    return hasEffects(callee.expression) || node.arguments.some(hasEffects);
  }
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, it => hasEffects(it) || undefined) ?? false;
}

/** Performs what arguments do, for its effects. */
function before(expressions: readonly ts.Expression[], state: State): readonly State[] {
  return expressions.reduce<readonly State[]>(
    (states, it) =>
      hasEffects(it) ? states.flatMap(from => perform(inner(it), from).map(step => step.state)) : states,
    [state],
  );
}

function inner(node: ts.Expression): ts.Expression {
  return ts.isSpreadElement(node) ? node.expression : node;
}

function performCall(node: ts.CallExpression, state: State): readonly Step[] {
  const callee = bare(node.expression);
  const chained =
    (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) && hasEffects(callee.expression)
      ? [callee.expression]
      : [];
  return before([...chained, ...node.arguments], state).flatMap(it => performReady(node, callee, it));
}

function performReady(node: ts.CallExpression, callee: ts.Expression, state: State): readonly Step[] {
  const { frame } = state;
  const target = evaluate(callee, frame);
  if (target.kind === 'function' && !target.construct) return enter(node, target, args(node, state), state);
  if (ts.isPropertyAccessExpression(callee)) {
    const object = evaluate(callee.expression, frame);
    const name = callee.name.text;
    const action = node.arguments[0];
    if (object.kind === 'list' && name === 'forEach' && action)
      return forEach(node, object.items, evaluate(action, frame), state);
    if (object.kind === 'record' && object.container !== 'object' && !object.rest && name === 'forEach' && action) {
      const items = object.entries.map(it => [it.value, literal(it.keySpan, it.key)]);
      return items.reduce<readonly Step[]>(
        (steps, item) => steps.flatMap(it => each(node, evaluate(action, frame), item, it)),
        [step(state, literal(spanOf(node), undefined))],
      );
    }
    const now = mutate(object, name, args(node, state), spanOf(statementOf(node)));
    const changed = now && bounded(now, spanOf(node));
    if (changed) return [step(note(node, target, write(callee.expression, changed, state)), changed)];
  }
  const value = call(node, frame);
  return [step(value.kind === 'call' ? note(node, target, state) : state, value)];
}

function args(node: ts.CallExpression, state: State): readonly Value[] {
  return node.arguments.flatMap(it => {
    const value = evaluate(inner(it), state.frame);
    return ts.isSpreadElement(it) && value.kind === 'list' ? value.items : [value];
  });
}

/** The calls that can answer a request, write its headers or ask for a login; all others leave nothing that anyone asks for. */
const TELLING =
  /^(set|setHeader|setHeaders|header|headers|append|appendHeader|delete|removeHeader|removeResponseHeader|writeHead|write|status|code|sendStatus|send|end|json|text|html|body|type|vary|redirect|respond|respondWith|waitUntil|next|use|res|reply|raw|\[\]=|set(Response)?(Header|Headers|Status)|append(Response)?(Header|Headers)|appendCorsHeaders|appendCorsPreflightHeaders|handleCors|handlePreflight|jwtVerify)$/i;

let listening: RegExp | undefined;

/** Follows functions for the sake of calls of these last names, and of no others. */
export function listeningFor<T>(names: RegExp, follow: () => T): T {
  const before = listening;
  listening = names;
  try {
    return follow();
  } finally {
    listening = before;
  }
}

function tells(call: CallValue): boolean {
  if (listening) return listening.test(lastName(call.callee)?.replace(/^.*\./, '') ?? '');
  const name = lastName(call.callee) ?? (call.callee.kind === 'call' ? lastName(call.callee.callee) : undefined) ?? '';
  return (
    call.callee.kind === 'parameter' ||
    TELLING.test(name) ||
    /cors|header/i.test(name) ||
    call.args.some(it => it.kind === 'parameter' || it.kind === 'function')
  );
}

function note(node: ts.CallExpression, callee: Value, state: State): State {
  const made: CallValue = { kind: 'call', callee, args: args(node, state), construct: false, span: spanOf(node) };
  if (!tells(made)) return state;
  return {
    ...state,
    effects: [...state.effects, { call: made, when: state.when, statement: spanOf(statementOf(node)) }],
  };
}

/** Follows a function of the workspace. One that only computes is left to the evaluator, so that no ways are split for it. */
function enter(node: ts.CallExpression, target: FunctionValue, given: readonly Value[], state: State): readonly Step[] {
  const outcome = target.run(given);
  const span = spanOf(node);
  if (outcome.cut && outcome.paths.length <= 1)
    return [step(note(node, target, state), unknown(span, 'a function that is not followed further', true))];
  const back = outcome.paths.filter(it => it.end !== 'throw');
  if (back.every(it => it.effects.length === 0)) {
    const thrown = outcome.paths.filter(it => it.end === 'throw').map(it => after(state, it, span));
    if (back.length === 0) return thrown;
    const when = thrown.length > 0 ? and(state.when, or(...back.map(it => it.when))) : state.when;
    return [step({ ...state, when }, together(back, span)), ...thrown];
  }
  return outcome.paths.map(it => after(state, it, span));
}

/** The state after one way through a function that was called. */
function after(state: State, it: Path, span: Span): Step {
  const effects = [...state.effects, ...it.effects.map(effect => ({ ...effect, when: and(state.when, effect.when) }))];
  return step(
    { ...state, when: and(state.when, it.when), effects },
    it.result ?? literal(span, undefined),
    it.end === 'throw',
  );
}

function together(paths: readonly Path[], span: Span): Value {
  return choice(
    span,
    paths.map(it => ({ when: it.when, value: it.result ?? literal(span, undefined) })),
  );
}

function forEach(node: ts.CallExpression, items: readonly Value[], action: Value, state: State): readonly Step[] {
  if (action.kind !== 'function') return [step(state, literal(spanOf(node), undefined))];
  return items.slice(0, 64).reduce<readonly Step[]>(
    (steps, item) =>
      steps.flatMap(it => {
        const branches = item.kind === 'choice' ? item.branches : [{ when: undefined, value: item }];
        return branches.flatMap(({ when, value: present }) =>
          enter(node, action, [present], when ? { ...it.state, when: and(it.state.when, when) } : it.state),
        );
      }),
    [step(state, literal(spanOf(node), undefined))],
  );
}

function each(node: ts.CallExpression, action: Value, given: readonly Value[], from: Step): readonly Step[] {
  return action.kind === 'function' ? enter(node, action, given, from.state) : [from];
}
