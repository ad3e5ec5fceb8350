import type ts from 'typescript';
import type { Span } from '../text/span.ts';
import type { Source } from './source.ts';
import type { RecordValue, Value } from './value.ts';

/** What is shared by everything that one question to the evaluator sets off. */
export interface Trace {
  /** Steps left; at zero everything further is unknown, so that no code can stall the analysis. */
  steps: number;
  /** The values that `new URL` was asked to parse since the last look. */
  parses: Value[];
  /** Where a property of `undefined` or `null` was read: at run time the function would throw there. */
  fault: Span | undefined;
}

/** Where an expression is looked at: the file, the variables whose value is known by execution, and `this`. */
export interface Frame {
  readonly source: Source;
  readonly bindings: ReadonlyMap<ts.Identifier, Value>;
  readonly self?: RecordValue | undefined;
  readonly depth: number;
  readonly trace: Trace;
}

/** Functions within functions are followed this deep. */
export const MAX_DEPTH = 8;
const STEPS = 20_000;

/** The frame of a file's top level, with no more steps than the question is worth. */
export function topFrame(source: Source, steps: number = STEPS): Frame {
  return { source, bindings: new Map(), depth: 0, trace: { steps, parses: [], fault: undefined } };
}

export function bind(frame: Frame, name: ts.Identifier, value: Value): Frame {
  return { ...frame, bindings: new Map(frame.bindings).set(name, value) };
}
