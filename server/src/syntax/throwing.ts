import ts from 'typescript';
import { assignedIn } from './assigned.ts';
import { evaluate } from './evaluate.ts';
import { isFixed } from './fixed.ts';
import type { Frame } from './frame.ts';
import { bare, spanOf, walk } from './parse.ts';
import { LOOKING } from './perform.ts';
import { FALSE, onOrigin, testsOrigin, unknownTest } from './test.ts';
import type { Test, Value } from './value.ts';

/** Functions of packages that throw where the token that they are handed first is missing or not a token. */
const VERIFYING: Readonly<Record<string, RegExp>> = {
  jsonwebtoken: /(^|\.)verify$/,
  jose: /(^|\.)(jwtVerify|compactVerify)$/,
  'hono/jwt': /(^|\.)verify$/,
  'hono/utils/jwt': /(^|\.)verify$/,
};

/**
 * What has to hold for the tokens that a block verifies, or it throws: jsonwebtoken 9.0.3, jose 6.2.18 and hono 4.13.19 were run
 * without a token and with other texts in its place. What jsonwebtoken is handed a callback for does not throw.
 */
export function verified(tried: ts.Block, frame: Frame): readonly Test[] {
  const found: Test[] = [];
  walk(tried, node => {
    if (ts.isFunctionLike(node)) return false;
    if (!ts.isCallExpression(node) || !/verify$/i.test(lastNameOf(bare(node.expression)))) return undefined;
    const callee = evaluate(bare(node.expression), frame);
    const from = callee.kind === 'member' ? callee.object : callee;
    const name = callee.kind === 'member' || callee.kind === 'external' ? callee.name : '';
    if (from.kind !== 'external' || !VERIFYING[from.module]?.test(name)) return undefined;
    const [token, ...more] = node.arguments;
    if (!token || more.slice(1).some(it => ts.isFunctionLike(it))) return undefined;
    const of = evaluate(token, frame);
    found.push({ kind: 'unknown', why: 'whether a token is valid', onOrigin: onOrigin(of), of, span: spanOf(node) });
    return undefined;
  });
  return found;
}

function lastNameOf(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
}

/** Whether something in a block may throw, apart from `new URL` and the like, of which it is known when they do. */
export function whetherThrown(tried: ts.Block, frame: Frame): Test {
  let throwing = false;
  let aboutOrigin = false;
  const asked: Value[] = [];
  walk(tried, node => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isAwaitExpression(node)) throwing = true;
    if (!mayThrow(node, frame)) return undefined;
    throwing = true;
    const callee = bare(node.expression);
    const parts = [...(node.arguments ?? []), ts.isPropertyAccessExpression(callee) ? callee.expression : callee];
    const values = parts.map(it => evaluate(ts.isSpreadElement(it) ? it.expression : it, frame));
    aboutOrigin ||= values.some(it => carries(it, true));
    asked.push(...values);
    return undefined;
  });
  if (!throwing) return FALSE;
  const test = (between: readonly Value[]) =>
    unknownTest(spanOf(tried), 'whether something throws', aboutOrigin, between);
  // What nothing of a request flows into throws for all of them, or for none.
  const same = test(asked);
  return asked.length > 0 && isFixed(same) ? same : test([]);
}

/** What throws for no text, number or nothing at all (https://tc39.es/ecma262/). */
const HARMLESS =
  /^(?:Date\.(?:now|parse)|Math\.\w+|performance\.now|Number(?:\.is\w+|\.parse\w+)?|String|Boolean|parseInt|parseFloat|isNaN|isFinite|Array\.isArray|Object\.is)$/;

function mayThrow(node: ts.Node, frame: Frame): node is ts.CallExpression | ts.NewExpression {
  if (ts.isNewExpression(node)) return !isMade(evaluate(node, frame));
  if (!ts.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  // What the language itself offers, as `Object.keys` and `URL.canParse`, works on what it is modelled for.
  const called = evaluate(callee, frame);
  if (called.kind === 'external' && called.module === '')
    return !HARMLESS.test(called.name) && ['call', 'unknown'].includes(evaluate(node, frame).kind);
  if (!ts.isPropertyAccessExpression(callee)) return true;
  if (!LOOKING.has(callee.name.text)) {
    const of = evaluate(callee.expression, frame);
    if (isTable(of) && /^(get|getAll|set|add|append|delete|entries)$/.test(callee.name.text)) return false;
    return node.arguments.length > 0 || of.kind !== 'list';
  }
  return !isSafe(evaluate(callee.expression, frame));
}

/** Whether the origin itself flows in, and not merely the request that holds it. */
function carries(value: Value, called = false): boolean {
  switch (value.kind) {
    case 'request':
      return onOrigin(value);
    case 'unknown':
      return value.of !== undefined && carries(value.of);
    case 'part':
    case 'promise':
      return carries(value.of);
    case 'member':
      return carries(value.object);
    case 'call':
      return carries(value.callee) || value.args.some(it => carries(it));
    case 'choice':
      return value.branches.some(it => carries(it.value));
    case 'list':
      return value.items.some(it => carries(it));
    case 'template':
      return value.parts.some(it => carries(it));
    case 'test':
      return testsOrigin(value.test);
    case 'function':
      return called && (value.sees?.() ?? false);
    default:
      return false;
  }
}

function isMade({ kind }: Value): boolean {
  return kind === 'pattern' || kind === 'list' || kind === 'record' || kind === 'part';
}

/** Whether the methods that only look work on a value, whatever it is in the end; a missing one is noticed where it is read. */
function isSafe(value: Value): boolean {
  if (value.kind === 'choice') return value.branches.every(it => isSafe(it.value));
  return ['list', 'record', 'pattern', 'literal', 'template', 'request', 'part', 'test'].includes(value.kind);
}

/** A `Map`, a `Set` or `URLSearchParams`, which take any key. */
function isTable(value: Value): boolean {
  if (value.kind === 'record') return value.container === 'map' || value.container === 'params';
  return value.kind === 'list' && value.container === 'set';
}

/** The variables that are assigned before the last statement of a block that may throw: they may have been, or not. */
export function doneBefore(tried: ts.Block, frame: Frame): ReadonlySet<ts.Identifier> {
  const { statements } = tried;
  const last = statements.findLastIndex(it => throwsWithin(it, frame));
  return new Set(statements.slice(0, Math.max(0, last)).flatMap(it => [...assignedIn(it, frame)]));
}

function throwsWithin(statement: ts.Statement, frame: Frame): boolean {
  let found = false;
  walk(statement, node => {
    found ||= ts.isAwaitExpression(node) || ts.isThrowStatement(node) || mayThrow(node, frame);
    return !found && !ts.isFunctionLike(node);
  });
  return found;
}
