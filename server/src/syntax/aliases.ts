import ts from 'typescript';
import { bindings, type Change } from './contents.ts';
import type { Frame } from './frame.ts';
import { bare, rootOf } from './parse.ts';

/** What is known of the names of a file, for as long as the file stays as it is. */
const known = new WeakMap<Frame['source'], Map<ts.Identifier, boolean>>();

/** Whether another name for a thing, or the parameter that takes it, is one under which it is changed. */
export function isChangedElsewhere(change: Change, frame: Frame): boolean {
  return namesGiven(change, frame).some(it => isChanged(it, frame));
}

/** The names under which what is changed here goes on. */
function namesGiven({ kind, node, at }: Change, frame: Frame): readonly ts.Identifier[] {
  if (kind === 'alias') return ts.isVariableDeclaration(node) ? namesIn(node.name) : [];
  return kind === 'passed' && ts.isCallExpression(node) ? parametersFor(node, at, frame) : [];
}

/** Whether a name, or any that its thing comes to have through it, is one under which the thing is changed. */
function isChanged(name: ts.Identifier, frame: Frame): boolean {
  const answers = known.get(frame.source) ?? new Map<ts.Identifier, boolean>();
  known.set(frame.source, answers);
  const before = answers.get(name);
  if (before !== undefined) return before;
  const reached = new Set([name]);
  for (const it of reached) {
    const changes = answers.get(it) === undefined ? frame.source.scopes.changes(it) : [];
    if (answers.get(it) || changes.some(({ kind }) => kind !== 'alias' && kind !== 'passed' && kind !== 'assign')) {
      answers.set(name, true);
      return true;
    }
    for (const change of changes) for (const next of namesGiven(change, frame)) reached.add(next);
  }
  // Whatever is reached from here reaches no more than this.
  for (const it of reached) answers.set(it, false);
  return false;
}

function namesIn(pattern: ts.BindingName): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  bindings(pattern, it => names.push(it));
  return names;
}

/** The names that a function of this file has for one of its arguments. */
function parametersFor(node: ts.CallExpression, at: ts.Expression, frame: Frame): readonly ts.Identifier[] {
  const declaration = ts.isIdentifier(node.expression) ? frame.source.scopes.resolve(node.expression) : undefined;
  const made = declaration?.kind === 'variable' ? declaration.node.initializer : undefined;
  const code = declaration?.kind === 'function' ? declaration.node : made && bare(made);
  if (!code || !(ts.isFunctionDeclaration(code) || ts.isArrowFunction(code) || ts.isFunctionExpression(code)))
    return [];
  const parameter = code.parameters[node.arguments.indexOf(at)];
  return parameter ? namesIn(parameter.name) : [];
}

/** The other names that variables have for what a variable holds, or for a part of it. */
export function otherNames(name: ts.Identifier, frame: Frame): ReadonlySet<ts.Identifier> {
  const found = new Set([name]);
  for (const it of found) {
    const { initializer } = declarationOf(it) ?? {};
    const root = initializer && rootOf(initializer);
    const source = root && ts.isIdentifier(root) ? frame.source.scopes.resolve(root)?.name : undefined;
    if (source) found.add(source);
    for (const { kind, node } of frame.source.scopes.changes(it))
      if (kind === 'alias' && ts.isVariableDeclaration(node)) for (const other of namesIn(node.name)) found.add(other);
  }
  found.delete(name);
  return found;
}

function declarationOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  let at: ts.Node = name.parent;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at)) at = at.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}
