import ts from 'typescript';
import { forgotten } from './assigned.ts';
import { loosenedWhereHandedOn } from './changed.ts';
import { equals } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, isSpent, traceOf } from './frame.ts';
import { isVar } from './hoisted.ts';
import { isListening, listenedFor } from './listening.ts';
import { isLoop, loop } from './loops.ts';
import { meeting } from './meeting.ts';
import { isInside, spanOf } from './parse.ts';
import { bindPattern } from './patterns.ts';
import { perform, type Step } from './perform.ts';
import { isSilent } from './silent.ts';
import { and, FALSE, not, or, TRUE, truthy, unknownTest } from './test.ts';
import { doneBefore, verified, whetherThrown } from './throwing.ts';
import { apart, catching, excludes, onlyWhere } from './throws.ts';
import { type Effect, literal, type Outcome, type Path, type Test, unknown, type Value } from './value.ts';

/** How far one way through a function has come. */
export interface State {
  readonly frame: Frame;
  readonly when: Test;
  readonly effects: readonly Effect[];
}

/** The ways that go on after a statement, those that are over, and those that leave the loop or switch around it. */
export interface Ways {
  readonly live: readonly State[];
  readonly done: readonly Ended[];
  readonly left: readonly Leaving[];
}

/** A way that is over, with what the variables hold there: `catch` and `finally` go on from it. */
export interface Ended extends Path {
  readonly frame: Frame;
}

/** A way that leaves the loop or switch around it, or the one with a label. */
export interface Leaving {
  readonly by: 'break' | 'continue';
  readonly label: string | undefined;
  readonly state: State;
}

const MOST_PATHS = 160;
/** So many clauses of a `switch` are entered, those that are fallen into from each before them included. */
const MOST_TURNS = 1_000;

/** Follows a function's body through all its ways. A concise arrow function has an `expression` instead of statements. */
export function execute(
  statements: readonly ts.Statement[],
  frame: Frame,
  expression?: ts.Expression,
  body?: ts.Node,
): Outcome {
  const start: State = { frame, when: TRUE, effects: [] };
  if (expression) {
    const paths = perform(expression, start).map(it =>
      path(it.state, it.thrown ? 'throw' : 'return', it.value, expression),
    );
    return { paths: paths.map(plain), cut: paths.length > MOST_PATHS };
  }
  const { live, done, left } = block(statements, [start], isListening());
  const end = body ?? statements.at(-1);
  const paths = [...done, ...[...live, ...left.map(it => it.state)].map(it => path(it, 'fall', undefined, end))];
  return { paths: paths.slice(0, MOST_PATHS).map(plain), cut: paths.length > MOST_PATHS || traceOf(frame).steps <= 0 };
}

function plain({ frame: _, ...path }: Ended): Path {
  return path;
}

function path(state: State, end: Path['end'], result: Value | undefined, node: ts.Node | undefined): Ended {
  return {
    frame: state.frame,
    when: state.when,
    effects: state.effects,
    end,
    result,
    ...writesOf(state.frame),
    at: node ? spanOf(node) : { path: state.frame.source.path, start: 0, end: 0 },
  };
}

/** What was assigned to variables that stand around the function. */
function writesOf({ entered, bindings }: Frame): Pick<Path, 'writes'> {
  if (!entered) return {};
  const writes = new Map<object, Value>();
  for (const [name, value] of bindings) {
    if (entered.around.has(name) ? entered.around.get(name) !== value : !isInside(name, entered.home))
      writes.set(name, value);
  }
  return writes.size > 0 ? { writes } : {};
}

/** `last` tells that nothing of the function comes after the block. */
function block(statements: readonly ts.Statement[], states: readonly State[], last = false): Ways {
  const heard = last ? lastHeard(statements, states[0]) : statements.length;
  let live = states;
  const done: Ended[] = [];
  const left: Leaving[] = [];
  for (const [index, statement] of statements.entries()) {
    if (index > heard && live.every(it => it.effects.length > 0))
      return { live: [], done: [...done, ...live.map(it => unheard(it, statement))], left };
    const ways = live.map(it => step(statement, it, last && index >= heard));
    done.push(...ways.flatMap(it => it.done));
    left.push(...ways.flatMap(it => it.left));
    live = ways.flatMap(it => it.live);
    const [next] = live;
    if (live.length + done.length > MOST_PATHS || (next && isOver(next.frame, live.length))) {
      return {
        live: [],
        done: [...done, ...live.slice(0, 1).map(it => tooMany(it, statement))],
        left,
      };
    }
    if (live.length === 0) break;
  }
  return { live, done, left };
}

/** Which statement is the last that leads to a call for whose sake the function is followed. */
function lastHeard(statements: readonly ts.Statement[], state: State | undefined): number {
  const names = listenedFor();
  if (!names || !state) return statements.length;
  return statements.findLastIndex(it => !isSilent(it, names, state.frame.source));
}

/** What stands for the ways on from where nothing is called any more for whose sake the function is followed. */
function unheard(state: State, statement: ts.Statement): Ended {
  return path(state, 'return', unknown(spanOf(statement), 'what follows a request is not followed'), statement);
}

/** Whether no steps are left: what is looked at beyond is unknown, and going there would only take time. */
function isOver(frame: Frame, ways: number): boolean {
  return traceOf(frame).steps <= 0 || isSpent(frame, ways);
}

/** What stands for all ways that are not followed. */
function tooMany(state: State, statement: ts.Statement): Ended {
  return {
    ...path(state, 'return', unknown(spanOf(statement), 'there are too many ways', true), statement),
    when: unknownTest(spanOf(statement), 'there are too many ways', true),
  };
}

/** `process.exit(1)`, `Deno.exit()`: nothing comes after, as after what throws. */
function endsProgram(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  const { expression: of, name } = expression.expression;
  return ts.isIdentifier(of) && /^(process|Deno)$/.test(of.text) && /^(exit|abort)$/.test(name.text);
}

/** `last` tells that nothing of the function comes after the statement by which a call may be reached that is listened for. */
export function step(statement: ts.Statement, state: State, last = false): Ways {
  if (ts.isBlock(statement)) return block(statement.statements, [state], last);
  if (ts.isExpressionStatement(statement) && endsProgram(statement.expression))
    return { live: [], done: [path(state, 'throw', undefined, statement)], left: [] };
  if (ts.isExpressionStatement(statement))
    return after(statement.expression, state, statement, it => ({ live: [it.state], done: [], left: [] }));
  if (ts.isVariableStatement(statement)) return declarations(statement.declarationList, state, statement);
  if (ts.isIfStatement(statement)) return conditional(statement, state);
  if (ts.isReturnStatement(statement)) {
    if (!statement.expression) return { live: [], done: [path(state, 'return', undefined, statement)], left: [] };
    return after(statement.expression, state, statement, it => ({
      live: [],
      done: [path(it.state, 'return', it.value, statement)],
      left: [],
    }));
  }
  if (ts.isThrowStatement(statement))
    return after(statement.expression, state, statement, it => ({
      live: [],
      done: [path(it.state, 'throw', it.value, statement)],
      left: [],
    }));
  if (ts.isTryStatement(statement)) return attempt(statement, state, last);
  if (ts.isSwitchStatement(statement)) return selection(statement, state);
  if (isLoop(statement)) return loop(statement, state);
  if (ts.isLabeledStatement(statement)) return labelled(statement, state);
  if (ts.isBreakStatement(statement) || ts.isContinueStatement(statement)) {
    const by = ts.isBreakStatement(statement) ? 'break' : 'continue';
    return { live: [], done: [], left: [{ by, label: statement.label?.text, state }] };
  }
  return { live: [state], done: [], left: [] };
}

/** Goes on from an expression; where it throws, the way is over. */
export function after(expression: ts.Expression, state: State, statement: ts.Statement, go: (it: Step) => Ways): Ways {
  return joined(
    perform(expression, state).map(it =>
      it.thrown ? { live: [], done: [failed(it.state, statement)], left: [] } : go(it),
    ),
  );
}

/** A way that ends where something throws. */
export function failed(state: State, statement: ts.Node): Ended {
  return { ...path(state, 'throw', undefined, statement), unwritten: true };
}

/** A block that has a name, which `break` leaves; a loop looks after its own. */
function labelled({ statement, label }: ts.LabeledStatement, state: State): Ways {
  const { live, done, left } = step(statement, state);
  const mine = (it: Leaving) => it.label === label.text;
  return { live: [...live, ...left.filter(mine).map(it => it.state)], done, left: left.filter(it => !mine(it)) };
}

export function joined(ways: readonly Ways[]): Ways {
  return { live: ways.flatMap(it => it.live), done: ways.flatMap(it => it.done), left: ways.flatMap(it => it.left) };
}

export function declarations(list: ts.VariableDeclarationList, state: State, statement: ts.Statement): Ways {
  let ways: Ways = { live: [state], done: [], left: [] };
  for (const it of list.declarations) {
    const next = ways.live.map(from => {
      const initializer = it.initializer;
      if (!initializer && isVar(it) && isHeld(it.name, from.frame)) return { live: [from], done: [], left: [] };
      if (!initializer)
        return {
          live: [{ ...from, frame: bindPattern(it.name, literal(spanOf(it), undefined), from.frame) }],
          done: [],
          left: [],
        };
      return after(initializer, from, statement, got => ({
        live: [{ ...got.state, frame: declaredIn(it.name, got.value, got.state.frame) }],
        done: [],
        left: [],
      }));
    });
    ways = { ...joined(next), done: [...ways.done, ...next.flatMap(way => way.done)] };
  }
  return ways;
}

/** Whether a variable has a value by now, which a bare `var` leaves as it is; a parameter has one from the beginning. */
function isHeld(name: ts.BindingName, { source, bindings }: Frame): boolean {
  const declared = ts.isIdentifier(name) ? source.scopes.resolve(name) : undefined;
  return declared !== undefined && (declared.kind !== 'variable' || bindings.has(declared.name));
}

/** What a variable holds from the beginning on: where it goes on to be changed under another name, nobody knows when that happens. */
function declaredIn(name: ts.BindingName, value: Value, frame: Frame): Frame {
  if (!ts.isIdentifier(name)) return bindPattern(name, value, frame);
  const first = frame.source.scopes.resolve(name)?.name ?? name;
  return bindPattern(first, loosenedWhereHandedOn(first, value, frame), frame);
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
    return met(here, test, joined(yes), joined(no));
  });
}

/** Two ways, which may meet again. */
function met(before: State, test: Test, yes: Ways, no: Ways): Ways {
  const all = joined([yes, no]);
  const [a, b] = [yes.live[0], no.live[0]];
  const one = a && b && yes.live.length === 1 && no.live.length === 1 ? meeting({ before, test }, a, b) : undefined;
  return one ? { ...all, live: [one] } : all;
}

export function given(state: State, test: Test): State {
  return { ...state, when: and(state.when, test) };
}

function attempt(statement: ts.TryStatement, state: State, last = false): Ways {
  const after = [statement.catchClause?.block, statement.finallyBlock];
  const names = last ? listenedFor() : undefined;
  const quiet = names && after.every(it => !it || isSilent(it, names, state.frame.source));
  const tried = block(statement.tryBlock.statements, [state], quiet);
  // What the block says is looked at again: where it throws is told by the ways through it.
  const tokens = apart(() => verified(statement.tryBlock, state.frame));
  const fine = and(...tokens);
  const broken =
    tokens.length > 0 ? or(...tokens.map(not)) : apart(() => whetherThrown(statement.tryBlock, state.frame));
  const { catchClause } = statement;
  const kept: Ways = {
    live: tried.live.map(it => given(it, fine)),
    done: tried.done.filter(it => it.end !== 'throw' || !catchClause).map(it => ({ ...it, when: and(it.when, fine) })),
    left: tried.left,
  };
  const open: State = {
    ...state,
    frame: forgotten(
      apart(() => doneBefore(statement.tryBlock, state.frame)),
      state.frame,
    ),
  };
  const thrown = tried.done.filter(it => it.end === 'throw').map(resumed);
  const stopped = broken.kind === 'constant' && !broken.value ? [] : [given(open, broken)];
  const caught = catchClause
    ? block(catchClause.block.statements, [...stopped, ...thrown])
    : { live: [], done: [], left: [] };
  const all = met(state, fine.kind === 'constant' ? not(broken) : fine, kept, caught);
  return statement.finallyBlock ? finished(statement.finallyBlock, all) : all;
}

/** The state in which a way was when it came to its end. */
function resumed({ frame, when, effects }: Ended): State {
  return { frame, when, effects };
}

/** What `finally` does comes after everything, also after a `return`, and its own `return` counts instead. */
function finished(last: ts.Block, { live, done, left }: Ways): Ways {
  const on = block(last.statements, live);
  const over = done.map(it => {
    const ways = block(last.statements, [resumed(it)]);
    const back = ways.live.map(state => ({ ...it, when: state.when, effects: state.effects }));
    return { live: [], done: [...back, ...ways.done], left: ways.left };
  });
  const gone = left.map(it => {
    const ways = block(last.statements, [it.state]);
    return { live: [], done: ways.done, left: [...ways.live.map(state => ({ ...it, state })), ...ways.left] };
  });
  return joined([on, ...over, ...gone]);
}

function selection(statement: ts.SwitchStatement, state: State): Ways {
  return after(statement.expression, state, statement, ({ state: before, value }) => {
    const clauses = statement.caseBlock.clauses;
    const { value: tests, throws } = catching(() => caseTests(clauses, value, before));
    const fails = (throws.kind !== 'constant' || throws.value) && !excludes(before.when, throws);
    const here = fails ? given(before, not(throws)) : before;
    const broken: Ways[] = fails ? [{ live: [], done: [failed(given(before, throws), statement)], left: [] }] : [];
    const ways: Ways[] = [];
    let turns = 0;
    for (const [index] of clauses.entries()) {
      const test = tests[index] ?? and(...tests.flatMap(it => (it ? [not(it)] : [])));
      if (test.kind === 'constant' && !test.value) continue;
      let live: readonly State[] = [given(here, test)];
      for (const { statements } of clauses.slice(index)) {
        if (live.length === 0) break;
        if (statements.length === 0) continue;
        if (++turns > MOST_TURNS) return joined([...broken, { live: [], done: [tooMany(here, statement)], left: [] }]);
        const run = block(statements, live);
        const mine = run.left.filter(it => it.by === 'break' && it.label === undefined);
        ways.push({
          live: mine.map(it => it.state),
          done: run.done,
          left: run.left.filter(it => !mine.includes(it)),
        });
        live = run.live;
      }
      ways.push({ live, done: [], left: [] });
    }
    const none = clauses.some(ts.isDefaultClause)
      ? []
      : [{ live: [given(here, and(...tests.flatMap(it => (it ? [not(it)] : []))))], done: [], left: [] }];
    return joined([...broken, ...ways, ...none]);
  });
}

/** When each clause is the first that fits; undefined for `default`. */
function caseTests(
  clauses: readonly ts.CaseOrDefaultClause[],
  value: Value,
  state: State,
): readonly (Test | undefined)[] {
  // Each is evaluated where none before it fits.
  let none: Test = TRUE;
  const asked = clauses.map(it => {
    if (!ts.isCaseClause(it)) return undefined;
    const wanted = onlyWhere(none, () => evaluate(it.expression, state.frame));
    const test = equals(value, wanted, true, spanOf(it));
    none = and(none, not(test));
    return { wanted, test };
  });
  const wanted = asked.map(it => it?.wanted);
  const tests = asked.map(it => it?.test);
  const known = wanted.flatMap(it => (it?.kind === 'literal' ? [it.value] : []));
  if (new Set(known).size === tests.filter(Boolean).length) return tests;
  let before: Test = FALSE;
  return tests.map(test => {
    if (!test) return undefined;
    const first = and(test, not(before));
    before = or(before, test);
    return first;
  });
}
