import ts from 'typescript';
import type { Contents } from './contents.ts';
import { bare } from './parse.ts';

/**
 * The names that may stand for what a module gives, judged by the text of the names alone: a quick look that leaves out most
 * calls of a file before any name is resolved.
 */
export function moduleNames(contents: readonly Contents[]): ReadonlySet<string> {
  const names = new Set<string>();
  const open = contents
    .flatMap(it => it.names)
    .filter(({ name, initial }) => !(initial === 'import' && names.add(name)));
  for (let round = 0, size = -1; round <= MOST_CHOICES && size !== names.size; round++) {
    size = names.size;
    for (const { name, initial } of open)
      if (initial !== undefined && initial !== 'import' && mayComeFrom(initial, names)) names.add(name);
  }
  return names;
}

/** How many choices one within the other are looked into. */
export const MOST_CHOICES = 5;

/** Whether the first name of a chain is one of `names`, or what `require` and `import()` give. */
export function mayComeFrom(expression: ts.Expression, names: ReadonlySet<string>, depth = 0): boolean {
  const at = firstOf(expression);
  if (ts.isCallExpression(at)) return givesModule(at);
  if (depth > MOST_CHOICES) return false;
  const either = (a: ts.Expression, b: ts.Expression) =>
    mayComeFrom(a, names, depth + 1) || mayComeFrom(b, names, depth + 1);
  if (ts.isConditionalExpression(at)) return either(at.whenTrue, at.whenFalse);
  if (ts.isBinaryExpression(at)) return either(at.left, at.right);
  return ts.isIdentifier(at) && names.has(at.text);
}

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
