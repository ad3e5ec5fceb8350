import ts from 'typescript';
import { evaluate } from './evaluate.ts';
import { type Frame, topFrame } from './frame.ts';
import { functionValue } from './function.ts';
import { arrayValue, lazily, put, spread } from './object.ts';
import { bare, spanOf } from './parse.ts';
import type { Scopes } from './scope.ts';
import type { RecordValue, Value } from './value.ts';

/**
 * As `evaluate` at the top of a file, but of objects that are written out only the keys are worked out at once, each value where it
 * is asked for; and of `JSON.stringify` nothing but that it gives a text. Most of what a request carries nobody asks for.
 */
export function shallowly(expression: ts.Expression, around: Around, depth = 0): Value {
  const scopes = around.source.scopes;
  const node = depth < DEEPEST ? constant(bare(expression), scopes) : expression;
  const frame: Frame = { ...topFrame(around.source, STEPS), self: around.self };
  if (ts.isObjectLiteralExpression(node)) return shallowObject(node, around, depth);
  if (around.uncalled && ts.isArrayLiteralExpression(node)) return arrayValue(node, frame, isCall);
  return isStringify(node, scopes)
    ? { kind: 'call', callee: evaluate(node.expression, frame), args: [], construct: false, span: spanOf(node) }
    : evaluate(node, frame);
}

/** The file, and what `this` is there; and whether calls that are items of a list are left unknown. */
interface Around extends Pick<Frame, 'source' | 'self'> {
  readonly uncalled?: boolean;
}

function isCall(node: ts.Expression): boolean {
  return ts.isCallExpression(bare(node));
}

const DEEPEST = 8;

/** What is handed over is mostly plain, and what a server answered is not known however long it is followed. */
const STEPS = 4_000;

function shallowObject(node: ts.ObjectLiteralExpression, around: Around, depth: number): RecordValue {
  const frame: Frame = { ...topFrame(around.source, STEPS), self: around.self };
  let record: RecordValue = { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
  for (const part of node.properties) {
    const { name } = part;
    if (ts.isSpreadAssignment(part)) record = spread(record, evaluate(part.expression, frame));
    else if (!name || ts.isComputedPropertyName(name) || ts.isAccessor(part))
      return evaluate(node, frame) as RecordValue;
    else {
      const named = { key: name.text, keySpan: spanOf(name), span: spanOf(part) };
      const value = ts.isMethodDeclaration(part)
        ? () => functionValue(part, frame)
        : () => shallowly(ts.isShorthandPropertyAssignment(part) ? part.name : part.initializer, around, depth + 1);
      record = put(record, lazily(named, value));
    }
  }
  return record;
}

/** What a constant is written as, where nothing changes it. */
function constant(node: ts.Expression, scopes: Scopes): ts.Expression {
  if (!ts.isIdentifier(node)) return node;
  const found = ts.isShorthandPropertyAssignment(node.parent)
    ? scopes.lookup(node.text, node.parent)
    : scopes.resolve(node);
  if (found?.kind !== 'variable' || !ts.isIdentifier(found.node.name) || !found.node.initializer) return node;
  const initial = bare(found.node.initializer);
  return ts.isObjectLiteralExpression(initial) && scopes.changes(found.name).length === 0 ? initial : node;
}

function isStringify(node: ts.Expression, scopes: Scopes): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'stringify' &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'JSON' &&
    !scopes.resolve(callee.expression)
  );
}
