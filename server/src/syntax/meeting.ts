import type ts from 'typescript';
import { total } from './choice.ts';
import type { State } from './execute.ts';
import { and, not, or, testsOrigin } from './test.ts';
import { type Effect, type Test, unknown, type Value } from './value.ts';

/** Where two ways part: what holds before, and the condition that parts them. */
interface Parting {
  readonly before: State;
  readonly test: Test;
}

/**
 * Two ways that differ in nothing a response shows meet again: what the variables hold depends on the condition from then
 * on. Conditions on the origin keep their ways apart, for the places that they allow and refuse at. Undefined where they do
 * not meet.
 */
export function meeting({ before, test }: Parting, yes: State, no: State): State | undefined {
  if (test.kind === 'constant' || testsOrigin(test) || !sameEffects(yes.effects, no.effects)) return undefined;
  const plain = sameTest(yes.when, and(before.when, test)) && sameTest(no.when, and(before.when, not(test)));
  const ways = [
    { when: test, state: yes },
    { when: not(test), state: no },
  ];
  return {
    frame: { ...before.frame, bindings: mixed(before.frame.bindings, ways) },
    when: plain ? before.when : or(yes.when, no.when),
    effects: yes.effects,
  };
}

/**
 * The ways through one turn of a loop, told from its beginning on, as one: what the variables hold depends on the conditions.
 * Ways on which something is done stay apart. `all` tells that no way has left.
 */
export function gathered(start: State, ways: readonly State[], all: boolean): readonly State[] {
  const [first] = ways;
  if (!first || ways.length < 2 || ways.some(it => it.effects.length > 0)) return ways;
  const bindings = mixed(
    start.frame.bindings,
    ways.map(state => ({ when: state.when, state })),
  );
  return [
    { frame: { ...start.frame, bindings }, when: all ? start.when : or(...ways.map(it => it.when)), effects: [] },
  ];
}

/** What was told from some place on, told from the function's beginning on. */
export function since(before: State, it: State): State {
  const effects = it.effects.map(effect => ({ ...effect, when: and(before.when, effect.when) }));
  return { ...it, when: and(before.when, it.when), effects: [...before.effects, ...effects] };
}

type Bindings = ReadonlyMap<ts.Identifier, Value>;

/** What each variable holds, where that depends on the way that was taken. */
function mixed(
  before: Bindings,
  ways: readonly { readonly when: Test; readonly state: State }[],
): Map<ts.Identifier, Value> {
  const bindings = new Map<ts.Identifier, Value>();
  for (const [name, value] of before) {
    const values = ways.map(({ when, state }) => ({ when, value: state.frame.bindings.get(name) ?? value }));
    bindings.set(name, values.every(it => it.value === value) ? value : distinct(values, value));
  }
  for (const { state } of ways)
    for (const [name, value] of state.frame.bindings) if (!bindings.has(name)) bindings.set(name, value);
  return bindings;
}

/** More values than these are not told apart. */
const MOST = 48;

/** One of several values; those that are alike stand together. */
export function distinct(
  values: readonly { readonly when: Test; readonly value: Value }[],
  { span }: Pick<Value, 'span'>,
): Value {
  const found: { when: Test; value: Value }[] = [];
  for (const { when, value } of values.flatMap(it => flat(it))) {
    const alike = found.find(it => isAlike(it.value, value));
    if (alike) alike.when = or(alike.when, when);
    else found.push({ when, value });
    if (found.length > MOST) return unknown(span, 'it depends on too many conditions', true);
  }
  return total(span, found);
}

function flat({ when, value }: { readonly when: Test; readonly value: Value }): { when: Test; value: Value }[] {
  if (value.kind !== 'choice' || !value.total) return [{ when, value }];
  return value.branches.map(it => ({ when: and(when, it.when), value: it.value }));
}

function isAlike(a: Value, b: Value): boolean {
  return a === b || (a.kind === 'literal' && b.kind === 'literal' && a.value === b.value);
}

function sameEffects(a: readonly Effect[], b: readonly Effect[]): boolean {
  return a.length === b.length && a.every((it, index) => it === b[index]);
}

/** Judged by the parts themselves, which conditions share. */
function sameTest(a: Test, b: Test): boolean {
  if (a === b) return true;
  const [x, y] = [a.kind === 'and' ? a.of : [a], b.kind === 'and' ? b.of : [b]];
  return (
    x.length === y.length &&
    x.every(
      (it, index) =>
        it === y[index] ||
        (it.kind === 'not' && y[index]?.kind === 'not' && it.of === (y[index] as Extract<Test, { kind: 'not' }>).of),
    )
  );
}
