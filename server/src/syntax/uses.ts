import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { bare, outermost, spanOf, walk } from './parse.ts';
import { note } from './reads.ts';
import type { Scopes } from './scope.ts';

/** A property that is read of what a call gives, and what is read of that: `headers.get('ETag')`. */
export interface Use {
  readonly names: readonly string[];
  /** The last of the names is called. */
  readonly called?: boolean;
  /** The first argument of that call, where it is a literal text. */
  readonly argument?: string;
  readonly at: Span;
}

/** What happens to what a call gives, or to what its promise holds. */
export interface Uses {
  readonly read: readonly Use[];
  /** It goes to where it is not followed: it is given back, handed on or kept. */
  readonly escapes: boolean;
}

const MOST = 40;

/** Follows the result of a call through `await`, `then`, variables and patterns of the same function. */
export function usesOf(call: ts.Expression, scopes: Scopes): Uses {
  const found = new Found(scopes);
  found.follow(call);
  return found;
}

class Found implements Uses {
  readonly read: Use[] = [];
  escapes = false;
  readonly #scopes: Scopes;
  #left = MOST;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /** What is done with the value of an expression. */
  follow(expression: ts.Expression): void {
    if (this.#left-- <= 0) {
      this.escapes = true;
      return;
    }
    const at = outermost(expression);
    const { parent } = at;
    if (ts.isAwaitExpression(parent)) this.follow(parent);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === at) this.#property(parent);
    else if (ts.isElementAccessExpression(parent) && parent.expression === at) this.#element(parent);
    else if (ts.isVariableDeclaration(parent)) this.#bound(parent.name);
    else if (ts.isVoidExpression(parent)) return;
    else if (!ts.isExpressionStatement(parent)) this.escapes = true;
  }

  #property(node: ts.PropertyAccessExpression): void {
    const call = ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
    const name = node.name.text;
    if (call && name === 'then') {
      const [action] = call.arguments;
      const handler = action && bare(action);
      if (handler && (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) {
        const [parameter] = handler.parameters;
        if (parameter) this.#bound(parameter.name);
      } else if (handler) this.escapes = true;
    } else if (call && (name === 'catch' || name === 'finally')) this.follow(call);
    else this.#use(node, [name]);
  }

  #element(node: ts.ElementAccessExpression): void {
    const key = node.argumentExpression;
    if (ts.isStringLiteralLike(key)) this.#use(node, [key.text]);
    else this.escapes = true;
  }

  /** One property, or the chain that goes on from it. */
  #use(node: ts.Expression, names: readonly string[]): void {
    const at = outermost(node);
    const { parent } = at;
    const next = nameAfter(parent, at);
    if (next !== undefined) {
      this.#use(parent as ts.Expression, [...names, next]);
      return;
    }
    if (ts.isCallExpression(parent) && parent.expression === at) {
      const [first] = parent.arguments;
      const argument =
        first && ts.isStringLiteralLike(first) ? { argument: first.text, at: spanOf(first) } : { at: spanOf(node) };
      this.read.push({ names, called: true, ...argument });
      return;
    }
    this.read.push({ names, at: spanOf(node) });
    if (
      names.length === 1 &&
      ts.isVariableDeclaration(parent) &&
      parent.initializer === at &&
      ts.isIdentifier(parent.name)
    )
      this.#renamed(parent.name, names);
  }

  /** A part that is kept under a name: `const { headers } = response`. */
  #renamed(name: ts.Identifier, names: readonly string[]): void {
    for (const it of this.#references(name)) this.#use(it, names);
  }

  #bound(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) {
      for (const it of this.#references(name)) this.follow(it);
      return;
    }
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue;
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken || !ts.isIdentifier(key)) {
        this.escapes = true;
        continue;
      }
      this.read.push({ names: [key.text], at: spanOf(key) });
      if (ts.isIdentifier(element.name)) this.#renamed(element.name, [key.text]);
    }
  }

  #references(name: ts.Identifier): readonly ts.Identifier[] {
    const found: ts.Identifier[] = [];
    let home: ts.Node = name;
    while (home.parent && !ts.isFunctionLike(home) && !ts.isSourceFile(home)) home = home.parent;
    // At the top level, any statement may refer to it.
    if (ts.isSourceFile(home)) note(home.fileName);
    walk(home, node => {
      if (ts.isIdentifier(node) && node !== name && node.text === name.text && isRead(node)) {
        if (this.#scopes.lookup(name.text, node)?.name === name) found.push(node);
      }
      return undefined;
    });
    return found;
  }
}

/** The name that is read of an expression where it stands. */
function nameAfter(parent: ts.Node, at: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at) return parent.name.text;
  const key = ts.isElementAccessExpression(parent) && parent.expression === at ? parent.argumentExpression : undefined;
  return key && ts.isStringLiteralLike(key) ? key.text : undefined;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isBindingElement(parent) || parent.initializer === node;
}
