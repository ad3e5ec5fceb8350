import ts from 'typescript';
import type { Contents } from './contents.ts';
import { isPiece, walk } from './parse.ts';
import { declaredBy, isLocal } from './scope.ts';

/** How a statement of the top level is tied to others: by names alone, whatever is worked out of them. */
export interface Ties {
  /** The names that it mentions, of which some stand for what other statements declare. */
  readonly mentions: ReadonlySet<string>;
  /** The names that it declares at the top level. */
  readonly declares: ReadonlySet<string>;
  /** Of these, the names of what may be changed after it was made. */
  readonly holds: ReadonlySet<string>;
  /** The names of what it changes, or hands on to be changed, that it does not declare within itself. */
  readonly changes: ReadonlySet<string>;
}

/** A statement that the parser takes over is tied as it was before. */
const known = new WeakMap<Contents, Ties>();

export function tiesOf(contents: Contents): Ties {
  const before = known.get(contents);
  if (before) return before;
  const mentions = mentionedIn(contents.statement);
  const { hoisted, own } = declaredBy(contents.statement);
  const declared = [...hoisted, ...own];
  const ties = {
    mentions,
    declares: new Set(declared.map(it => it.name.text)),
    holds: new Set(declared.filter(it => it.kind === 'variable' || it.kind === 'class').map(it => it.name.text)),
    changes: new Set(contents.changes.filter(it => !isLocal(it.target)).map(it => it.target.text)),
  };
  known.set(contents, ties);
  return ties;
}

/** What pieces mention of statements that are edited elsewhere. */
const pieces = new WeakMap<ts.Node, ReadonlySet<string>>();

function mentionedIn(root: ts.Node): ReadonlySet<string> {
  const mentions = new Set<string>();
  const takeOver = (node: ts.Node) => {
    const piece = pieces.get(node) ?? mentionedIn(node);
    pieces.set(node, piece);
    for (const it of piece) mentions.add(it);
    return false;
  };
  walk(root, node => {
    if (node !== root && isPiece(node)) return takeOver(node);
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
    if (ts.isIdentifier(node) && !isKey(node)) mentions.add(node.text);
    return undefined;
  });
  return mentions;
}

/** A name that stands for a property and for nothing else. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}
