import ts from 'typescript';
import { bindings } from './contents.ts';
import type { Source } from './source.ts';

/** Where what a module exports under a name is written, of which nothing is worked out. */
export type ExportPlace =
  | { readonly kind: 'expression'; readonly node: ts.Expression }
  | { readonly kind: 'declaration'; readonly node: ts.FunctionDeclaration | ts.ClassDeclaration }
  /** A variable or an enumeration by the name that declares it, or another name for something of the file. */
  | { readonly kind: 'name'; readonly name: ts.Identifier; readonly declares: boolean }
  | { readonly kind: 'import'; readonly module: string; readonly imported: string; readonly at: ts.Node }
  | { readonly kind: 'text'; readonly at: ts.Node };

export interface ExportPlaces {
  readonly names: Map<string, ExportPlace>;
  /** The modules of which everything is handed on. */
  readonly stars: string[];
  /** What is exported as a whole: `export =`, `module.exports =`. */
  assigned?: ts.Expression;
}

const known = new WeakMap<ts.SourceFile, ExportPlaces>();

export function exportPlaces({ tree }: Source): ExportPlaces {
  const before = known.get(tree);
  if (before) return before;
  const places: ExportPlaces = { names: new Map(), stars: [] };
  for (const statement of tree.statements) {
    if (ts.isExportAssignment(statement)) {
      const { expression } = statement;
      if (statement.isExportEquals) places.assigned = expression;
      else places.names.set('default', { kind: 'expression', node: expression });
    } else if (ts.isExportDeclaration(statement)) {
      reexport(statement, places);
    } else if (ts.isExpressionStatement(statement)) {
      common(statement.expression, places);
    } else if (isModified(statement, ts.SyntaxKind.ExportKeyword)) {
      declaredExport(statement, places);
    }
  }
  known.set(tree, places);
  return places;
}

function isModified(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(it => it.kind === kind) ?? false);
}

function declaredExport(statement: ts.Statement, { names }: ExportPlaces): void {
  if (ts.isVariableStatement(statement)) {
    for (const it of statement.declarationList.declarations)
      bindings(it.name, name => names.set(name.text, { kind: 'name', name, declares: true }));
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const key = isModified(statement, ts.SyntaxKind.DefaultKeyword) ? 'default' : statement.name?.text;
    if (key) names.set(key, { kind: 'declaration', node: statement });
  } else if (ts.isEnumDeclaration(statement)) {
    const { name } = statement;
    names.set(name.text, { kind: 'name', name, declares: true });
  }
}

function reexport(statement: ts.ExportDeclaration, { names, stars }: ExportPlaces): void {
  const from =
    statement.moduleSpecifier && ts.isStringLiteralLike(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  const clause = statement.exportClause;
  if (!clause) {
    if (from !== undefined) stars.push(from);
  } else if (ts.isNamespaceExport(clause)) {
    if (from !== undefined) names.set(clause.name.text, { kind: 'import', module: from, imported: '*', at: clause });
  } else {
    for (const it of clause.elements) {
      const local = it.propertyName ?? it.name;
      names.set(
        it.name.text,
        from !== undefined
          ? { kind: 'import', module: from, imported: local.text, at: it }
          : ts.isIdentifier(local)
            ? { kind: 'name', name: local, declares: false }
            : { kind: 'text', at: it },
      );
    }
  }
}

/** `module.exports = x`, `exports.a = x`, `module.exports.a = x`; chains of them too. */
function common(expression: ts.Expression, places: ExportPlaces): void {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  let right = expression.right;
  while (ts.isBinaryExpression(right) && right.operatorToken.kind === ts.SyntaxKind.EqualsToken) right = right.right;
  const left = expression.left;
  // To give the variable `exports` another value exports nothing.
  if (isExports(left) && !ts.isIdentifier(left)) places.assigned = right;
  else if (ts.isPropertyAccessExpression(left) && isExports(left.expression)) {
    if (left.name.text === 'default' || !places.names.has(left.name.text))
      places.names.set(left.name.text, { kind: 'expression', node: right });
  }
  if (ts.isBinaryExpression(expression.right)) common(expression.right, places);
}

function isExports(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'exports';
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports'
  );
}
