import ts from 'typescript';
import { functionOf } from './parse.ts';

/** A `var`, which belongs to the function around it wherever it stands in it. */
export function isVar(node: ts.Node): node is ts.VariableDeclaration {
  return (
    ts.isVariableDeclaration(node) &&
    ts.isVariableDeclarationList(node.parent) &&
    (node.parent.flags & ts.NodeFlags.BlockScoped) === 0
  );
}

/**
 * The block of a branch, a loop, a `try` or a `switch` in which a `var` gets its value: outside of it, the variable may hold
 * nothing (ECMAScript, FunctionDeclarationInstantiation, begins each `var` as undefined). Undefined for what comes by in any case.
 */
export function blockOf(node: ts.VariableDeclaration): ts.Node | undefined {
  if (!isVar(node) || !node.initializer) return undefined;
  const statement = node.parent.parent;
  const around = statement.parent;
  const whole = ts.isSourceFile(around) || ts.isModuleBlock(around) || ts.isFunctionLike(around.parent);
  return whole ? undefined : around;
}

/** Whether a `var` is read before its function comes to where it gets its value. */
export function isEarly(use: ts.Identifier, node: ts.VariableDeclaration): boolean {
  if (!isVar(node) || !node.initializer || use.pos >= node.pos || ts.isExportSpecifier(use.parent)) return false;
  const home = functionOf(node);
  if (functionOf(use) !== home) return false;
  for (let at: ts.Node | undefined = node.parent.parent; at && at !== home; at = at.parent)
    if (ts.isIterationStatement(at, false)) return false;
  return true;
}
