import ts from 'typescript';
import { bare, isPiece, rootOf, walk } from './parse.ts';

/** A call with the last name of what is called: `use` of `app.use(…)`. */
export interface NamedCall {
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly name: string;
}

/**
 * A place that changes a variable after its declaration, or what it holds, however deep: `x = …`, `x.list.push(…)`, `x.key = …`
 * and `Object.assign(x, …)`. Another name for it or for a part of it, and a call that is given it, may be such a place.
 */
export interface Change {
  readonly kind: 'assign' | 'call' | 'element' | 'merge' | 'alias' | 'passed';
  readonly node: ts.Node;
  /** What is changed as it is written: `x`, `x.list`. */
  readonly at: ts.Expression;
}

/** Methods that change the list, set or map that they are called on. */
export const CHANGING: ReadonlySet<string> = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin add delete clear set append next'.split(' '),
);

/** What a name begins as: an expression, or what a module gives. */
type Initial = ts.Expression | { readonly module: string } | undefined;

interface Named {
  readonly name: string;
  readonly initial: Initial;
  /** Whether it may come to stand for something else. */
  readonly assignable?: boolean;
}

/** What one look at a statement of the top level finds, in order of place. */
export interface Contents {
  readonly statement: ts.Statement;
  readonly calls: readonly NamedCall[];
  /** The changes by the names of what they change. */
  readonly changes: readonly { readonly target: ts.Identifier; readonly change: Change }[];
  /** The names that an import or a variable's declaration introduces, with what the variable begins as. */
  readonly names: readonly Named[];
  readonly callsByName: ReadonlyMap<string, readonly NamedCall[]>;
  readonly changesByName: ReadonlyMap<string, Contents['changes']>;
}

/** After an edit, TypeScript's parser takes over the statements that it leaves as they are, and with them what was found. */
const found = new WeakMap<ts.Statement, Contents>();

/** What stands in a file, statement by statement; `typed` where it is edited, and so will be asked for again. */
export function contentsOf(file: ts.SourceFile, typed = false): readonly Contents[] {
  return file.statements.map(it => contentsOfStatement(it, typed));
}

export function contentsOfStatement(statement: ts.Statement, typed = false): Contents {
  const known = found.get(statement);
  if (known) return known;
  const { calls, changes, names } = look(statement, statement, typed);
  const looked = new Found(statement, calls, changes, names);
  found.set(statement, looked);
  return looked;
}

type Look = Pick<Contents, 'calls' | 'changes' | 'names'>;

/** What was found in pieces of statements that are edited elsewhere. */
const pieces = new WeakMap<ts.Node, Look>();

function look(root: ts.Node, statement: ts.Statement, typed: boolean): Look {
  const calls: NamedCall[] = [];
  const changes: { target: ts.Identifier; change: Change }[] = [];
  const names: Named[] = [];
  const takeOver = (node: ts.Node) => {
    const piece = pieces.get(node) ?? look(node, statement, typed);
    pieces.set(node, piece);
    for (const it of piece.calls) calls.push(it);
    for (const it of piece.changes) changes.push(it);
    for (const it of piece.names) names.push(it);
    return false;
  };
  const note = (kind: Change['kind'], at: ts.Expression, node: ts.Node) => {
    const target = rootOf(at);
    if (ts.isIdentifier(target)) changes.push({ target, change: { kind, node, at } });
  };
  /** What an assignment writes to: one place, or those of a pattern. */
  const assigned = (left: ts.Expression, node: ts.Node) => {
    const target = bare(left);
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
      note('element', target.expression, node);
    else if (!ts.isArrayLiteralExpression(target) && !ts.isObjectLiteralExpression(target))
      note('assign', target, node);
    else
      walk(target, it => {
        if (ts.isPropertyAccessExpression(it) || ts.isElementAccessExpression(it)) note('element', it.expression, node);
        else if (ts.isIdentifier(it)) note('assign', it, node);
        return undefined;
      });
  };
  walk(root, node => {
    if (typed && node !== root && isPiece(node)) return takeOver(node);
    switch (node.kind) {
      case ts.SyntaxKind.CallExpression:
      case ts.SyntaxKind.NewExpression: {
        const call = node as ts.CallExpression | ts.NewExpression;
        calls.push({ node: call, name: calleeName(call.expression) });
        const changed = ts.isPropertyAccessExpression(call.expression) ? call.expression : undefined;
        if (changed && ts.isCallExpression(call) && CHANGING.has(changed.name.text))
          note('call', changed.expression, node);
        else if (changed && (isMerge(changed) || isBorrowed(changed)) && call.arguments?.[0])
          note('merge', call.arguments[0], node);
        else for (const it of call.arguments ?? []) note('passed', it, node);
        break;
      }
      case ts.SyntaxKind.BinaryExpression: {
        const { left, operatorToken } = node as ts.BinaryExpression;
        if (!isAssignment(operatorToken.kind)) break;
        assigned(left, node);
        break;
      }
      case ts.SyntaxKind.PrefixUnaryExpression:
      case ts.SyntaxKind.PostfixUnaryExpression: {
        const { operator, operand } = node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;
        if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
          assigned(operand, node);
        break;
      }
      case ts.SyntaxKind.ForOfStatement:
      case ts.SyntaxKind.ForInStatement: {
        const { initializer } = node as ts.ForInOrOfStatement;
        if (!ts.isVariableDeclarationList(initializer)) assigned(initializer, node);
        break;
      }
      case ts.SyntaxKind.DeleteExpression: {
        const { expression } = node as ts.DeleteExpression;
        if (ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression))
          note('element', expression.expression, node);
        break;
      }
      case ts.SyntaxKind.VariableDeclaration: {
        const { name, initializer } = node as ts.VariableDeclaration;
        const assignable = (node.parent.flags & ts.NodeFlags.Const) === 0;
        bindings(name, it => names.push({ name: it.text, initial: initializer, assignable }));
        if (initializer) note('alias', initializer, node);
        // The last of several `var`s of one name counts.
        if (
          initializer &&
          (node.parent.flags & ts.NodeFlags.BlockScoped) === 0 &&
          ts.isVariableDeclarationList(node.parent)
        )
          bindings(name, it => changes.push({ target: it, change: { kind: 'assign', node, at: it } }));
        break;
      }
      case ts.SyntaxKind.ImportClause:
      case ts.SyntaxKind.NamespaceImport:
      case ts.SyntaxKind.ImportSpecifier:
      case ts.SyntaxKind.ImportEqualsDeclaration: {
        const { name } = node as ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier | ts.ImportEqualsDeclaration;
        if (name) names.push({ name: name.text, initial: { module: moduleOf(statement) } });
        break;
      }
    }
    return undefined;
  });
  return { calls, changes, names };
}

class Found implements Contents {
  readonly statement: ts.Statement;
  readonly calls: Contents['calls'];
  readonly changes: Contents['changes'];
  readonly names: Contents['names'];
  #callsByName: ReadonlyMap<string, NamedCall[]> | undefined;
  #changesByName: ReadonlyMap<string, Contents['changes'][number][]> | undefined;

  constructor(
    statement: ts.Statement,
    calls: Contents['calls'],
    changes: Contents['changes'],
    names: Contents['names'],
  ) {
    this.statement = statement;
    this.calls = calls;
    this.changes = changes;
    this.names = names;
  }

  get callsByName(): ReadonlyMap<string, readonly NamedCall[]> {
    this.#callsByName ??= byName(this.calls, it => it.name);
    return this.#callsByName;
  }

  get changesByName(): ReadonlyMap<string, Contents['changes']> {
    this.#changesByName ??= byName(this.changes, it => it.target.text);
    return this.#changesByName;
  }
}

function byName<T>(all: readonly T[], nameOf: (it: T) => string): ReadonlyMap<string, T[]> {
  const named = new Map<string, T[]>();
  for (const it of all) {
    const name = nameOf(it);
    const alike = named.get(name);
    if (alike) alike.push(it);
    else named.set(name, [it]);
  }
  return named;
}

/** The module that a statement imports; empty where it is none of the language's own imports. */
function moduleOf(statement: ts.Statement): string {
  const named = ts.isImportDeclaration(statement)
    ? statement.moduleSpecifier
    : ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)
      ? statement.moduleReference.expression
      : undefined;
  return named && ts.isStringLiteralLike(named) ? named.text : '';
}

/** `Object.assign` and those that define properties. */
export function isMerge({ expression, name }: ts.PropertyAccessExpression): boolean {
  return (
    ts.isIdentifier(expression) &&
    expression.text === 'Object' &&
    /^(assign|defineProperty|defineProperties|setPrototypeOf)$/.test(name.text)
  );
}

/** `[].push.apply(list, …)` and `Array.prototype.push.call(list, …)`. */
function isBorrowed({ expression, name }: ts.PropertyAccessExpression): boolean {
  return (
    /^(apply|call)$/.test(name.text) && ts.isPropertyAccessExpression(expression) && CHANGING.has(expression.name.text)
  );
}

/** The identifiers that a binding name declares, patterns included. */
export function bindings(name: ts.BindingName, visit: (identifier: ts.Identifier) => void): void {
  if (ts.isIdentifier(name)) visit(name);
  else for (const element of name.elements) if (ts.isBindingElement(element)) bindings(element.name, visit);
}

/** The last name of what is called; empty where there is none. */
export function calleeName(expression: ts.Expression): string {
  const callee = bare(expression);
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression))
    return callee.argumentExpression.text;
  if (ts.isCallExpression(callee)) return calleeName(callee.expression);
  return callee.kind === ts.SyntaxKind.ImportKeyword ? 'import' : '';
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
