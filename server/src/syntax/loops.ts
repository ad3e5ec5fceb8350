import ts from 'typescript';
import { assignedIn, forgotten } from './assigned.ts';
import { branchesOf } from './choice.ts';
import {
  after,
  declarations,
  type Ended,
  failed,
  given,
  joined,
  type Leaving,
  type State,
  step,
  type Ways,
} from './execute.ts';
import { traceOf } from './frame.ts';
import { gathered, since } from './meeting.ts';
import { headerNames, headerPairs, keysOf, pairsOf } from './member.ts';
import { spanOf } from './parse.ts';
import { bindPattern } from './patterns.ts';
import { perform } from './perform.ts';
import { and, not, or, TRUE, truthy, unknownTest } from './test.ts';
import type { Test, Value } from './value.ts';

const MOST_ITEMS = 64;
const MOST_TURNS = 65;
const MOST_WAYS = 160;

type Loop = ts.ForOfStatement | ts.ForInStatement | ts.ForStatement | ts.WhileStatement | ts.DoStatement;

export function isLoop(node: ts.Node): node is Loop {
  return ts.isIterationStatement(node, false);
}

/** The ways through a loop: turn by turn where it is known what it goes over. */
export function loop(statement: Loop, state: State): Ways {
  if (ts.isForOfStatement(statement) || ts.isForInStatement(statement)) return over(statement, state);
  if (!ts.isForStatement(statement)) return turning(statement, state);
  const { initializer } = statement;
  const begun: Ways = !initializer
    ? { live: [state], done: [], left: [] }
    : ts.isVariableDeclarationList(initializer)
      ? declarations(initializer, state, statement)
      : after(initializer, state, statement, it => ({ live: [it.state], done: [], left: [] }));
  const ways = begun.live.map(it => turning(statement, it));
  return joined([{ ...begun, live: [] }, ...ways]);
}

/** `for (const x of list)`: one turn for each item. */
function over(statement: ts.ForOfStatement | ts.ForInStatement, before: State): Ways {
  return after(statement.expression, before, statement, it => through(statement, it.value, it.state));
}

function through(statement: ts.ForOfStatement | ts.ForInStatement, of: Value, state: State): Ways {
  const list = itemsOf(statement, of);
  const variable = ts.isVariableDeclarationList(statement.initializer)
    ? statement.initializer.declarations[0]?.name
    : undefined;
  if (list?.kind !== 'list' || !variable || list.items.length > MOST_ITEMS) return perhaps(statement, state);
  const turns = list.items.map(
    (item): Turn =>
      from => {
        const branches = branchesOf(item);
        const missing = branches.length > 0 && item.kind === 'choice' && !item.total;
        const absent = not(or(...branches.map(it => it.when)));
        return joined([
          ...branches.map(({ when, value }) =>
            step(statement.statement, given({ ...from, frame: bindPattern(variable, value, from.frame) }, when)),
          ),
          ...(missing ? [{ live: [given(from, absent)], done: [], left: [] }] : []),
        ]);
      },
  );
  const ways = turnByTurn(statement, state, turns);
  if (!list.rest) return ways;
  return joined([{ ...ways, live: [] }, ...ways.live.map(it => perhaps(statement, it))]);
}

function itemsOf(statement: ts.ForOfStatement | ts.ForInStatement, value: Value): Value | undefined {
  if (value.kind === 'record')
    return ts.isForInStatement(statement)
      ? value.container === 'object'
        ? keysOf(value, value.span)
        : undefined
      : value.container === 'object'
        ? undefined
        : pairsOf(value, value.span);
  if (value.kind === 'request' && value.part === 'headers')
    return ts.isForInStatement(statement) ? headerNames(value.span) : headerPairs(value.span);
  return ts.isForInStatement(statement) || (value.kind === 'list' && value.shuffled) ? undefined : value;
}

/** `for (;;)`, `while` and `do`: turns as long as the condition may hold; where that takes too many, nothing is known. */
function turning(statement: ts.ForStatement | ts.WhileStatement | ts.DoStatement, state: State): Ways {
  const condition = ts.isForStatement(statement) ? statement.condition : statement.expression;
  const incrementor = ts.isForStatement(statement) ? statement.incrementor : undefined;
  const start: State = { ...state, when: TRUE, effects: [] };
  const ended: State[] = [];
  const thrown: Ended[] = [];
  let ways: Ways = { live: [start], done: [], left: [] };
  for (let turn = 0; ways.live.length > 0; turn++) {
    if (turn > MOST_TURNS || tooMany(ways, state)) return perhaps(statement, state);
    const tested =
      ts.isDoStatement(statement) && turn === 0 ? [] : ways.live.flatMap(it => test(condition, it, statement));
    if (tested.some(it => it.unknown)) return perhaps(statement, state);
    thrown.push(...tested.flatMap(it => it.thrown));
    const on = tested.length > 0 ? tested.flatMap(it => it.on) : ways.live;
    ended.push(...tested.flatMap(it => it.off));
    if (ts.isDoStatement(statement) && turn === 0 && on.length === 0) break;
    const next = caught(
      statement,
      on.map(it => step(statement.statement, it)),
    );
    const ready = incrementor
      ? joined(
          next.live.map(it => after(incrementor, it, statement, one => ({ live: [one.state], done: [], left: [] }))),
        )
      : { live: next.live, done: [], left: [] };
    const done = [...ways.done, ...thrown.splice(0), ...next.done, ...ready.done];
    const all = done.length + next.left.length + ended.length === 0;
    ways = {
      live: gathered(start, ready.live, all && next.broken.length === 0),
      done,
      left: [...ways.left, ...next.left],
    };
    ended.push(...next.broken);
  }
  return whole(state, start, { ...ways, live: ended, done: [...ways.done, ...thrown] });
}

/** Where a loop's condition leads. */
interface Tested {
  readonly on: readonly State[];
  readonly off: readonly State[];
  readonly thrown: readonly Ended[];
  readonly unknown: boolean;
}

function test(condition: ts.Expression | undefined, state: State, statement: ts.Statement): readonly Tested[] {
  if (!condition) return [{ on: [state], off: [], thrown: [], unknown: false }];
  return perform(condition, state).map(({ state: here, value, thrown }) => {
    if (thrown) return { on: [], off: [], thrown: [failed(here, statement)], unknown: false };
    const holds = truthy(value);
    return {
      on: isNever(holds) ? [] : [given(here, holds)],
      off: isNever(not(holds)) ? [] : [given(here, not(holds))],
      thrown: [],
      unknown: asksUnknown(holds),
    };
  });
}

function isNever(test: Test): boolean {
  return test.kind === 'constant' && !test.value;
}

function asksUnknown(test: Test): boolean {
  if (test.kind === 'not') return asksUnknown(test.of);
  if (test.kind === 'and' || test.kind === 'or') return test.of.some(asksUnknown);
  return test.kind === 'unknown' || (test.kind === 'truthy' && (test.of.kind === 'call' || test.of.kind === 'member'));
}

type Turn = (state: State) => Ways;

function turnByTurn(statement: Loop, state: State, turns: readonly Turn[]): Ways {
  const start: State = { ...state, when: TRUE, effects: [] };
  const broken: State[] = [];
  let ways: Ways = { live: [start], done: [], left: [] };
  for (const turn of turns) {
    if (ways.live.length === 0) break;
    if (tooMany(ways, state)) return perhaps(statement, state);
    const next = caught(statement, ways.live.map(turn));
    broken.push(...next.broken);
    const all = ways.done.length + next.done.length + next.left.length + broken.length === 0;
    ways = {
      live: gathered(start, next.live, all),
      done: [...ways.done, ...next.done],
      left: [...ways.left, ...next.left],
    };
  }
  return whole(state, start, { ...ways, live: [...ways.live, ...broken] });
}

function tooMany({ live, done }: Ways, state: State): boolean {
  return live.length + done.length > MOST_WAYS || traceOf(state.frame).steps <= 0;
}

/** What was told from the loop's beginning on, told from the function's; the ways that end the loop are one where they can be. */
function whole(before: State, start: State, ways: Ways): Ways {
  const over = gathered(start, ways.live, ways.done.length + ways.left.length === 0);
  return {
    live: over.map(it => since(before, it)),
    done: ways.done.map(it => ({
      ...it,
      when: and(before.when, it.when),
      effects: [...before.effects, ...it.effects.map(effect => ({ ...effect, when: and(before.when, effect.when) }))],
    })),
    left: ways.left.map(it => ({ ...it, state: since(before, it.state) })),
  };
}

/** The ways out of a turn: `continue` goes on with the next, `break` ends the loop, other labels are those of loops around. */
function caught(statement: Loop, turns: readonly Ways[]): Ways & { readonly broken: readonly State[] } {
  const { live, done, left } = joined(turns);
  const mine = (it: Leaving) => it.label === undefined || it.label === labelOf(statement);
  return {
    live: [...live, ...left.filter(it => it.by === 'continue' && mine(it)).map(it => it.state)],
    broken: left.filter(it => it.by === 'break' && mine(it)).map(it => it.state),
    done,
    left: left.filter(it => !mine(it)),
  };
}

function labelOf({ parent }: Loop): string | undefined {
  return parent && ts.isLabeledStatement(parent) ? parent.label.text : undefined;
}

/** A loop that turns nobody knows how often: not at all, or as if once, and what it assigns is not known after it. */
function perhaps(statement: Loop, state: State): Ways {
  const turned = unknownTest(spanOf(statement), 'a loop', true);
  const names = assignedIn(statement, state.frame);
  const open: State = names.size > 0 ? { ...state, frame: forgotten(names, state.frame) } : state;
  const once = caught(statement, [step(statement.statement, given(open, turned))]);
  const after = [...once.live, ...once.broken].filter(it => it.effects.length > open.effects.length);
  const certain = once.done.length === 0 && once.left.length === 0 && after.length === 0;
  return {
    live: certain ? [open] : [given(open, not(turned)), ...after.map(it => ({ ...it, frame: open.frame }))],
    done: once.done,
    left: once.left,
  };
}
