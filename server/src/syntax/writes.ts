import ts from 'typescript';
import type { Span } from '../text/span.ts';
import type { CodeFile } from './code.ts';
import { evaluate } from './evaluate.ts';
import { topFrame } from './frame.ts';
import { bare, spanOf, statementOf, walk } from './parse.ts';
import type { Value } from './value.ts';

/** An assignment to a property of a thing: `api.defaults.headers.common['X-A'] = value`. */
export interface Write {
  /** What `name` is a property of. */
  readonly object: Value;
  /** The properties behind it, outermost first. */
  readonly names: readonly string[];
  readonly value: Value;
  /** The property as it is written. */
  readonly at: Span;
  readonly statement: Span;
}

/** The assignments of a file to what lies behind a property of this name. */
export function writesBehind(file: CodeFile, name: string): readonly Write[] {
  if (!file.text.includes(name)) return [];
  const found: Write[] = [];
  walk(file.tree, node => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
    const names: string[] = [];
    for (let at = bare(node.left); ; ) {
      const own = nameOf(at);
      if (own === undefined) break;
      const object = bare((at as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression);
      if (own === name && names.length > 0) {
        found.push({
          object: evaluate(object, topFrame(file)),
          names: names.toReversed(),
          value: evaluate(node.right, topFrame(file)),
          at: spanOf(node.left),
          statement: spanOf(statementOf(node)),
        });
        break;
      }
      names.push(own);
      at = object;
    }
    return undefined;
  });
  return found;
}

/** The assignments of a file to a property of this name itself: `xhr.withCredentials = true`. */
export function writesTo(file: CodeFile, name: string): readonly Omit<Write, 'names'>[] {
  if (!file.text.includes(name)) return [];
  const found: Omit<Write, 'names'>[] = [];
  walk(file.tree, node => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
    const left = bare(node.left);
    if (!ts.isPropertyAccessExpression(left) || left.name.text !== name) return undefined;
    const at = { at: spanOf(left), statement: spanOf(statementOf(node)) };
    const frame = topFrame(file);
    found.push({ object: evaluate(left.expression, frame), value: evaluate(node.right, frame), ...at });
    return undefined;
  });
  return found;
}

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
    ? node.argumentExpression.text
    : undefined;
}
