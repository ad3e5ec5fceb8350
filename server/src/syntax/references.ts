import ts from 'typescript';
import { walk } from './parse.ts';
import type { Scopes } from './scope.ts';

/** The names in a statement that stand for a value, by their text. */
type Names = ReadonlyMap<string, readonly ts.Identifier[]>;

/** What the parser takes over after an edit mentions what it did before. */
const known = new WeakMap<ts.Statement, Names>();

/** What was found for as long as the file stays as it is: each thing that goes on under a name asks for it. */
const mentioned = new WeakMap<Scopes, Map<ts.Identifier, readonly ts.Identifier[]>>();

/** Where a variable, parameter or import is mentioned in its file, its own declaration left out. */
export function referencesTo(name: ts.Identifier, file: ts.SourceFile, scopes: Scopes): readonly ts.Identifier[] {
  const all = mentioned.get(scopes) ?? new Map<ts.Identifier, readonly ts.Identifier[]>();
  mentioned.set(scopes, all);
  const found = all.get(name) ?? referencesIn(name, file, scopes);
  all.set(name, found);
  return found;
}

function referencesIn(name: ts.Identifier, file: ts.SourceFile, scopes: Scopes): readonly ts.Identifier[] {
  let home: ts.Node = name;
  while (home.parent && !ts.isSourceFile(home.parent)) home = home.parent;
  const isTop = scopes.lookup(name.text, file)?.name === name;
  const statements = isTop ? file.statements : ts.isStatement(home) ? [home] : [];
  return statements
    .flatMap(it => namesIn(it).get(name.text) ?? [])
    .filter(it => it !== name && declaredBy(it, scopes) === name);
}

/** The identifier that declares what a name stands for. */
export function declaredBy(it: ts.Identifier, scopes: Scopes): ts.Identifier | undefined {
  const found = ts.isShorthandPropertyAssignment(it.parent) ? scopes.lookup(it.text, it.parent) : scopes.resolve(it);
  return found?.name;
}

function namesIn(statement: ts.Statement): Names {
  const before = known.get(statement);
  if (before) return before;
  const names = new Map<string, ts.Identifier[]>();
  walk(statement, node => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
    if (!ts.isIdentifier(node) || isKey(node)) return undefined;
    const alike = names.get(node.text);
    if (alike) alike.push(node);
    else names.set(node.text, [node]);
    return undefined;
  });
  known.set(statement, names);
  return names;
}

/** A name that stands for a property, or is declared here. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.initializer !== node;
  const named =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent);
  return named && parent.name === node;
}
