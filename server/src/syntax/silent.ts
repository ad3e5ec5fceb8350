import ts from 'typescript';
import { calleeName } from './contents.ts';
import { bare, rootOf, walk } from './parse.ts';
import { LOOKING } from './perform.ts';
import type { Source } from './source.ts';

/** What reads a response or puts data together; it calls nothing. */
const READING = new Set(
  'json text blob arrayBuffer formData bytes push pop shift unshift concat splice reverse'.split(' '),
);
/** Methods that call what they are handed. */
const CALLING = new Set(
  'then catch finally map filter find findIndex findLast flatMap forEach some every reduce sort'.split(' '),
);
/** Of the language and of browsers, what calls nothing that it is handed and sends nothing. */
const GLOBAL = new Set(
  'JSON Object Math Number String Array Boolean Date RegExp Error TypeError RangeError URL URLSearchParams Map Set Headers FormData Blob console localStorage sessionStorage document parseInt parseFloat isNaN encodeURIComponent decodeURIComponent structuredClone Symbol'.split(
    ' ',
  ),
);

const known = new WeakMap<ts.Node, boolean>();

/**
 * Whether nothing in a statement calls anything by which a call of these names may be reached, judged by the names alone: what follows a
 * function's last request reads the answer, and whoever looks for requests need not follow it.
 */
export function isSilent(statement: ts.Node, names: RegExp, source: Source): boolean {
  const before = known.get(statement);
  if (before !== undefined) return before;
  let silent = true;
  walk(statement, node => {
    if (!silent) return false;
    if (ts.isTaggedTemplateExpression(node)) silent = false;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) silent = callsNothing(node, names, source);
    return undefined;
  });
  known.set(statement, silent);
  return silent;
}

function callsNothing(node: ts.CallExpression | ts.NewExpression, names: RegExp, source: Source): boolean {
  const callee = bare(node.expression);
  const name = calleeName(callee);
  if (names.test(name)) return false;
  const root = rootOf(callee);
  if (ts.isIdentifier(root) && GLOBAL.has(root.text) && !source.scopes.resolve(root)) return true;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (CALLING.has(name)) return (node.arguments ?? []).every(it => ts.isFunctionLike(it) || ts.isLiteralExpression(it));
  return LOOKING.has(name) || READING.has(name);
}
