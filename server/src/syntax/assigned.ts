import ts from 'typescript';
import { bindings, CHANGING, isAssignment } from './contents.ts';
import { bind, type Frame } from './frame.ts';
import { isVar } from './hoisted.ts';
import { bare, functionOf, isInside, rootOf, spanOf, walk } from './parse.ts';
import { unknown } from './value.ts';

/** The variables that a piece of code assigns, or changes what they hold, and that are declared outside of it. */
export function assignedIn(code: ts.Node, frame: Frame): ReadonlySet<ts.Identifier> {
  const found = new Set<ts.Identifier>();
  const note = (target: ts.Expression) => {
    const at = rootOf(target);
    const name = ts.isIdentifier(at) ? frame.source.scopes.resolve(at)?.name : undefined;
    if (name && !isInside(name, code)) found.add(name);
  };
  walk(code, node => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) targets(node.left, note);
    else if (isVar(node) && node.initializer) bindings(node.name, it => declared(it, code, frame, found));
    else if (isCounting(node)) note(node.operand);
    else if (ts.isDeleteExpression(node)) note(node.expression);
    else if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && ts.isExpression(node.initializer))
      targets(node.initializer, note);
    else if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      CHANGING.has(node.expression.name.text)
    )
      note(node.expression.expression);
    return undefined;
  });
  return found;
}

/** A `var` is one variable throughout the function around the code, wherever it stands. */
function declared(at: ts.Identifier, code: ts.Node, frame: Frame, found: Set<ts.Identifier>): void {
  const name = frame.source.scopes.resolve(at)?.name;
  const home = name && functionOf(name);
  if (home && home !== code.parent && !isInside(home, code)) found.add(name);
}

/** The frame in which nobody knows any more what these variables hold. */
export function forgotten(names: ReadonlySet<ts.Identifier>, frame: Frame): Frame {
  let inner = frame;
  for (const name of names)
    inner = bind(inner, name, unknown(spanOf(name), `\`${name.text}\` is assigned more than once`, true));
  return inner;
}

/** `x++` and the like. */
export function isCounting(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** What an assignment writes to: one place, or those of a pattern. */
function targets(left: ts.Expression, note: (target: ts.Expression) => void): void {
  const target = bare(left);
  if (!ts.isArrayLiteralExpression(target) && !ts.isObjectLiteralExpression(target)) note(target);
  else
    walk(target, node => {
      if (ts.isIdentifier(node)) note(node);
      return undefined;
    });
}
