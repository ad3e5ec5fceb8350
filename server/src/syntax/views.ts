import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { walk } from './parse.ts';
import { spanFrom } from './places.ts';

/** A call: what it is made on, its last name, and its arguments. */
export interface Call {
  readonly span: Span;
  readonly receiver: Span | undefined;
  readonly name: string;
  readonly args: readonly Span[];
  /** The arguments that are plain texts, by index. */
  readonly texts: readonly (string | undefined)[];
}

/** A name that is written out as a text or a key, and the value that belongs to it. */
export interface Pair {
  readonly name: Span;
  /** What the name says. */
  readonly key: string;
  readonly value: Span;
}

/** An object literal: its properties, the property that it is the value of, the call that it is an argument of. */
export interface ObjectPlace {
  readonly span: Span;
  readonly argumentOf: Span | undefined;
  /** Whether it is one of several values that a condition chooses from. */
  readonly chosen: boolean;
  readonly properties: readonly { readonly name: string | undefined; readonly span: Span; readonly value: Span }[];
  readonly of: string | undefined;
}

/** The call that a statement consists of, or that an expression is; `await` and parentheses are looked through. */
function callOf(node: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  let at = node;
  while (
    ts.isExpressionStatement(at) ||
    ts.isAwaitExpression(at) ||
    ts.isParenthesizedExpression(at) ||
    ts.isVoidExpression(at) ||
    ts.isDecorator(at)
  )
    at = at.expression;
  return ts.isCallExpression(at) || ts.isNewExpression(at) ? at : undefined;
}

export function callIn(node: ts.Node, path: string): Call | undefined {
  const call = callOf(node);
  if (!call) return undefined;
  const callee = call.expression;
  const member = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  const args = call.arguments ?? [];
  return {
    span: spanFrom(call, path),
    receiver: member && spanFrom(member.expression, path),
    name: member ? member.name.text : ts.isIdentifier(callee) ? callee.text : '',
    args: args.map(it => spanFrom(it, path)),
    texts: args.map(it => (ts.isStringLiteralLike(it) ? it.text : undefined)),
  };
}

export function pairIn(node: ts.Node, name: RegExp, path: string): Pair | undefined {
  const found = literalPair(node, name);
  return found && { name: spanFrom(found[0], path), key: found[0].text, value: spanFrom(found[1], path) };
}

type Name = ts.StringLiteralLike | ts.Identifier;

function literalPair(node: ts.Node, name: RegExp): readonly [Name, ts.Node] | undefined {
  const says = (it: ts.Node | undefined): it is ts.StringLiteralLike =>
    it !== undefined && ts.isStringLiteralLike(it) && name.test(it.text);
  if (ts.isPropertyAssignment(node)) {
    const key = node.name;
    return says(key) || (ts.isIdentifier(key) && name.test(key.text)) ? [key, node.initializer] : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const values = node.properties.filter(ts.isPropertyAssignment);
    const key = values.map(it => it.initializer).find(says);
    const value = values.find(it => nameOf(it.name) === 'value')?.initializer;
    return key && value ? [key, value] : undefined;
  }
  const list = ts.isArrayLiteralExpression(node) ? node.elements : callOf(node)?.arguments;
  if (list) {
    const index = list.findIndex(says);
    const [key, value] = [list[index], list[index + 1]];
    return says(key) && value ? [key, value] : undefined;
  }
  const assigned = ts.isExpressionStatement(node) ? node.expression : node;
  if (!ts.isBinaryExpression(assigned) || assigned.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left, right } = assigned;
  return ts.isElementAccessExpression(left) && says(left.argumentExpression)
    ? [left.argumentExpression, right]
    : undefined;
}

/** The object that an assignment such as `headers['x'] = …` writes into. */
export function assignedTo(node: ts.Node, path: string): Span | undefined {
  const at = ts.isExpressionStatement(node) ? node.expression : node;
  return ts.isBinaryExpression(at) && ts.isElementAccessExpression(at.left)
    ? spanFrom(at.left.expression, path)
    : undefined;
}

export function nameOf(name: ts.Node | undefined): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
    ? name.text
    : undefined;
}

export function objectsIn(root: ts.Node, path: string): readonly ObjectPlace[] {
  const found: ObjectPlace[] = [];
  walk(root, node => {
    if (ts.isObjectLiteralExpression(node)) found.push(objectPlace(node, path));
    return undefined;
  });
  return found;
}

export function objectPlace(node: ts.ObjectLiteralExpression, path: string): ObjectPlace {
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  const isArgument = ts.isCallExpression(parent) && parent.expression !== node;
  return {
    span: spanFrom(node, path),
    argumentOf: isArgument ? spanFrom(parent, path) : undefined,
    chosen: ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent),
    properties: node.properties.map(it => ({
      name: nameOf(it.name),
      span: spanFrom(it, path),
      value: spanFrom(ts.isPropertyAssignment(it) ? it.initializer : it, path),
    })),
    of: ts.isPropertyAssignment(parent) ? nameOf(parent.name) : undefined,
  };
}

export function repeatable(node: ts.Node): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node)) return repeatable(node.expression);
  if (ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike(node.argumentExpression) && repeatable(node.expression);
  return (
    ts.isCallExpression(node) && node.arguments.every(it => ts.isStringLiteralLike(it)) && repeatable(node.expression)
  );
}
