import type ts from 'typescript';
import { type Frame, traceOf } from './frame.ts';
import { note, readsSince } from './reads.ts';
import type { Value } from './value.ts';

/** So many steps more than before are not worth another attempt. */
const HARDLY_MORE = 64;

/** What was found before; where that took all steps, for whoever has no more of them, and then none are left either. */
export function recalled(node: ts.Node, frame: Frame): Value | undefined {
  const before = frame.source.values.get(node);
  if (!before) return undefined;
  if (before.spent !== undefined) {
    const trace = traceOf(frame);
    if (trace.steps > before.spent + HARDLY_MORE) return undefined;
    trace.steps = 0;
  }
  note(before.reads);
  return before.value;
}

/** Keeps what was found with so many steps. */
export function remember(node: ts.Node, value: Value, steps: number, start: number, frame: Frame): void {
  const spent = traceOf(frame).steps > 0 ? {} : { spent: steps };
  frame.source.values.set(node, { value, reads: readsSince(start), ...spent });
}
