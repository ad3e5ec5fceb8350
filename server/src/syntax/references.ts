import ts from 'typescript';
import { walk } from './parse.ts';
import type { Scopes } from './scope.ts';

/** The names in a statement that stand for a value, by their text. */
type Names = ReadonlyMap<string, readonly ts.Identifier[]>;

/** What the parser takes over after an edit mentions what it did before. */
const known = new WeakMap<ts.Statement, Names>();

/** What was found for as long as the file stays as it is: each thing that goes on under a name asks for it. */
interface Mentions {
  readonly found: Map<ts.Identifier, readonly ts.Identifier[]>;
  /** Every name of the file, once many have been asked for. */
  all?: Names;
}

const mentioned = new WeakMap<Scopes, Mentions>();

/** From so many names on, the names of all statements are put together once: each further one is then looked up. */
const MANY = 32;

/** Where a variable, parameter or import is mentioned in its file, its own declaration left out. */
export function referencesTo(name: ts.Identifier, file: ts.SourceFile, scopes: Scopes): readonly ts.Identifier[] {
  const mentions = mentioned.get(scopes) ?? { found: new Map<ts.Identifier, readonly ts.Identifier[]>() };
  mentioned.set(scopes, mentions);
  const { found } = mentions;
  if (found.size === MANY) mentions.all ??= together(file.statements.map(namesIn));
  const own = found.get(name) ?? referencesIn(name, file, scopes, mentions.all);
  found.set(name, own);
  return own;
}

function referencesIn(name: ts.Identifier, file: ts.SourceFile, scopes: Scopes, all?: Names): readonly ts.Identifier[] {
  let home: ts.Node = name;
  while (home.parent && !ts.isSourceFile(home.parent)) home = home.parent;
  const isTop = scopes.lookup(name.text, file)?.name === name;
  const places = isTop ? (all ? [all] : file.statements.map(namesIn)) : ts.isStatement(home) ? [namesIn(home)] : [];
  return places.flatMap(it => it.get(name.text) ?? []).filter(it => it !== name && declaredBy(it, scopes) === name);
}

function together(places: readonly Names[]): Names {
  const all = new Map<string, ts.Identifier[]>();
  for (const names of places)
    for (const [text, alike] of names) {
      const known = all.get(text);
      if (known) known.push(...alike);
      else all.set(text, [...alike]);
    }
  return all;
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
