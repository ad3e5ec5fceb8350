import ts from 'typescript';
import type { Span } from '../text/span.ts';

/** The place of a node without the comments before it, under the name that the workspace has for the file. */
export function spanFrom(node: ts.Node, path: string): Span {
  return { path, start: node.getStart(node.getSourceFile()), end: node.end };
}

/** The tree of a JSON file, comments allowed. */
export function jsonTree(path: string, text: string): ts.SourceFile {
  const tree = ts.parseJsonText(path, text);
  const adopt = (node: ts.Node): void =>
    ts.forEachChild(node, child => {
      (child as { parent: ts.Node }).parent = node;
      adopt(child);
    });
  adopt(tree);
  return tree;
}

/**
 * The node that stands at a place: of several at one place the outermost, so that a call that is all of a statement is that
 * statement. A statement may lack its semicolon there, and a link of a chain its receiver.
 */
export function nodeAt(tree: ts.SourceFile, at: Span): ts.Node | undefined {
  let node: ts.Node | undefined = childAround(tree, at);
  while (node && !isAt(node, tree, at.start, at.end)) node = childAround(node, at);
  return node;
}

/** The innermost node that holds a place. */
export function deepestAround(tree: ts.SourceFile, at: Span): ts.Node {
  let node: ts.Node = tree;
  for (let inner = childAround(node, at); inner; inner = childAround(node, at)) node = inner;
  return node;
}

function childAround(node: ts.Node, { start, end }: Span): ts.Node | undefined {
  return ts.forEachChild(node, child => (child.pos <= start && end <= child.end ? child : undefined));
}

function isAt(node: ts.Node, tree: ts.SourceFile, start: number, end: number): boolean {
  if (node.end !== end && !(ts.isStatement(node) && tree.text.slice(end, node.end) === ';')) return false;
  if (node.getStart(tree) === start) return true;
  const link =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression : undefined;
  return link !== undefined && link.expression.end <= start && start < link.name.getStart(tree);
}
