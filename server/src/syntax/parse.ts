import ts from 'typescript';
import type { Span } from '../text/span.ts';

const KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
  jsx: ts.ScriptKind.JSX,
};

/** Whether the file is JavaScript or TypeScript, by its name. Declaration files hold no policies. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** Parses leniently: half-typed code gives a tree, too. */
export function parse(path: string, text: string): ts.SourceFile {
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? 'js';
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, KINDS[extension] ?? ts.ScriptKind.JSX);
}

const spans = new WeakMap<ts.Node, Span>();

/** The place of a node without the comments before it. */
export function spanOf(node: ts.Node): Span {
  let span = spans.get(node);
  if (!span) {
    const file = node.getSourceFile();
    span = { path: file.fileName, start: node.getStart(file), end: node.getEnd() };
    spans.set(node, span);
  }
  return span;
}

/** Leaves out what changes no value: parentheses, `as`, `satisfies`, `!`, `<T>x`. */
export function bare(node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at) ||
    ts.isAsExpression(at) ||
    ts.isSatisfiesExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isTypeAssertionExpression(at)
  ) {
    at = at.expression;
  }
  return at;
}

/** The statement (or, in a concise arrow function, the expression) that holds a node. */
export function statementOf(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isStatement(at) && at.parent && !(ts.isArrowFunction(at.parent) && at.parent.body === at)) at = at.parent;
  return at;
}

/** Walks all nodes below `root`, deepest nesting bounded by the parser; `visit` returning false leaves the subtree out. */
export function walk(root: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  const pending: ts.Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (visit(node) === false) continue;
    const children: ts.Node[] = [];
    ts.forEachChild(node, child => {
      children.push(child);
    });
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child) pending.push(child);
    }
  }
}
