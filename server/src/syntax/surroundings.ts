import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { walk } from './parse.ts';
import { nameOf } from './views.ts';

/** Whether a node stands among other statements of a block, a file or a case. */
export function isListed(node: ts.Node): node is ts.Statement {
  const { parent } = node;
  return (
    ts.isStatement(node) &&
    parent !== undefined &&
    (ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent) || ts.isModuleBlock(parent))
  );
}

/**
 * The first statement of the function around a node from which on it may be passed over: one that it stands in and that runs it by
 * a condition, or one before it that leaves the function. Where nothing decides, its own statement.
 */
export function decisionOn(node: ts.Node): ts.Statement | undefined {
  const around: ts.Statement[] = [];
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent) if (isListed(at)) around.unshift(at);
  for (const statement of around) {
    const { statements } = statement.parent as ts.Block;
    const before = statements.slice(0, statements.indexOf(statement)).find(leaves);
    if (before) return before;
    if (!ts.isBlock(statement) && !ts.isTryStatement(statement)) return statement;
  }
  return undefined;
}

/** Whether a statement can end the function, the loop or the case that it stands in. */
function leaves(statement: ts.Node): boolean {
  let found = false;
  walk(statement, node => {
    if (ts.isFunctionLike(node)) return false;
    if (
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      ts.isBreakStatement(node) ||
      ts.isContinueStatement(node)
    )
      found = true;
    return !found;
  });
  return found;
}

/** The names that are declared between two offsets, in whatever scope. */
export function declaredBetween(tree: ts.SourceFile, start: number, end: number): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree, node => {
    if (node.end <= start || node.pos >= end) return false;
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node);
    const name = declares ? node.name : undefined;
    if (name && name.getStart(tree) >= start && name.end <= end) {
      const text = nameOf(name);
      if (text !== undefined) names.add(text);
    }
    return undefined;
  });
  return names;
}

/** The packages that a file imports or requires by name. */
export function modulesOf(tree: ts.SourceFile): ReadonlySet<string> {
  const known = MODULES.get(tree) ?? modulesIn(tree);
  MODULES.set(tree, known);
  return known;
}

/** Each of a file's many fixes may ask. */
const MODULES = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

function modulesIn(tree: ts.SourceFile): ReadonlySet<string> {
  const modules = new Set<string>();
  walk(tree, node => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    const required = ts.isCallExpression(node) && nameOf(node.expression) === 'require' ? first : undefined;
    const from = ts.isImportDeclaration(node) ? node.moduleSpecifier : required;
    if (from && ts.isStringLiteralLike(from)) modules.add(from.text);
    return undefined;
  });
  return modules;
}

/** The names that are used within a node. */
export function namesIn(root: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(root, node => {
    if (ts.isIdentifier(node)) names.add(node.text);
    return undefined;
  });
  return names;
}

/** The lines of a statement, with the comments that stand directly above it and the one behind it. */
export function linesOf(node: ts.Node, text: string): Pick<Span, 'start' | 'end'> {
  const lineStart = (offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
  const own = node.getStart(node.getSourceFile());
  if (text.slice(lineStart(own), own).trim() !== '') return { start: own, end: lineEnd(node.end, text) };
  let start = lineStart(own);
  for (const comment of [...(ts.getLeadingCommentRanges(text, node.pos) ?? [])].reverse()) {
    const line = lineStart(comment.pos);
    if (text.slice(line, comment.pos).trim() !== '' || !/^[ \t]*\r?\n?$/.test(text.slice(comment.end, start))) break;
    start = line;
  }
  return { start, end: lineEnd(node.end, text) };
}

function lineEnd(end: number, text: string): number {
  const rest = /^[ \t]*(?:\/\/[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end, end + 2000))?.[0];
  return end + (rest?.length ?? 0);
}

/** A function that has a name by which it can be called, as those see it who write before its calls. */
export interface NamedFunction {
  readonly node: ts.Node;
  readonly name: string;
  readonly parameters: readonly string[];
}

/** The innermost function around a node: undefined where it is none that is called by a name. */
export function namedAround(node: ts.Node): NamedFunction | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at && !ts.isFunctionLike(at)) at = at.parent;
  if (!at) return undefined;
  const { parent } = at;
  const name =
    nameOf(at.name) ??
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
      ? nameOf(parent.name)
      : ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)
        ? parent.left.name.text
        : undefined);
  if (name === undefined) return undefined;
  const parameters = at.parameters.map(it => nameOf(it.name) ?? '');
  return { node: at, name, parameters };
}

/** The calls of what has this name, or is a property of this name of `this` or of a plain name. */
export function callsOf(name: string, tree: ts.SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  walk(tree, node => {
    if (ts.isCallExpression(node) && calledName(node.expression) === name) calls.push(node);
    return undefined;
  });
  return calls;
}

function calledName(callee: ts.Expression): string | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return nameOf(callee);
  const on = callee.expression;
  return ts.isIdentifier(on) || on.kind === ts.SyntaxKind.ThisKeyword ? callee.name.text : undefined;
}

/** Whether an expression is reached only under a condition within its own statement. */
export function isChosen(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isStatement(at) && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && isLogical(parent.operatorToken.kind)) return true;
  }
  return false;
}

function isLogical(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}
