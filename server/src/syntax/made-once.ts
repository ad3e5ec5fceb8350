import ts from 'typescript';
import type { Change } from './contents.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { lazily, put } from './object.ts';
import { bare, spanOf } from './parse.ts';
import type { RecordValue, Value } from './value.ts';

/**
 * What a variable holds that begins as nothing and is only ever given one thing that is made then: by the function that makes it when
 * it is asked for the first time, and hands out the same from then on. Undefined where it is otherwise.
 */
export function madeOnce(changes: readonly Change[], initial: Value, frame: Frame): Value | undefined {
  const [only, ...more] = changes;
  if (!only || more.length > 0 || only.kind !== 'assign' || !isNothing(initial)) return undefined;
  const made = makes(only.node);
  return made && ts.isIdentifier(bare(made.left)) ? evaluate(made.right, frame) : undefined;
}

/** The static fields that are declared without a value and given one thing so. */
export function withMadeOnce(statics: RecordValue, node: ts.ClassLikeDeclaration, frame: Frame): RecordValue {
  const open = new Set(
    node.members.flatMap(it => (ts.isPropertyDeclaration(it) && isEmpty(it) ? it.name.getText() : [])),
  );
  if (!node.name || open.size === 0) return statics;
  const found = new Map<string, ts.BinaryExpression[]>();
  for (const { node: change } of frame.source.scopes.changes(node.name)) {
    const key = ts.isBinaryExpression(change) ? keyOf(change.left) : undefined;
    if (key === undefined || !open.has(key) || !ts.isBinaryExpression(change)) continue;
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  let all = statics;
  for (const [key, [only, ...more]] of found) {
    const made = only && more.length === 0 ? makes(only) : undefined;
    if (!made) continue;
    const named = { key, keySpan: spanOf(made.left), span: spanOf(made) };
    all = put(
      all,
      lazily(named, () => evaluate(made.right, frame)),
    );
  }
  return all;
}

const GIVING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** `x = new X()` and its like. */
function makes(node: ts.Node): ts.BinaryExpression | undefined {
  if (!ts.isBinaryExpression(node) || !GIVING.has(node.operatorToken.kind)) return undefined;
  const right = bare(node.right);
  return ts.isNewExpression(right) || ts.isCallExpression(right) ? node : undefined;
}

function keyOf(left: ts.Expression): string | undefined {
  const at = bare(left);
  return ts.isPropertyAccessExpression(at) && ts.isIdentifier(bare(at.expression)) ? at.name.text : undefined;
}

function isEmpty({ initializer, modifiers }: ts.PropertyDeclaration): boolean {
  const isStatic = modifiers?.some(it => it.kind === ts.SyntaxKind.StaticKeyword) ?? false;
  return isStatic && (!initializer || initializer.kind === ts.SyntaxKind.NullKeyword);
}

function isNothing(value: Value): boolean {
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}
