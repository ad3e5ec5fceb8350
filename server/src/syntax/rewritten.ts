import ts from 'typescript';
import type { CodeFile } from './code.ts';
import type { Change } from './contents.ts';
import { keysOf } from './fields.ts';
import { bare } from './parse.ts';

/** What functions that are handed a request call it. */
const REQUESTS: readonly string[] = ['req', 'request', 'ctx', 'c', 'context', 'event'];

/**
 * Where code gives the header `Origin` of a request another value, or takes it off, in order of place: `req.headers.origin = …`,
 * `delete req.headers.origin`, `Object.assign(req.headers, { origin })`, also where the headers have another name.
 */
export function rewritesOfOrigin({ statements, text }: CodeFile): readonly number[] {
  if (!text.includes('headers')) return [];
  const found = REQUESTS.flatMap(name => statements.changes(name)).flatMap(({ change }) => {
    const { kind, node, at } = change;
    if (kind !== 'alias') return rewrites(change, keysOf(at)) ? [node.pos] : [];
    if (!ts.isVariableDeclaration(node) || keysOf(at).at(-1) !== 'headers' || !ts.isIdentifier(node.name)) return [];
    return statements
      .changes(node.name.text)
      .filter(it => it.change.kind !== 'alias' && rewrites(it.change, ['headers', ...keysOf(it.change.at)]))
      .map(it => it.change.node.pos);
  });
  return found.sort((a, b) => a - b);
}

/** Whether a change concerns the origin, with the keys that lead from the request to what is changed. */
function rewrites({ kind, node }: Change, keys: readonly string[]): boolean {
  const last = keys.at(-1);
  if (kind === 'merge') return last === 'headers' && /\borigin\b/i.test(node.getText());
  if (kind !== 'element') return false;
  const left = ts.isBinaryExpression(node) ? node.left : ts.isDeleteExpression(node) ? node.expression : undefined;
  const key = left && keyOf(bare(left))?.toLowerCase();
  return last === 'headers' ? key === 'origin' : key === 'headers' && /\borigin\b/i.test(node.getText());
}

function keyOf(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
    ? node.argumentExpression.text
    : undefined;
}
