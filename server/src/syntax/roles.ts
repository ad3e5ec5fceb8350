import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { isListed } from './surroundings.ts';

/**
 * What stands at a place, as far as it decides how it is taken away and what may stand beside it: a `statement` among
 * others; the `sole` statement of an `if` or a loop without braces; a `property` of an object, an `element` of an array,
 * an `argument` of a call; a `link` of a chain (`.set(…)`); any other `expression`.
 */
export type Role = 'statement' | 'sole' | 'property' | 'element' | 'argument' | 'link' | 'expression';

export function roleOf(node: ts.Node, at: Span): Role | undefined {
  const { parent } = node;
  if (ts.isStatement(node)) return isListed(node) ? 'statement' : 'sole';
  if (ts.isObjectLiteralElementLike(node)) return 'property';
  if (ts.isArrayLiteralExpression(parent)) return 'element';
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const inChain = ts.isPropertyAccessExpression(parent) && parent.expression === node;
    if (inChain || at.start >= node.expression.expression.end) return 'link';
  }
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node) return 'argument';
  return ts.isExpression(node) && !isName(node) ? 'expression' : undefined;
}

export function linkOf(node: ts.Node, at: Span): Span {
  const callee = ts.isCallExpression(node) ? node.expression : undefined;
  return callee && ts.isPropertyAccessExpression(callee) ? { ...at, start: callee.expression.end, end: node.end } : at;
}

/** Whether a node is the key of a property or the name of a member. */
export function isName(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isAccessor(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertyAccessExpression(parent) ||
      ts.isBindingElement(parent) ||
      ts.isVariableDeclaration(parent)) &&
    parent.name === node
  );
}

export function previousOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  const all: readonly ts.Node[] = ts.isObjectLiteralExpression(parent)
    ? parent.properties
    : ts.isArrayLiteralExpression(parent)
      ? parent.elements
      : [];
  return all[all.indexOf(node) - 1];
}
