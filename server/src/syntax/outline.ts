import ts from 'typescript';
import type { Span } from '../text/span.ts';
import type { CodeFile } from './code.ts';
import { bindings } from './contents.ts';
import { evaluate } from './evaluate.ts';
import { topFrame } from './frame.ts';
import { bare, spanOf, walk } from './parse.ts';
import type { Value } from './value.ts';

/** A name that a file declares or imports at its top level. */
export interface TopName {
  readonly name: string;
  readonly kind: 'variable' | 'function' | 'class' | 'import';
  /** Where an import comes from; empty for everything else. */
  readonly module: string;
  readonly span: Span;
  readonly value: Value;
}

/** Every name of the top level, in order of place. */
export function topNames(file: CodeFile): readonly TopName[] {
  const found: TopName[] = [];
  const add = (identifier: ts.Identifier, kind: TopName['kind'], whole: ts.Node, from?: ts.Expression) => {
    let value: Value | undefined;
    found.push({
      name: identifier.text,
      kind,
      module: from && ts.isStringLiteralLike(from) ? from.text : '',
      span: spanOf(whole),
      get value() {
        value ??= evaluate(identifier, topFrame(file));
        return value;
      },
    });
  };
  for (const statement of file.tree.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const it of statement.declarationList.declarations) {
        const target = it.initializer && ts.isCallExpression(bare(it.initializer)) ? bare(it.initializer) : undefined;
        const required =
          target &&
          ts.isCallExpression(target) &&
          ts.isIdentifier(target.expression) &&
          target.expression.text === 'require';
        bindings(it.name, name =>
          required ? add(name, 'import', it, target.arguments[0]) : add(name, 'variable', it),
        );
      }
    } else if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name, 'function', statement);
    else if (ts.isClassDeclaration(statement) && statement.name) add(statement.name, 'class', statement);
    else if (ts.isImportDeclaration(statement)) {
      const { importClause: clause, moduleSpecifier: from } = statement;
      if (clause?.name) add(clause.name, 'import', statement, from);
      const named = clause?.namedBindings;
      if (named && ts.isNamespaceImport(named)) add(named.name, 'import', statement, from);
      else if (named) for (const it of named.elements) add(it.name, 'import', statement, from);
    }
  }
  return found;
}

/** A place that refers to a name of the top level. */
export interface Reference {
  readonly name: string;
  readonly span: Span;
}

/** The places that refer to one of these names of the top level, in order of place; declarations and type positions left out. */
export function references(file: CodeFile, names: ReadonlySet<string>): readonly Reference[] {
  const found: Reference[] = [];
  if (names.size === 0) return found;
  walk(file.tree, node => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isExportSpecifier(node)) return false;
    if (!ts.isIdentifier(node) || !names.has(node.text)) return undefined;
    const parent = node.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
    if ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node) return undefined;
    const declaration = file.scopes.lookup(node.text, ts.isShorthandPropertyAssignment(parent) ? parent : node);
    if (declaration && declaration.name !== node && isTop(declaration.name))
      found.push({ name: node.text, span: spanOf(node) });
    return undefined;
  });
  return found;
}

/** Whether a declared name stands outside of every function and block. */
function isTop(name: ts.Identifier): boolean {
  for (let at: ts.Node = name.parent.parent; at; at = at.parent) {
    if (ts.isSourceFile(at)) return true;
    if (ts.isBlock(at) || ts.isFunctionLike(at) || ts.isClassLike(at)) return false;
  }
  return false;
}

/** What holds a piece of a file's text, step by step outwards. */
export type Holder =
  /** It is (in) the name of a property. */
  | { readonly kind: 'name'; readonly text: string; readonly record: Span; readonly property: Span }
  /** It is in the value of a property. */
  | { readonly kind: 'property'; readonly key: string; readonly record: Span; readonly property: Span }
  | {
      readonly kind: 'argument';
      readonly call: Span;
      readonly name: string;
      readonly index: number;
      readonly callee: Value;
    }
  | { readonly kind: 'element'; readonly list: Span }
  | { readonly kind: 'index'; readonly object: Value; readonly assigned: boolean; readonly span: Span }
  | { readonly kind: 'comparison' }
  | { readonly kind: 'variable'; readonly name: string; readonly top: boolean; readonly span: Span }
  | { readonly kind: 'function'; readonly span: Span }
  | { readonly kind: 'other' };

/** What holds the literal or name at a place, or the expression from there to `end`; undefined in comments, and where there is neither. */
export function holders(file: CodeFile, offset: number, end?: number): readonly Holder[] | undefined {
  let token: ts.Node | undefined;
  walk(file.tree, node => {
    if (offset < node.pos || offset >= node.getEnd()) return false;
    if (end !== undefined) {
      if (node.getEnd() === end && node.getStart(file.tree) === offset && ts.isExpression(node)) token ??= node;
      return undefined;
    }
    if (ts.isStringLiteralLike(node) || ts.isIdentifier(node) || ts.isTemplateExpression(node))
      token = node.getStart(file.tree) <= offset ? node : token;
    return undefined;
  });
  if (!token) return undefined;
  const found: Holder[] = [];
  for (let at: ts.Node = token; at.parent; at = at.parent) {
    const holder = holderOf(at, file);
    if (holder) found.push(holder);
  }
  return found;
}

function holderOf(node: ts.Node, file: CodeFile): Holder | undefined {
  const parent = node.parent;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) {
    const record = ts.isObjectLiteralExpression(parent.parent) ? parent.parent : undefined;
    if (!record) return ts.isMethodDeclaration(parent) ? { kind: 'function', span: spanOf(parent) } : undefined;
    const text = ts.isComputedPropertyName(parent.name) ? parent.name.getText(file.tree) : parent.name.text;
    if (node === parent.name) return { kind: 'name', text, record: spanOf(record), property: spanOf(parent) };
    if (ts.isMethodDeclaration(parent)) return { kind: 'function', span: spanOf(parent) };
    return { kind: 'property', key: text, record: spanOf(record), property: spanOf(parent) };
  }
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && node !== parent.expression) {
    const index = parent.arguments?.indexOf(node as ts.Expression) ?? -1;
    const callee = bare(parent.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
    return {
      kind: 'argument',
      call: spanOf(parent),
      name,
      index,
      get callee() {
        return evaluate(callee, topFrame(file));
      },
    };
  }
  if (ts.isArrayLiteralExpression(parent)) return { kind: 'element', list: spanOf(parent) };
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    const above = parent.parent;
    const assigned =
      ts.isBinaryExpression(above) && above.left === parent && above.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return {
      kind: 'index',
      assigned,
      span: spanOf(assigned ? above : parent),
      get object() {
        return evaluate(parent.expression, topFrame(file));
      },
    };
  }
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    if (operator >= ts.SyntaxKind.LessThanToken && operator <= ts.SyntaxKind.ExclamationEqualsEqualsToken)
      return { kind: 'comparison' };
    return undefined;
  }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return { kind: 'variable', name: parent.name.text, top: isTop(parent.name), span: spanOf(parent) };
  if (ts.isFunctionLike(parent)) return { kind: 'function', span: spanOf(parent) };
  return undefined;
}
