import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { CALLEE_STEPS } from './call-sites.ts';
import { evaluate } from './evaluate.ts';
import { topFrame } from './frame.ts';
import { spanOf, walk } from './parse.ts';
import type { Source } from './source.ts';
import { textOf } from './value.ts';

/**
 * The expressions of a file that put a text together of pieces, which comes out as one that is wanted: `'Access-Control-' + name`.
 * Looked at are those in which one of the `words` stands.
 */
export function composedTexts(
  file: Source & { readonly text: string },
  words: RegExp,
  wanted: RegExp,
): readonly Span[] {
  const found: Span[] = [];
  walk(file.tree, node => {
    if (!isComposed(node) || !words.test(file.text.slice(node.pos, node.end))) return undefined;
    const text = textOf(evaluate(node, topFrame(file, CALLEE_STEPS)));
    if (text === undefined || !wanted.test(text)) return undefined;
    found.push(spanOf(node));
    return false;
  });
  return found;
}

/** `a + b`, `${a}b`, `[a, b].join('')`, `a.concat(b)`, and a function that is given texts. */
function isComposed(node: ts.Node): node is ts.Expression {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
    return node.arguments.length > 0 && node.arguments.every(ts.isStringLiteralLike);
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression) && /^(join|concat)$/.test(node.expression.name.text);
  return (
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
  );
}
