import type ts from 'typescript';
import type { KnownFlows } from './known-flows.ts';
import type { Project } from './project.ts';
import type { Reads } from './reads.ts';
import type { Scopes } from './scope.ts';
import type { Outcome, Value } from './value.ts';

export interface KeptValue {
  readonly value: Value;
  readonly reads: Reads;
  /** So many steps there were, and they were too few. */
  readonly spent?: number;
}

/** One parsed file with its names; the evaluator's view of it. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
  readonly project: Project;
  /** Values of expressions that depend on nothing but where they stand, and what was looked at to find them. */
  readonly values: Map<ts.Node, KeptValue>;
  /** What functions do that nobody hands anything. */
  readonly outcomes: Map<ts.Node, { readonly value: Outcome; readonly reads: Reads }>;
  /** Where things go on under other names. */
  readonly flows: KnownFlows;
  /** Steps left for everything that is asked about the file. */
  readonly budget: { left: number };
}
