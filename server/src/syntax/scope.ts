import ts from 'typescript';
import { chainAround } from './chains.ts';
import { bindings, type Change } from './contents.ts';
import { blockOf, isVar } from './hoisted.ts';
import { isPiece, walk } from './parse.ts';
import type { Statements } from './statements.ts';

/** What a name stands for. `name` is the identifier that declares it and serves as its identity. */
export type Declaration =
  | {
      readonly kind: 'variable';
      readonly name: ts.Identifier;
      readonly node: ts.VariableDeclaration;
      readonly constant: boolean;
    }
  | { readonly kind: 'parameter'; readonly name: ts.Identifier; readonly node: ts.ParameterDeclaration }
  | { readonly kind: 'function'; readonly name: ts.Identifier; readonly node: ts.FunctionDeclaration }
  | { readonly kind: 'class'; readonly name: ts.Identifier; readonly node: ts.ClassDeclaration }
  | { readonly kind: 'enum'; readonly name: ts.Identifier; readonly node: ts.EnumDeclaration }
  | { readonly kind: 'import'; readonly name: ts.Identifier; readonly module: string; readonly imported: string }
  | { readonly kind: 'other'; readonly name: ts.Identifier };

type Names = Map<string, Declaration>;

/** The names that a scope declares. What the parser takes over after an edit declares what it did before. */
const declared = new WeakMap<ts.Node, Names>();

/** The names of one file: who declares them, and where they are changed. */
export class Scopes {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  readonly #resolved = new Map<ts.Identifier, Declaration | undefined>();
  readonly #changes = new Map<ts.Identifier | undefined, Change[]>();
  /** The names of which it is known who is meant wherever something is changed under them. */
  readonly #told = new Set<string>();

  /** The declaration that an identifier refers to; undefined for globals. */
  resolve(identifier: ts.Identifier): Declaration | undefined {
    if (this.#resolved.has(identifier)) return this.#resolved.get(identifier);
    const found = this.lookup(identifier.text, identifier);
    this.#resolved.set(identifier, found);
    return found;
  }

  lookup(name: string, from: ts.Node): Declaration | undefined {
    for (let at: ts.Node | undefined = from; at; at = chainAround(at).parent) {
      if (!opensScope(at)) continue;
      const found = namesOf(at).get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Where a variable is assigned, has a method called on it that may change it, or an element of it is written. */
  changes(name: ts.Identifier): readonly Change[] {
    // What is written with the same name may be another variable.
    const alike = this.#told.has(name.text) ? [] : this.#statements.changes(name.text);
    this.#told.add(name.text);
    for (const { target, change } of alike) {
      const changed = this.resolve(target)?.name;
      // A `var` below a branch declares its name for the whole function, and gives it a value only there.
      if (changed === target && !(isVar(change.node) && blockOf(change.node))) continue;
      const found = this.#changes.get(changed);
      if (found) found.push(change);
      else this.#changes.set(changed, [change]);
    }
    return this.#changes.get(name) ?? [];
  }
}

/** Whether a name stands for something that is declared within the statement of the top level that holds it. */
export function isLocal(identifier: ts.Identifier): boolean {
  for (let at: ts.Node | undefined = identifier; at && !ts.isSourceFile(at); at = chainAround(at).parent)
    if (opensScope(at) && namesOf(at).has(identifier.text)) return true;
  return false;
}

/** What a statement of the top level declares there: `var`s from wherever they stand in it, and its own names. */
interface Declared {
  readonly hoisted: readonly Declaration[];
  readonly own: readonly Declaration[];
}

const ofStatements = new WeakMap<ts.Statement, Declared>();

export function declaredBy(statement: ts.Statement): Declared {
  const known = ofStatements.get(statement);
  if (known) return known;
  const vars: Declaration[] = [];
  const own: Declaration[] = [];
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement))
    hoisted(statement, it => vars.push(it));
  declareIn([statement], it => own.push(it));
  const found = { hoisted: vars, own };
  ofStatements.set(statement, found);
  return found;
}

function namesOf(scope: ts.Node): Names {
  let names = declared.get(scope);
  if (!names) {
    names = new Map();
    declare(scope, names);
    declared.set(scope, names);
  }
  return names;
}

function opensScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isCaseBlock(node) ||
    ts.isModuleBlock(node)
  );
}

function declare(scope: ts.Node, names: Names): void {
  const add = (it: Declaration) => {
    const before = names.get(it.name.text);
    if (!before || (before.kind === 'function' && it.kind === 'function')) names.set(it.name.text, it);
  };
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters)
      bindings(parameter.name, name => add({ kind: 'parameter', name, node: parameter }));
    if (ts.isFunctionExpression(scope) && scope.name) add({ kind: 'other', name: scope.name });
    const body = 'body' in scope ? scope.body : undefined;
    if (body) hoisted(body, add);
    return;
  }
  if (ts.isCatchClause(scope)) {
    if (scope.variableDeclaration) bindings(scope.variableDeclaration.name, name => add({ kind: 'other', name }));
    return;
  }
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer))
      variables(scope.initializer, unhoisted(add));
    return;
  }
  if (ts.isSourceFile(scope)) {
    const all = scope.statements.map(declaredBy);
    for (const it of all) it.hoisted.forEach(add);
    for (const it of all) it.own.forEach(add);
  } else if (ts.isModuleBlock(scope)) declareIn(scope.statements, add);
  else if (ts.isBlock(scope)) declareIn(scope.statements, unhoisted(add));
  else if (ts.isCaseBlock(scope))
    declareIn(
      scope.clauses.flatMap(it => [...it.statements]),
      unhoisted(add),
    );
}

/** Without the `var`s, which are the function's. */
function unhoisted(add: (it: Declaration) => void): (it: Declaration) => void {
  return it => {
    if (it.kind !== 'variable' || !isVar(it.node)) add(it);
  };
}

/** The variables of a function that are declared below a branch: they begin as undefined. */
export function begunAsNothing(node: ts.SignatureDeclaration): readonly ts.Identifier[] {
  return [...namesOf(node).values()].flatMap(it => (it.kind === 'variable' && blockOf(it.node) ? [it.name] : []));
}

function declareIn(statements: readonly ts.Statement[], add: (it: Declaration) => void): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) variables(statement.declarationList, add);
    else if (ts.isFunctionDeclaration(statement) && statement.name)
      add({ kind: 'function', name: statement.name, node: statement });
    else if (ts.isClassDeclaration(statement) && statement.name)
      add({ kind: 'class', name: statement.name, node: statement });
    else if (ts.isEnumDeclaration(statement)) add({ kind: 'enum', name: statement.name, node: statement });
    else if (ts.isImportDeclaration(statement)) imports(statement, add);
    else if (ts.isImportEqualsDeclaration(statement)) {
      const target = statement.moduleReference;
      if (ts.isExternalModuleReference(target) && ts.isStringLiteralLike(target.expression)) {
        add({ kind: 'import', name: statement.name, module: target.expression.text, imported: '=' });
      }
    }
  }
}

function variables(list: ts.VariableDeclarationList, add: (it: Declaration) => void): void {
  const constant = (list.flags & ts.NodeFlags.Const) !== 0;
  for (const node of list.declarations) bindings(node.name, name => add({ kind: 'variable', name, node, constant }));
}

function imports(statement: ts.ImportDeclaration, add: (it: Declaration) => void): void {
  if (!ts.isStringLiteralLike(statement.moduleSpecifier)) return;
  const module = statement.moduleSpecifier.text;
  const clause = statement.importClause;
  if (clause?.name) add({ kind: 'import', name: clause.name, module, imported: 'default' });
  const named = clause?.namedBindings;
  if (named && ts.isNamespaceImport(named)) add({ kind: 'import', name: named.name, module, imported: '*' });
  else if (named)
    for (const it of named.elements)
      add({ kind: 'import', name: it.name, module, imported: (it.propertyName ?? it.name).text });
}

/** The `var`s in pieces of functions that are edited elsewhere. */
const pieces = new WeakMap<ts.Node, readonly ts.VariableDeclarationList[]>();

/** `var` declarations belong to the function, wherever they stand in it. */
function hoisted(body: ts.Node, add: (it: Declaration) => void): void {
  for (const it of varsIn(body)) variables(it, add);
}

function varsIn(body: ts.Node): readonly ts.VariableDeclarationList[] {
  const found: ts.VariableDeclarationList[] = [];
  walk(body, node => {
    if (node !== body && (ts.isFunctionLike(node) || ts.isClassLike(node))) return false;
    if (node !== body && isPiece(node)) {
      const piece = pieces.get(node) ?? varsIn(node);
      pieces.set(node, piece);
      found.push(...piece);
      return false;
    }
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) found.push(node);
    return undefined;
  });
  return found;
}
