import type ts from 'typescript';
import type { Project } from './project.ts';
import type { Scopes } from './scope.ts';
import type { Value } from './value.ts';

/** One parsed file with its names; the evaluator's view of it. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
  readonly project: Project;
  /** Values of expressions that depend on nothing but the file itself. */
  readonly values: Map<ts.Node, Value>;
  /** Steps left for everything that is asked about the file. */
  readonly budget: { left: number };
}
