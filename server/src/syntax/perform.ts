import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { isChangedElsewhere } from './aliases.ts';
import { assign, count, remove, withoutOthers, write } from './assign.ts';
import { forgotten, isCounting } from './assigned.ts';
import { bounded } from './bounds.ts';
import { argumentValues, asPromise, call, onObject } from './call.ts';
import { merged } from './changed.ts';
import { branchesOf, choice, waitedFor } from './choice.ts';
import { isAssignment, isMerge } from './contents.ts';
import { evaluate, faulting } from './evaluate.ts';
import { given, type State } from './execute.ts';
import { bind, type Frame } from './frame.ts';
import { tells } from './listening.ts';
import { distinct, gathered, since } from './meeting.ts';
import { member } from './member.ts';
import { givenBack, mutate } from './mutate.ts';
import { bare, rootOf, spanOf, statementOf, walk } from './parse.ts';
import { and, FALSE, not, or, TRUE, truthy } from './test.ts';
import { catching, excludes } from './throws.ts';
import {
  type CallValue,
  type FunctionValue,
  type List,
  literal,
  type Member,
  type Path,
  type Test,
  unknown,
  type Value,
} from './value.ts';

export interface Step {
  readonly state: State;
  readonly value: Value;
  readonly thrown: boolean;
}

/**
 * Evaluates an expression together with what it does: calls are noted in order, functions of the workspace are entered. Where it
 * throws, that is a way of its own.
 */
export function perform(expression: ts.Expression, state: State): readonly Step[] {
  const { value: steps, throws } = catching(() => performed(bare(expression), state));
  return parted(state, throws, steps, spanOf(expression));
}

/** What follows where nothing throws, behind the way on which something does. */
export function parted(state: State, throws: Test, steps: readonly Step[], span: Span): readonly Step[] {
  if ((throws.kind === 'constant' && !throws.value) || excludes(state.when, throws)) return steps;
  const thrown = step(given(state, throws), literal(span, undefined), true);
  if (throws.kind === 'constant') return [thrown];
  return [thrown, ...steps.map(it => ({ ...it, state: given(it.state, not(throws)) }))];
}

/** Goes on from where nothing was thrown. */
export function onward(steps: readonly Step[], go: (it: Step) => readonly Step[]): readonly Step[] {
  return steps.flatMap(it => (it.thrown ? [it] : go(it)));
}

function performed(node: ts.Expression, state: State): readonly Step[] {
  if (ts.isAwaitExpression(node))
    return onward(perform(node.expression, state), it => {
      const { value, throws } = catching(() => waitedFor(it.value));
      return parted(it.state, throws, [step(it.state, value)], spanOf(node));
    });
  if (ts.isVoidExpression(node))
    return perform(node.expression, state).map(it => ({ ...it, value: literal(spanOf(node), undefined) }));
  if (ts.isCallExpression(node)) return performCall(node, state);
  if (ts.isNewExpression(node)) {
    return onward(before(node.arguments ?? [], state), it => evaluated(node, it.state));
  }
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (isAssignment(operator)) return assign(node, state);
    if (operator === ts.SyntaxKind.CommaToken)
      return onward(perform(node.left, state), it => perform(node.right, it.state));
    const short = operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken;
    if (short && hasEffects(node.right)) {
      const both = operator === ts.SyntaxKind.AmpersandAmpersandToken;
      return onward(perform(node.left, state), it => {
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
    return onward(perform(node.condition, state), it => {
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

/** What is evaluated in a state that is not the one before: where it throws, that is told from there. */
function evaluated(node: ts.Expression, state: State): readonly Step[] {
  const { value, throws } = catching(() => evaluate(node, state.frame));
  return parted(state, throws, [step(state, value)], spanOf(node));
}

function step(state: State, value: Value, thrown = false): Step {
  return { state, value, thrown };
}

/** Methods that only look: the evaluator says what they give, so no ways are split for them. */
export const LOOKING: ReadonlySet<string> = new Set(
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
    return (
      hasEffects(callee.expression) ||
      node.arguments.some(it => hasEffects(it) || (ts.isFunctionLike(it) && assigns(it)))
    );
  }
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, it => hasEffects(it) || undefined) ?? false;
}

/** Whether a function assigns anything, its own variables included. */
function assigns(node: ts.Node): boolean {
  let found = false;
  walk(node, it => {
    found ||= (ts.isBinaryExpression(it) && isAssignment(it.operatorToken.kind)) || isCounting(it);
    return !found;
  });
  return found;
}

/** Performs what arguments do, for its effects. */
function before(expressions: readonly ts.Expression[], state: State): readonly Step[] {
  return expressions.reduce<readonly Step[]>(
    (steps, it) => (hasEffects(it) ? onward(steps, from => perform(inner(it), from.state)) : steps),
    [step(state, literal({ path: state.frame.source.path, start: 0, end: 0 }, undefined))],
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
  return onward(before([...chained, ...node.arguments], state), it => {
    const { value: steps, throws } = catching(() => performReady(node, callee, it.state));
    return parted(it.state, throws, steps, spanOf(node));
  });
}

function performReady(node: ts.CallExpression, callee: ts.Expression, state: State): readonly Step[] {
  const { frame } = state;
  const object = ts.isPropertyAccessExpression(callee) ? evaluate(callee.expression, frame) : undefined;
  const target =
    object && ts.isPropertyAccessExpression(callee)
      ? member(object, callee.name.text, spanOf(callee), faulting(callee))
      : evaluate(callee, frame);
  // Who looks at the arguments is who works them out, and nobody does it again.
  let worked: readonly Value[] | undefined;
  const given = () => {
    worked ??= argumentValues(node.arguments, state.frame);
    return worked;
  };
  if (target.kind === 'function' && !target.construct) {
    const on = object ? onObject(target, object) : target;
    return enter(node, on.kind === 'function' ? on : target, given(), state).map(it => ({
      ...it,
      state: givenAway(node, it.state),
    }));
  }
  if (object && ts.isPropertyAccessExpression(callee)) {
    const name = callee.name.text;
    const action = node.arguments[0];
    if (action && isMerge(callee)) {
      const value = merged(node, evaluate(action, frame), TRUE, frame);
      return [step(write(action, value, state), value)];
    }
    if (object.kind === 'list' && name === 'forEach' && action)
      return forEach(node, object, evaluate(action, frame), state);
    if (object.kind === 'record' && object.container !== 'object' && !object.rest && name === 'forEach' && action) {
      const items = object.entries.map(it => [it.value, literal(it.keySpan, it.key)]);
      return items.reduce<readonly Step[]>(
        (steps, item) => onward(steps, it => each(node, evaluate(action, frame), item, it)),
        [step(state, literal(spanOf(node), undefined))],
      );
    }
    const now = mutate(object, name, given(), spanOf(statementOf(node)));
    const changed = now && bounded(now, spanOf(node));
    if (changed) {
      const value = givenBack(object, name, changed, spanOf(node));
      const after = withOthers(callee.expression, write(callee.expression, changed, state));
      return [step(note(node, target, argumentValues(node.arguments, after.frame), after), value)];
    }
  }
  const value = call(node, frame, { target, ...(object ? { object } : {}), given });
  const left = afterwards(value.kind === 'call' ? note(node, target, given(), state) : state, given());
  return refuses(target)
    ? parted(left, refusing(target, given()), [step(left, value)], spanOf(node))
    : [step(left, value)];
}

/** `ctx.throw(403)` and `ctx.assert(isKnown, 403)`, what they are called on being handed in. */
function refuses(target: Value): target is Member {
  return target.kind === 'member' && target.object.kind === 'parameter' && /^(throw|assert)$/.test(target.name);
}

/** When they throw (koa 3.3.0 was run). */
function refusing({ name }: Member, [first]: readonly Value[]): Test {
  return name === 'throw' ? TRUE : first ? not(truthy(first)) : FALSE;
}

/** A list or record that was changed where it is: its other names hold the same. */
function withOthers(changed: ts.Expression, state: State): State {
  const name = ts.isIdentifier(changed) ? state.frame.source.scopes.resolve(changed)?.name : undefined;
  return name ? withoutOthers(name, state) : state;
}

/** What was given to a function that changes it. */
function givenAway(node: ts.CallExpression, state: State): State {
  return node.arguments.reduce((left, at) => {
    if (!isChangedElsewhere({ at }, left.frame)) return left;
    const root = rootOf(at);
    const name = ts.isIdentifier(root) ? left.frame.source.scopes.resolve(root)?.name : undefined;
    return name ? withoutOthers(name, { ...left, frame: forgotten(new Set([name]), left.frame) }) : left;
  }, state);
}

/** Functions that are handed over may have been called, so that nobody knows any more what the variables hold that they assign. */
function afterwards(state: State, given: readonly Value[]): State {
  const names = given.flatMap(it => (it.kind === 'function' && it.assigns ? [...it.assigns()] : []));
  return names.length === 0 ? state : { ...state, frame: forgotten(new Set(names as ts.Identifier[]), state.frame) };
}

function note(node: ts.CallExpression, callee: Value, given: readonly Value[], state: State): State {
  const made: CallValue = { kind: 'call', callee, args: given, construct: false, span: spanOf(node) };
  if (!tells(made)) return state;
  return {
    ...state,
    effects: [...state.effects, { call: made, when: state.when, statement: spanOf(statementOf(node)) }],
  };
}

/** Follows a function of the workspace. One that only computes is left to the evaluator, so that no ways are split for it. */
function enter(node: ts.CallExpression, target: FunctionValue, args: readonly Value[], state: State): readonly Step[] {
  const outcome = target.run(args, state.frame.bindings);
  const span = spanOf(node);
  if (outcome.cut && outcome.paths.length <= 1)
    return [
      step(
        afterwards(note(node, target, args, state), [target]),
        unknown(span, 'a function that is not followed further', true),
      ),
    ];
  const back = outcome.paths.filter(it => it.end !== 'throw');
  const broken = outcome.paths.filter(it => it.end === 'throw');
  if (back.every(it => it.effects.length === 0)) {
    const frame = written(back, state.frame);
    if (target.async && broken.every(it => it.effects.length === 0)) {
      const fails = or(...broken.map(it => it.when));
      return [step({ ...state, frame }, { kind: 'promise', of: together(back, span), fails, span })];
    }
    const thrown = broken.map(it => after(state, it, span));
    if (back.length === 0) return thrown;
    const when = thrown.length > 0 ? and(state.when, or(...back.map(it => it.when))) : state.when;
    return [
      step(
        { ...state, frame, when },
        asPromise(target, () => together(back, span), span),
      ),
      ...thrown,
    ];
  }
  return outcome.paths.map(it => {
    const left = after(state, it, span);
    return { ...left, value: asPromise(target, () => left.value, span) };
  });
}

/** The state after one way through a function that was called. */
function after(state: State, it: Path, span: Span): Step {
  const effects = [...state.effects, ...it.effects.map(effect => ({ ...effect, when: and(state.when, effect.when) }))];
  return step(
    { frame: written([it], state.frame), when: and(state.when, it.when), effects },
    it.result ?? literal(span, undefined),
    it.end === 'throw',
  );
}

/** The variables after a function was called that leaves something in them, whichever way was taken through it. */
function written(paths: readonly Path[], frame: Frame): Frame {
  const names = new Set(paths.flatMap(it => [...(it.writes?.keys() ?? [])] as ts.Identifier[]));
  let inner = frame;
  for (const name of names) {
    const before = frame.bindings.get(name) ?? unknown(spanOf(name), 'a variable that a function assigns', true);
    const values = paths.map(it => ({ when: it.when, value: it.writes?.get(name) ?? before }));
    const [first] = values;
    const value = first && values.every(it => it.value === first.value) ? first.value : distinct(values, before);
    inner = bind(inner, name, value);
  }
  return inner;
}

function together(paths: readonly Path[], span: Span): Value {
  return choice(
    span,
    paths.map(it => ({ when: it.when, value: it.result ?? literal(span, undefined) })),
  );
}

/** `list.forEach(action)`: one turn for each item, told from the first on, as loops are. */
function forEach(node: ts.CallExpression, list: List, action: Value, state: State): readonly Step[] {
  const nothing = literal(spanOf(node), undefined);
  if (action.kind !== 'function') return [step(afterwards(state, [action]), nothing)];
  const start: State = { ...state, when: TRUE, effects: [] };
  const thrown: Step[] = [];
  let live: readonly State[] = [start];
  for (const [index, item] of list.items.slice(0, 64).entries()) {
    const branches = branchesOf(item);
    const absent = item.kind === 'choice' && !item.total ? [not(or(...branches.map(it => it.when)))] : [];
    const steps = live.flatMap(from => [
      ...branches.flatMap(({ when, value }) =>
        enter(node, action, [value, literal(item.span, index), list], given(from, when)),
      ),
      ...absent.map(when => step(given(from, when), nothing)),
    ]);
    thrown.push(...steps.filter(it => it.thrown));
    live = gathered(
      start,
      steps.filter(it => !it.thrown).map(it => it.state),
      thrown.length === 0,
    );
  }
  const whole = list.rest || list.items.length > 64 ? live.map(it => afterwards(it, [action])) : live;
  return [...whole.map(it => step(it, nothing)), ...thrown].map(it => ({ ...it, state: since(state, it.state) }));
}

function each(node: ts.CallExpression, action: Value, given: readonly Value[], from: Step): readonly Step[] {
  return action.kind === 'function' ? enter(node, action, given, from.state) : [from];
}
