import type ts from 'typescript';
import type { Project } from './project.ts';
import type { Scopes } from './scope.ts';

/** One parsed file with its names; the evaluator's view of it. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
  readonly project: Project;
}
