import ts from 'typescript';
import { differenceOf } from '../text/difference.ts';
import type { Span } from '../text/span.ts';
import { chainAround, fileOf } from './chains.ts';
import { WORK } from './work.ts';

const KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
  jsx: ts.ScriptKind.JSX,
  vue: ts.ScriptKind.TS,
  svelte: ts.ScriptKind.TS,
  astro: ts.ScriptKind.TS,
};

/** Whether the file is JavaScript or TypeScript, by its name. Declaration files hold no policies. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** Parses leniently: half-typed code gives a tree, too. */
export function parse(path: string, text: string): ts.SourceFile {
  WORK.parsed += text.length;
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? 'js';
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(path, text, options, true, KINDS[extension] ?? ts.ScriptKind.JSX);
}

/**
 * Parses a text that differs from an earlier one in one stretch, reusing the earlier tree's nodes; the earlier tree is used up.
 * What is not certain to be the same is parsed anew.
 */
export function parseAgain(path: string, text: string, before: ts.SourceFile): ts.SourceFile {
  const { start, removed, added } = differenceOf(before.text, text);
  if (removed + added > Math.min(before.text.length, text.length) / 4) return parse(path, text);
  return ts.updateSourceFile(before, text, { span: { start, length: removed }, newLength: added });
}

const spans = new WeakMap<ts.Node, { readonly pos: number; readonly span: Span }>();

/** The place of a node without the comments before it. A node that is reused after an edit may have moved. */
export function spanOf(node: ts.Node): Span {
  const known = spans.get(node);
  if (known && known.pos === node.pos && known.span.end === node.end) return known.span;
  const file = fileOf(node);
  const span: Span = { path: file.fileName, start: node.getStart(file), end: node.end };
  spans.set(node, { pos: node.pos, span });
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

/** An expression with the parentheses and type assertions around it. */
export function outermost(expression: ts.Expression): ts.Expression {
  const inner = bare(expression);
  let at = expression;
  while (ts.isExpression(at.parent) && bare(at.parent) === inner) at = at.parent;
  return at;
}

/** What a chain of properties begins with: `x` of `x.a[0].b`. */
export function rootOf(expression: ts.Expression): ts.Expression {
  let at = bare(expression);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) at = bare(at.expression);
  return at;
}

/** The statement (or, in a concise arrow function, the expression) that holds a node. */
export function statementOf(node: ts.Node): ts.Node {
  let at = chainAround(node);
  while (!ts.isStatement(at) && at.parent && !(ts.isArrowFunction(at.parent) && at.parent.body === at))
    at = chainAround(at.parent);
  return at;
}

/** How deep the walk goes by recursion; what is nested deeper is walked with a list, which no nesting can exhaust. */
const RECURSION = 400;

/** Walks all nodes from `root` on, each before what it holds; `visit` returning false leaves the subtree out. */
export function walk(root: ts.Node, visit: (node: ts.Node) => boolean | undefined): void {
  let depth = 0;
  const step = (node: ts.Node): void => {
    if (visit(node) === false) return;
    if (depth < RECURSION) {
      depth++;
      ts.forEachChild(node, step);
      depth--;
    } else walkDeep(childrenOf(node), visit);
  };
  step(root);
}

/** What is shorter is looked at anew, in UTF-16 code units. */
const LEAST = 300;

/** Whether a node is one of those that the parser takes over by themselves when something else in their statement is edited. */
export function isPiece(node: ts.Node): boolean {
  const { parent } = node;
  return (
    node.end - node.pos >= LEAST &&
    (ts.isClassElement(node) || (ts.isStatement(node) && (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent))))
  );
}

function walkDeep(nodes: readonly ts.Node[], visit: (node: ts.Node) => boolean | undefined): void {
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node; node = pending.pop())
    if (visit(node) !== false) for (const it of childrenOf(node).reverse()) pending.push(it);
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, child => {
    children.push(child);
  });
  return children;
}

/** The function that something stands in, or the file. */
export function functionOf(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = chainAround(node).parent;
  while (at && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = chainAround(at).parent;
  return at;
}

export function isInside(node: ts.Node, outer: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (at === outer) return true;
  return false;
}
