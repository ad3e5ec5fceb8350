import ts from 'typescript';
import { bare } from './parse.ts';
import type { Scopes } from './scope.ts';

/** How far names of names are looked into. */
const DEEPEST = 3;

/**
 * Whether a call hands over something that is written in the code, itself or as a constant: a text, an object, what `new` makes.
 * Judged by the nodes alone; what others hand in, and what functions give back that are handed nothing, tells nothing.
 */
export function handsOver(args: readonly ts.Expression[], scopes: Scopes): boolean {
  return args.some(it => isWritten(ts.isSpreadElement(it) ? it.expression : it, scopes, 0));
}

function isWritten(expression: ts.Expression, scopes: Scopes, depth: number): boolean {
  const node = bare(expression);
  const inner = (it: ts.Expression) => isWritten(it, scopes, depth);
  if (ts.isIdentifier(node)) return depth < DEEPEST && isConstant(node, scopes, depth + 1);
  if (ts.isPropertyAccessExpression(node)) return inner(node.expression);
  if (ts.isElementAccessExpression(node)) return inner(node.expression);
  if (ts.isCallExpression(node)) return node.arguments.some(it => inner(ts.isSpreadElement(it) ? it.expression : it));
  if (ts.isConditionalExpression(node)) return inner(node.whenTrue) || inner(node.whenFalse);
  if (ts.isBinaryExpression(node)) return inner(node.left) || inner(node.right);
  return !ts.isAwaitExpression(node) && !ts.isFunctionLike(node) && node.kind !== ts.SyntaxKind.ThisKeyword;
}

/** A name that is imported, that nothing here declares, or that begins as something written. */
function isConstant(name: ts.Identifier, scopes: Scopes, depth: number): boolean {
  const found = scopes.resolve(name);
  switch (found?.kind) {
    case 'variable': {
      const loop = found.node.parent.parent;
      const begins = found.node.initializer ?? (ts.isForOfStatement(loop) ? loop.expression : undefined);
      return ts.isIdentifier(found.node.name) && begins !== undefined && isWritten(begins, scopes, depth);
    }
    case 'parameter':
    case 'other':
      return false;
    default:
      return true;
  }
}
