import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { chainAround } from './chains.ts';
import { someInstance } from './class.ts';
import { topFrame } from './frame.ts';
import { type FunctionNode, functionValue } from './function.ts';
import { spanOf, statementOf, walk } from './parse.ts';
import type { Source } from './source.ts';
import type { FunctionValue } from './value.ts';

/** A function that is looked at by itself, such as a request handler. */
export interface Root {
  readonly value: FunctionValue;
  readonly span: Span;
  readonly name: string | undefined;
  readonly exported: boolean;
  /** The statement that holds it. */
  readonly statement: Span;
  /** The functions around it, innermost first. */
  readonly around: readonly Span[];
}

/** The innermost function that holds a place. */
export function functionAt(offset: number, { tree }: Source): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  walk(tree, node => {
    if (offset < node.pos || offset >= node.getEnd()) return false;
    if (isFunction(node)) found = node;
    return undefined;
  });
  return found;
}

/** A function as it is where nothing is known of its caller; in a class, of the instance only what the class says. */
export function asRoot(node: FunctionNode, source: Source): Root {
  const around = enclosing(node);
  const frame = topFrame(source);
  const owner = classAround(node);
  const self = owner && someInstance(owner, frame);
  const value = functionValue(node, { ...frame, self }, self);
  const statement = statementOf(node);
  const exported = /^\s*(export\b|module\.exports|exports\.)/.test(
    source.text.slice(statement.getStart(source.tree), statement.getStart(source.tree) + 40),
  );
  return {
    value,
    span: spanOf(node),
    name: value.name,
    exported,
    statement: spanOf(statement),
    around: around.map(spanOf),
  };
}

export function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** The class whose instance `this` is in a function: through arrow functions up to a method, a constructor or a field. */
export function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (ts.isClassLike(at.parent))
      return ts.canHaveModifiers(at) && ts.getModifiers(at)?.some(it => it.kind === ts.SyntaxKind.StaticKeyword)
        ? undefined
        : at.parent;
    if (
      ts.isFunctionDeclaration(at) ||
      ts.isFunctionExpression(at) ||
      (ts.isMethodDeclaration(at) && ts.isObjectLiteralExpression(at.parent))
    )
      return undefined;
  }
  return undefined;
}

/** The functions and constructors around a node, innermost first. */
export function enclosing(node: ts.Node): readonly ts.Node[] {
  const around: ts.Node[] = [];
  for (let at = chainAround(node).parent; at; at = chainAround(at).parent)
    if (isFunction(at) || ts.isConstructorDeclaration(at)) around.push(at);
  return around;
}
