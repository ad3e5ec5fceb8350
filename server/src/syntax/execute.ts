import ts from 'typescript';
import { choice } from './choice.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, traceOf } from './frame.ts';
import { bindPattern } from './function.ts';
import { keysOf, pairsOf } from './member.ts';
import { spanOf } from './parse.ts';
import { perform } from './perform.ts';
import { and, not, or, parses, TRUE, testsOrigin, truthy, unknownTest } from './test.ts';
import { type Effect, literal, type Outcome, type Path, type Test, unknown, type Value } from './value.ts';

/** How far one way through a function has come. */
export interface State {
  readonly frame: Frame;
  readonly when: Test;
  readonly effects: readonly Effect[];
}

/** The ways that go on after a statement, those that are over, and those that leave the loop or switch around it. */
interface Ways {
  readonly live: readonly State[];
  readonly done: readonly Path[];
  readonly left: readonly State[];
}

const MOST_PATHS = 160;
const MOST_ITEMS = 64;

/** Follows a function's body through all its ways. A concise arrow function has an `expression` instead of statements. */
export function execute(
  statements: readonly ts.Statement[],
  frame: Frame,
  expression?: ts.Expression,
  body?: ts.Node,
): Outcome {
  const start: State = { frame, when: TRUE, effects: [] };
  if (expression) {
    const paths = performed(expression, start).map(it =>
      path(it.state, it.thrown ? 'throw' : 'return', it.value, expression),
    );
    return { paths, cut: paths.length > MOST_PATHS };
  }
  const { live, done, left } = block(statements, [start]);
  const end = body ?? statements.at(-1);
  const paths = [...done, ...[...live, ...left].map(it => path(it, 'fall', undefined, end))];
  return { paths: paths.slice(0, MOST_PATHS), cut: paths.length > MOST_PATHS || traceOf(frame).steps <= 0 };
}

function path(state: State, end: Path['end'], result: Value | undefined, node: ts.Node | undefined): Path {
  return {
    when: state.when,
    effects: state.effects,
    end,
    result,
    at: node ? spanOf(node) : { path: state.frame.source.path, start: 0, end: 0 },
  };
}

/** Performs an expression and notices where it would throw. */
function performed(
  expression: ts.Expression,
  state: State,
): readonly { state: State; value: Value; thrown: boolean }[] {
  return perform(expression, state).flatMap(it => {
    const trace = traceOf(state.frame);
    const fault = trace.fault;
    trace.fault = undefined;
    return [{ ...it, thrown: it.thrown || fault !== undefined }];
  });
}

function block(statements: readonly ts.Statement[], states: readonly State[]): Ways {
  let live = states;
  const done: Path[] = [];
  const left: State[] = [];
  for (const statement of statements) {
    const ways = live.map(it => step(statement, it));
    done.push(...ways.flatMap(it => it.done));
    left.push(...ways.flatMap(it => it.left));
    live = ways.flatMap(it => it.live);
    if (live.length + done.length > MOST_PATHS) {
      return {
        live: [],
        done: [
          ...done,
          ...live.slice(0, 1).map(it => ({
            ...path(it, 'return', unknown(spanOf(statement), 'there are too many ways', true), statement),
            when: unknownTest(spanOf(statement), 'there are too many ways', true),
          })),
        ],
        left,
      };
    }
    if (live.length === 0) break;
  }
  return { live, done, left };
}

function step(statement: ts.Statement, state: State): Ways {
  if (ts.isBlock(statement)) return block(statement.statements, [state]);
  if (ts.isExpressionStatement(statement))
    return after(statement.expression, state, statement, it => ({ live: [it.state], done: [], left: [] }));
  if (ts.isVariableStatement(statement)) return declarations(statement.declarationList, state);
  if (ts.isIfStatement(statement)) return conditional(statement, state);
  if (ts.isReturnStatement(statement)) {
    if (!statement.expression) return { live: [], done: [path(state, 'return', undefined, statement)], left: [] };
    return after(statement.expression, state, statement, it => ({
      live: [],
      done: [path(it.state, 'return', it.value, statement)],
      left: [],
    }));
  }
  if (ts.isThrowStatement(statement)) {
    return { live: [], done: [path(state, 'throw', evaluate(statement.expression, state.frame), statement)], left: [] };
  }
  if (ts.isTryStatement(statement)) return attempt(statement, state);
  if (ts.isSwitchStatement(statement)) return selection(statement, state);
  if (ts.isForOfStatement(statement)) return iteration(statement, state);
  if (ts.isForInStatement(statement)) return iteration(statement, state);
  if (ts.isForStatement(statement) || ts.isWhileStatement(statement) || ts.isDoStatement(statement)) {
    return perhaps(statement.statement, state);
  }
  if (ts.isLabeledStatement(statement)) return step(statement.statement, state);
  if (ts.isBreakStatement(statement) || ts.isContinueStatement(statement)) return { live: [], done: [], left: [state] };
  return { live: [state], done: [], left: [] };
}

function after(
  expression: ts.Expression,
  state: State,
  statement: ts.Statement,
  go: (it: { state: State; value: Value }) => Ways,
): Ways {
  return joined(
    performed(expression, state).map(it =>
      it.thrown ? { live: [], done: [path(it.state, 'throw', undefined, statement)], left: [] } : go(it),
    ),
  );
}

function joined(ways: readonly Ways[]): Ways {
  return { live: ways.flatMap(it => it.live), done: ways.flatMap(it => it.done), left: ways.flatMap(it => it.left) };
}

function declarations(list: ts.VariableDeclarationList, state: State): Ways {
  let ways: Ways = { live: [state], done: [], left: [] };
  for (const it of list.declarations) {
    const next = ways.live.map(from => {
      const initializer = it.initializer;
      if (!initializer)
        return {
          live: [{ ...from, frame: bindPattern(it.name, literal(spanOf(it), undefined), from.frame) }],
          done: [],
          left: [],
        };
      return after(initializer, from, list.parent as ts.Statement, got => ({
        live: [{ ...got.state, frame: bindPattern(it.name, got.value, got.state.frame) }],
        done: [],
        left: [],
      }));
    });
    ways = { ...joined(next), done: [...ways.done, ...next.flatMap(way => way.done)] };
  }
  return ways;
}

function conditional(statement: ts.IfStatement, state: State): Ways {
  return after(statement.expression, state, statement, ({ state: here, value }) => {
    const test = truthy(value);
    const yes = test.kind === 'constant' && !test.value ? [] : [step(statement.thenStatement, given(here, test))];
    const no =
      test.kind === 'constant' && test.value
        ? []
        : [
            statement.elseStatement
              ? step(statement.elseStatement, given(here, not(test)))
              : { live: [given(here, not(test))], done: [], left: [] },
          ];
    return meeting(here, test, joined(yes), joined(no));
  });
}

/**
 * Two ways that differ in nothing a response shows meet again: what the variables hold depends on the condition from then
 * on. Conditions on the origin keep their ways apart, for the places that they allow and refuse at.
 */
function meeting(before: State, test: Test, yes: Ways, no: Ways): Ways {
  const all = joined([yes, no]);
  const [a, b] = [yes.live[0], no.live[0]];
  if (!a || !b || yes.live.length !== 1 || no.live.length !== 1 || test.kind === 'constant' || testsOrigin(test))
    return all;
  if (!sameEffects(a.effects, b.effects)) return all;
  const plain = sameTest(a.when, and(before.when, test)) && sameTest(b.when, and(before.when, not(test)));
  const bindings = new Map(before.frame.bindings);
  for (const [name, value] of before.frame.bindings) {
    const [one, other] = [a.frame.bindings.get(name) ?? value, b.frame.bindings.get(name) ?? value];
    if (one !== other)
      bindings.set(
        name,
        choice(value.span, [
          { when: test, value: one },
          { when: not(test), value: other },
        ]),
      );
    else bindings.set(name, one);
  }
  for (const after of [a, b]) {
    for (const [name, value] of after.frame.bindings) if (!bindings.has(name)) bindings.set(name, value);
  }
  const met: State = {
    frame: { ...before.frame, bindings },
    when: plain ? before.when : or(a.when, b.when),
    effects: a.effects,
  };
  return { ...all, live: [met] };
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

function given(state: State, test: Test): State {
  return { ...state, when: and(state.when, test) };
}

function attempt(statement: ts.TryStatement, state: State): Ways {
  const trace = traceOf(state.frame);
  const before = trace.parses.length;
  const tried = block(statement.tryBlock.statements, [state]);
  const parsed = trace.parses.slice(before).map(of => parses(of, spanOf(statement.tryBlock)));
  const fine = and(...parsed);
  const broken: Test =
    parsed.length > 0 ? or(...parsed.map(not)) : unknownTest(spanOf(statement), 'whether something throws', false);
  const kept: Ways = {
    live: tried.live.map(it => given(it, fine)),
    done: tried.done
      .filter(it => it.end !== 'throw' || !statement.catchClause)
      .map(it => ({ ...it, when: and(it.when, fine) })),
    left: tried.left,
  };
  const thrown = tried.done
    .filter(it => it.end === 'throw')
    .map((it): State => ({ ...state, when: it.when, effects: it.effects }));
  const caught = statement.catchClause
    ? block(statement.catchClause.block.statements, [given(state, broken), ...thrown])
    : { live: [], done: [], left: [] };
  const all = meeting(state, fine.kind === 'constant' ? not(broken) : fine, kept, caught);
  if (!statement.finallyBlock) return all;
  const last = block(statement.finallyBlock.statements, all.live);
  return { live: last.live, done: [...all.done, ...last.done], left: [...all.left, ...last.left] };
}

function selection(statement: ts.SwitchStatement, state: State): Ways {
  return after(statement.expression, state, statement, ({ state: here, value }) => {
    const clauses = statement.caseBlock.clauses;
    const tests = clauses.map((it): Test | undefined =>
      ts.isCaseClause(it) ? caseTest(value, evaluate(it.expression, here.frame), spanOf(it)) : undefined,
    );
    const ways = clauses.map((_, index) => {
      const test = tests[index] ?? and(...tests.flatMap(it => (it ? [not(it)] : [])));
      if (test.kind === 'constant' && !test.value) return { live: [], done: [], left: [] };
      const run = block(
        clauses.slice(index).flatMap(it => [...it.statements]),
        [given(here, test)],
      );
      return { live: [...run.live, ...run.left], done: run.done, left: [] };
    });
    const none = clauses.some(ts.isDefaultClause)
      ? []
      : [{ live: [given(here, and(...tests.flatMap(it => (it ? [not(it)] : []))))], done: [], left: [] }];
    return joined([...ways, ...none]);
  });
}

function caseTest(value: Value, wanted: Value, span: Path['at']): Test {
  if (value.kind === 'literal' && value.value === true) return truthy(wanted);
  if (value.kind === 'literal' && wanted.kind === 'literal')
    return { kind: 'constant', value: value.value === wanted.value };
  return { kind: 'equals', left: value, right: wanted, span };
}

function iteration(statement: ts.ForOfStatement | ts.ForInStatement, state: State): Ways {
  const over = evaluate(statement.expression, state.frame);
  const keys = ts.isForInStatement(statement);
  const list =
    over.kind !== 'record' ? (keys ? undefined : over) : keys ? keysOf(over, over.span) : pairsOf(over, over.span);
  const variable = ts.isVariableDeclarationList(statement.initializer)
    ? statement.initializer.declarations[0]?.name
    : undefined;
  if (list?.kind !== 'list' || !variable || list.items.length > MOST_ITEMS) return perhaps(statement.statement, state);
  let live: readonly State[] = [state];
  const done: Path[] = [];
  const left: State[] = [];
  for (const item of list.items) {
    const present = item.kind === 'choice' ? item.branches : [{ when: TRUE, value: item }];
    const ways = live.flatMap(it =>
      present.map(({ when, value }) =>
        step(statement.statement, given({ ...it, frame: bindPattern(variable, value, it.frame) }, when)),
      ),
    );
    done.push(...ways.flatMap(it => it.done));
    left.push(...ways.flatMap(it => it.left));
    live = ways.flatMap(it => it.live);
    if (live.length === 0 || live.length + done.length > MOST_PATHS) break;
  }
  if (list.rest && live.length > 0)
    return joined([
      { live: [], done, left: [] },
      { live: left, done: [], left: [] },
      ...live.map(it => perhaps(statement.statement, it)),
    ]);
  return { live: [...live, ...left], done, left: [] };
}

/** A body that runs an unknown number of times: not at all, or as if once. */
function perhaps(body: ts.Statement, state: State): Ways {
  const once = step(body, given(state, unknownTest(spanOf(body), 'a loop', true)));
  return { live: [state, ...once.live, ...once.left], done: once.done, left: [] };
}
