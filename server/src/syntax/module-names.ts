import ts from 'typescript';
import type { Contents, NamedCall } from './contents.ts';
import { bare } from './parse.ts';
import type { Statements } from './statements.ts';

/** What the calls and variables of a statement begin with, by the text of the names alone. */
export interface Beginnings {
  /** The calls of what `require` and `import()` give, by their place among the calls. */
  readonly given: readonly number[];
  /** By the name with which what is called begins, the places of the calls. */
  readonly calls: ReadonlyMap<string, readonly number[]>;
  /** The variables that are perhaps what a module gives. */
  readonly open: readonly string[];
  /** By the name with which they begin, the other variables. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  readonly imports: readonly { readonly name: string; readonly module: string }[];
}

/** A statement that the parser takes over begins with what it did before. */
const known = new WeakMap<Contents, Beginnings>();

export function beginningsOf(contents: Contents): Beginnings {
  const before = known.get(contents);
  if (before) return before;
  const given: number[] = [];
  const calls = new Map<string, number[]>();
  contents.calls.forEach(({ node }, at) => {
    const beginning = beginningOf(node.expression);
    if (beginning.given) given.push(at);
    for (const it of beginning.names) put(calls, it, at);
  });
  const open: string[] = [];
  const variables = new Map<string, string[]>();
  const imports: Beginnings['imports'][number][] = [];
  for (const { name, initial, assignable } of contents.names) {
    if (!initial) continue;
    if ('module' in initial) imports.push({ name, module: initial.module });
    else {
      const beginning = beginningOf(initial);
      if (beginning.given || (assignable && beginning.names.length > 0)) open.push(name);
      else for (const it of beginning.names) put(variables, it, name);
    }
  }
  const found = { given, calls, open, variables, imports };
  known.set(contents, found);
  return found;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const alike = map.get(key);
  if (alike) alike.push(value);
  else map.set(key, [value]);
}

/** The names with which an expression begins, whichever side of a choice it is, and whether it may be what a module gives. */
function beginningOf(expression: ts.Expression): { readonly given: boolean; readonly names: readonly string[] } {
  let given = false;
  const names: string[] = [];
  const look = (side: ts.Expression, depth: number): void => {
    const at = firstOf(side);
    if (ts.isCallExpression(at)) given ||= givesModule(at);
    else if (depth > MOST_CHOICES) return;
    else if (ts.isIdentifier(at)) names.push(at.text);
    else if (ts.isConditionalExpression(at)) {
      look(at.whenTrue, depth + 1);
      look(at.whenFalse, depth + 1);
    } else if (ts.isBinaryExpression(at)) {
      look(at.left, depth + 1);
      look(at.right, depth + 1);
    }
  };
  look(expression, 0);
  return { given, names };
}

/**
 * The calls of what a module may give that is `wanted`, in order of place, judged by the text of the names alone: a quick look that
 * leaves out most calls of a file before any name is resolved.
 */
export function callsOfModules(statements: Statements, wanted: (module: string) => boolean): readonly NamedCall[] {
  const names = new Set<string>();
  const places = new Map<Contents, Set<number>>();
  for (const it of statements.all) {
    const { imports, open, given } = beginningsOf(it);
    for (const { name, module } of imports) if (wanted(module)) names.add(name);
    for (const name of open) names.add(name);
    if (given.length > 0) places.set(it, new Set(given));
  }
  // What begins as one of these names may be what it stands for; the set grows while it is gone through.
  for (const name of names) {
    for (const it of statements.having('variables', name))
      for (const other of beginningsOf(it).variables.get(name) ?? []) names.add(other);
    for (const it of statements.having('begun', name)) {
      const own = places.get(it) ?? new Set();
      places.set(it, own);
      for (const at of beginningsOf(it).calls.get(name) ?? []) own.add(at);
    }
  }
  return statements.all.flatMap(it =>
    [...(places.get(it) ?? [])].sort((a, b) => a - b).flatMap(at => it.calls[at] ?? []),
  );
}

/** How many choices one within the other are looked into. */
export const MOST_CHOICES = 5;

/** What a chain of properties begins with, `await` left out. */
export function firstOf(expression: ts.Expression): ts.Expression {
  let at = unawaited(expression);
  while (ts.isPropertyAccessExpression(at)) at = unawaited(at.expression);
  return at;
}

/** `require('x')`, `import('x')`, `wrapped(require('x'))`. */
export function givesModule(call: ts.CallExpression): boolean {
  return (
    isRequire(call) ||
    call.expression.kind === ts.SyntaxKind.ImportKeyword ||
    call.arguments.some(it => ts.isCallExpression(it) && isRequire(it))
  );
}

export function unawaited(expression: ts.Expression): ts.Expression {
  const at = bare(expression);
  return bare(ts.isAwaitExpression(at) || ts.isVoidExpression(at) ? at.expression : at);
}

export function isRequire(call: ts.CallExpression): boolean {
  return ts.isIdentifier(call.expression) && call.expression.text === 'require';
}

/** The local names of what a file imports from packages that pass, whole or by parts. */
export function importedNames(file: ts.SourceFile, isModule: (module: string) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { moduleSpecifier, importClause: clause } of file.statements.filter(ts.isImportDeclaration)) {
    if (!ts.isStringLiteralLike(moduleSpecifier) || !isModule(moduleSpecifier.text)) continue;
    if (clause?.name) names.add(clause.name.text);
    const named = clause?.namedBindings;
    if (named && ts.isNamespaceImport(named)) names.add(named.name.text);
    else if (named) for (const it of named.elements) names.add(it.name.text);
  }
  return names;
}
