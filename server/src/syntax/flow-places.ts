import ts from 'typescript';
import { CHANGING, isAssignment, isMerge } from './contents.ts';
import { bare } from './parse.ts';
import type { Scopes } from './scope.ts';

/** What changes nothing in what stands in it, and hands it on to nobody. */
export function leavesAlone(node: ts.Node): boolean {
  return (
    ts.isStatement(node) ||
    ts.isTemplateSpan(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isVoidExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isCaseClause(node) ||
    ts.isComputedPropertyName(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isExportAssignment(node) ||
    ts.isExportSpecifier(node) ||
    ts.isJsxExpression(node) ||
    ts.isJsxSpreadAttribute(node) ||
    ts.isJsxOpeningLikeElement(node) ||
    ts.isJsxClosingElement(node) ||
    ts.isDecorator(node) ||
    ts.isTypeNode(node) ||
    ts.isExpressionWithTypeArguments(node) ||
    ts.isCallExpression(node)
  );
}

/** An expression together with what changes no value around it. */
export function outer(node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isTypeAssertionExpression(at.parent)
  )
    at = at.parent;
  return at;
}

export function isObjectOf(
  parent: ts.Node,
  at: ts.Expression,
): parent is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at;
}

/** The longest chain of properties that begins with an expression, up to what is called on it: `x.list` of `x.list.includes(…)`. */
export function chainFrom(expression: ts.Expression): ts.Expression {
  let at = outer(expression);
  while (isObjectOf(at.parent, at) && !isCalled(at.parent)) at = outer(at.parent);
  return at;
}

function isCalled(node: ts.Expression): boolean {
  const at = outer(node);
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}

export function isCounting(node: ts.Node): boolean {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** What an assignment or a loop gives a value, perhaps as a part of a pattern. */
export function isTarget(node: ts.Expression): boolean {
  let at = outer(node);
  for (;;) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind)) return parent.left === at;
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === at;
    if (ts.isArrayLiteralExpression(parent)) at = outer(parent);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === at) at = outer(parent.parent);
    else if (ts.isSpreadElement(parent) && ts.isArrayLiteralExpression(parent.parent)) at = outer(parent.parent);
    else return false;
  }
}

/** A call that is a statement of its own: it is made for what it does, and not for what it gives. */
export function isForItself(call: ts.Expression): boolean {
  const at = outer(call).parent;
  return ts.isExpressionStatement(ts.isAwaitExpression(at) || ts.isVoidExpression(at) ? at.parent : at);
}

/** `[].push.apply(list, …)`, and `push.apply(list, …)` of a function that was taken from somewhere. */
export function isBorrowed(called: ts.Expression): boolean {
  return ts.isIdentifier(called) || (ts.isPropertyAccessExpression(called) && CHANGING.has(called.name.text));
}

/** The name of what a pattern takes: `delete` of `{ delete: remove }`. */
export function takenBy({ propertyName, name }: ts.BindingElement): string {
  const taken = propertyName ?? name;
  return ts.isIdentifier(taken) || ts.isStringLiteralLike(taken) ? taken.text : '';
}

/** `const { assign } = Object` and `const assign = Object.assign`: what changes its first argument, under another name. */
export function isTakenFromBuiltIn(callee: ts.Expression, scopes: Scopes): boolean {
  const found = ts.isIdentifier(callee) ? scopes.resolve(callee) : undefined;
  const begins = found?.kind === 'variable' ? found.node.initializer : undefined;
  const from = begins && bare(begins);
  if (from && ts.isPropertyAccessExpression(from)) return isMerge(from);
  return from !== undefined && ts.isIdentifier(from) && /^(Object|Reflect)$/.test(from.text);
}

export function isMergeCall(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.expression) && isMerge(call.expression);
}

export function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  let at = node.parent;
  while (at && !ts.isClassLike(at)) at = at.parent;
  return at;
}

/** The first key of a chain on `this`. */
export function firstKey(target: ts.Expression): string {
  let at = target;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
    const inner = bare(at.expression);
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return ts.isPropertyAccessExpression(at) ? at.name.text : '';
    at = inner;
  }
  return '';
}
