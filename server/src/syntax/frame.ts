import type ts from 'typescript';
import type { Source } from './source.ts';
import type { RecordValue, Value } from './value.ts';

/** What is shared by everything that one question to the evaluator sets off. */
export interface Trace {
  /** Steps left; at zero everything further is unknown, so that no code can stall the analysis. */
  steps: number;
  /** What is left to the file that asks, whichever files its questions lead to. */
  readonly budget: { left: number };
  /** How many functions are entered one within the other. */
  depth: number;
  /** How many expressions are looked at one within the other. */
  nested: number;
  /** The large values that are paid for. */
  readonly paid: WeakSet<Value>;
}

/** Where an expression is looked at: the file, the variables whose value is known by execution, and `this`. */
export interface Frame {
  readonly source: Source;
  readonly bindings: ReadonlyMap<ts.Identifier, Value>;
  readonly self?: RecordValue | undefined;
  /** What the class around it has from the one that it extends. */
  readonly base?: RecordValue;
  readonly depth: number;
  readonly trace: Trace;
  /** The function that is followed, and the variables around it as they were when it was entered. */
  readonly entered?: { readonly home: ts.Node; readonly around: ReadonlyMap<ts.Identifier, Value> };
}

/** Functions within functions are followed this deep. */
export const MAX_DEPTH = 8;
/** Expressions within expressions are, through variables as well: far more than anyone writes, and the stack holds them. */
export const MAX_NESTED = 250;
const STEPS = 20_000;
const ROOT_STEPS = 4_000;

/** The frame of a file's top level, with no more steps than the question is worth. */
export function topFrame(source: Source, steps: number = STEPS): Frame {
  return { source, bindings: new Map(), depth: 0, trace: newTrace(source, steps) };
}

function newTrace(source: Pick<Source, 'budget'>, steps: number): Trace {
  return { steps, budget: source.budget, depth: 0, nested: 0, paid: new WeakSet() };
}

let asking: Trace | undefined;

/** The trace of the question under way: a function that was found through another file's frame counts for who asks, too. */
export function traceOf(frame: Frame): Trace {
  return asking ?? frame.trace;
}

/** Whether no question is under way. */
export function isIdle(): boolean {
  return asking === undefined;
}

/** Answers one question; what it sets off shares its trace. */
export function asked<T>(frame: Frame, answer: () => T): T {
  asking = frame.trace;
  try {
    return answer();
  } finally {
    asking = undefined;
  }
}

/** As `asked`, with fresh steps: a function that is kept may be asked often. */
export function askedAnew<T>(frame: Frame, answer: () => T): T {
  const steps = Math.min(ROOT_STEPS, spending?.each ?? ROOT_STEPS, spending?.left ?? ROOT_STEPS);
  const trace = newTrace(spending?.asker ?? frame.source, steps);
  try {
    return asked({ ...frame, trace }, answer);
  } finally {
    if (spending) spending.left -= steps - trace.steps;
  }
}

/** What many questions together may cost, and each of them, in steps. */
export interface Allowance {
  readonly each: number;
  left: number;
  /** The file that asks, whose budget it is then; where it is not said, that of the file in which the function stands. */
  readonly asker?: Pick<Source, 'budget'>;
}

let spending: Allowance | undefined;

/** Whether an allowance is set, by which an answer may be cut short. */
export function isLimited(): boolean {
  return spending !== undefined;
}

/** Asks what is kept within an allowance: where it is spent, everything further is unknown. */
export function spendingFrom<T>(allowance: Allowance, ask: () => T): T {
  const before = spending;
  spending = allowance;
  try {
    return ask();
  } finally {
    spending = before;
  }
}

/** Takes so many statements from an allowance, if there is one; tells whether that is spent, so that nothing goes on. */
export function isSpent(frame: Frame, statements: number): boolean {
  if (!spending) return false;
  const trace = traceOf(frame);
  trace.steps -= statements;
  return trace.steps <= 0;
}

export function bind(frame: Frame, name: ts.Identifier, value: Value): Frame {
  return { ...frame, bindings: new Map(frame.bindings).set(name, value) };
}
