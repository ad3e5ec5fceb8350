import ts from 'typescript';
import { handedOn } from './aliases.ts';
import { choice, mapChoice, same } from './choice.ts';
import type { Change } from './contents.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { blockOf, isVar } from './hoisted.ts';
import { append, conditional } from './list-methods.ts';
import { madeOnce } from './made-once.ts';
import { mutate, opened } from './mutate.ts';
import { put, spread } from './object.ts';
import { bare, functionOf, isInside, spanOf } from './parse.ts';
import { and, not, TRUE, truthy, unknownTest } from './test.ts';
import { excludes } from './throws.ts';
import { type List, literal, type RecordValue, type Test, textOf, unknown, type Value } from './value.ts';

/** What a change makes of a value; `when` is undefined where nobody knows whether and when it happens. */
type Make = (before: Value, when: Test | undefined) => Value;

/**
 * A value after the changes to what the variable `name` holds, as `use` of it finds them. Those in the same function are followed
 * in order of place; what others may change, or what is changed under another name, is unknown in just that part.
 */
export function changed(name: ts.Identifier, use: ts.Identifier, initial: Value, frame: Frame): Value {
  const changes = frame.source.scopes.changes(name);
  const elsewhere = loosenedWhereHandedOn(name, initial, frame);
  if (changes.length === 0) return elsewhere;
  const home = functionOf(name);
  const [first] = changes;
  const once = first && functionOf(first.node) !== home ? madeOnce(changes, initial, frame) : undefined;
  if (once) return once;
  const before = use !== name && functionOf(use) === home ? use.pos : Number.POSITIVE_INFINITY;
  const own = changes.findLastIndex(it => givesWithin(it.node, use));
  const given = changes[own];
  const begins = given && given.at !== name ? assigned(given.node, elsewhere, TRUE, name, frame) : elsewhere;
  return changes.slice(own + 1).reduce((value, change) => {
    // What holds nothing is changed by nothing but another value, and a change elsewhere has no condition.
    const holds = value.kind === 'list' || value.kind === 'record' || value.kind === 'choice' || isUrl(value);
    const make = holds || change.kind === 'assign' ? makeOf(change, name, frame) : undefined;
    if (!make) return value;
    const when = functionOf(change.node) === home ? conditionOf(change.node, name, frame) : undefined;
    // What a list or an object holds is changed for whoever has it; another value is one for who asks later.
    if (when && change.kind === 'assign' && change.node.pos > before) return value;
    return within(value, keysOf(change.at, frame), it => make(it, when), change.node);
  }, begins);
}

/** Whether a `var` below a branch has its value there for a use that stands in the same branch. */
function givesWithin(node: ts.Node, use: ts.Identifier): boolean {
  if (!isVar(node) || node.pos > use.pos) return false;
  const block = blockOf(node);
  return block !== undefined && isInside(use, block);
}

/** A list or an object of which others have a name, and change it: it may hold anything there. */
export function loosenedWhereHandedOn(name: ts.Identifier, value: Value, frame: Frame): Value {
  if (!holdsParts(value)) return value;
  return handedOn(name, frame).reduce((all, at) => within(all, keysOf(at, frame), it => loosened(it, at), at), value);
}

/** What another module changes of a list or an object, at these keys: anything, or one property that it gives another value. */
export interface Loosening {
  readonly keys: Keys;
  readonly given?: string;
}

/** A list or an object that another module changes: it may hold anything there. */
export function loosenedAt(value: Value, places: readonly Loosening[], by: ts.Node): Value {
  return places.reduce(
    (all, { keys, given }) =>
      within(all, keys, it => (given === undefined ? loosened(it, by) : givenElsewhere(it, given, by)), by),
    value,
  );
}

function givenElsewhere(value: Value, key: string, by: ts.Node): Value {
  if (value.kind === 'choice') return mapChoice(value, it => givenElsewhere(it, key, by));
  if (value.kind !== 'record') return loosened(value, by);
  const span = spanOf(by);
  return put(value, { key, value: unknown(span, `\`${key}\` is given a value elsewhere`, true), keySpan: span, span });
}

/** What `new URL` gives: a part that is written changes all that is read of it. */
export function isUrl(value: Value): boolean {
  return value.kind === 'part' && value.part === 'url';
}

export function holdsParts(value: Value): boolean {
  return (
    value.kind === 'list' ||
    value.kind === 'record' ||
    (value.kind === 'choice' && value.branches.some(it => holdsParts(it.value)))
  );
}

function makeOf(change: Change, name: ts.Identifier, frame: Frame): Make | undefined {
  const { kind, node, at } = change;
  switch (kind) {
    case 'assign':
      return at === name || ts.isIdentifier(bare(at)) ? (it, when) => assigned(node, it, when, name, frame) : undefined;
    case 'element':
      return (it, when) => written(node, it, when, frame);
    case 'call':
      return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
        ? (
            (method: string): Make =>
            (it, when) =>
              called(node, method, it, when, frame)
          )(node.expression.name.text)
        : undefined;
    case 'merge':
      return ts.isCallExpression(node) ? (it, when) => merged(node, it, when, frame) : undefined;
    default:
      return undefined;
  }
}

/** The keys that lead from a variable to what is changed; undefined for one that is not known. */
export type Keys = readonly (string | undefined)[];

export function keysOf(at: ts.Expression, frame: Frame): Keys {
  const keys: (string | undefined)[] = [];
  for (let node = bare(at); ; node = bare(node.expression)) {
    if (ts.isPropertyAccessExpression(node)) keys.unshift(node.name.text);
    else if (ts.isElementAccessExpression(node)) keys.unshift(textOf(evaluate(node.argumentExpression, frame)));
    else return keys;
  }
}

/** The value with a part of it changed. */
function within(value: Value, keys: Keys, make: (it: Value) => Value, by: ts.Node): Value {
  const [key, ...rest] = keys;
  if (keys.length === 0) return make(value);
  if (value.kind === 'choice') return mapChoice(value, it => within(it, keys, make, by));
  if (value.kind === 'list' || (value.kind === 'record' && key === undefined)) return loosened(value, by);
  if (value.kind !== 'record') return value;
  const entry = value.entries.findLast(it => it.key === key);
  if (!entry) return value;
  const { keySpan, span } = entry;
  return put(value, { key: entry.key, keySpan, span, value: within(entry.value, rest, make, by) });
}

/** What may be anything by now. */
function loosened(value: Value, node: ts.Node): Value {
  return value.kind === 'choice'
    ? mapChoice(value, it => loosened(it, node))
    : value.kind === 'list' || value.kind === 'record'
      ? opened(value, spanOf(node))
      : value;
}

/** `x = value`. */
function assigned(node: ts.Node, value: Value, when: Test | undefined, name: ts.Identifier, frame: Frame): Value {
  const span = spanOf(node);
  const right = ts.isVariableDeclaration(node)
    ? ts.isIdentifier(node.name)
      ? node.initializer
      : undefined
    : ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isIdentifier(bare(node.left))
      ? node.right
      : undefined;
  if (!when || !right) return unknown(span, `\`${name.text}\` is assigned more than once`, true);
  return choice(span, [
    { when, value: evaluate(right, frame) },
    { when: not(when), value: withoutWhere(when, value) },
  ]);
}

/** What is left of a choice where a condition does not hold: of `if` and `else`, one comes by. */
function withoutWhere(when: Test, value: Value): Value {
  if (value.kind !== 'choice') return value;
  const branches = value.branches.filter(it => !excludes(not(when), it.when));
  const [only] = branches;
  if (branches.length === value.branches.length) return value;
  return only && branches.length === 1 ? only.value : { ...value, branches };
}

/** `x.key = value` and `delete x.key`. */
function written(node: ts.Node, value: Value, when: Test | undefined, frame: Frame): Value {
  const span = spanOf(node);
  if (value.kind === 'choice') return mapChoice(value, it => written(node, it, when, frame));
  if (value.kind === 'list') return opened(value, span);
  if (isUrl(value)) return unknown(span, 'a URL that is changed', true);
  if (value.kind !== 'record') return value;
  const left = ts.isBinaryExpression(node)
    ? node.left
    : ts.isDeleteExpression(node)
      ? bare(node.expression)
      : undefined;
  const key =
    left && ts.isPropertyAccessExpression(left)
      ? left.name.text
      : left && ts.isElementAccessExpression(left)
        ? textOf(evaluate(left.argumentExpression, frame))
        : undefined;
  if (left === undefined || key === undefined) return opened(value, span);
  const before = value.entries.findLast(it => it.key === key)?.value ?? {
    ...literal(span, undefined),
    lacking: { from: value.span, name: key },
  };
  if (ts.isDeleteExpression(node) && when && isCertain(when))
    return { ...value, entries: value.entries.filter(it => it.key !== key) };
  const plain = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const now =
    when && plain
      ? choice(span, [
          { when, value: evaluate(node.right, frame) },
          { when: not(when), value: before },
        ])
      : unknown(span, `\`${key}\` is written elsewhere`, true);
  return put(value, { key, value: now, keySpan: spanOf(left), span });
}

/** `Object.assign(x, …)` and those that define properties. */
export function merged(node: ts.CallExpression, value: Value, when: Test | undefined, frame: Frame): Value {
  const span = spanOf(node);
  if (value.kind === 'choice') return mapChoice(value, it => merged(node, it, when, frame));
  if (value.kind === 'list') return opened(value, span);
  if (value.kind !== 'record') return value;
  const [, ...given] = node.arguments;
  const isAssign = ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'assign';
  if (!isAssign || !when || !isCertain(when) || given.some(ts.isSpreadElement)) return opened(value, span);
  return given.reduce<RecordValue>((all, it) => spread(all, evaluate(it, frame)), value);
}

/** `x.push(…)` and its like. */
function called(node: ts.CallExpression, method: string, value: Value, when: Test | undefined, frame: Frame): Value {
  if (value.kind === 'choice') return mapChoice(value, it => called(node, method, it, when, frame));
  const span = spanOf(node);
  if (value.kind === 'list' && /^(push|unshift|add)$/.test(method)) return added(node, value, when, frame);
  if (value.kind === 'list' && method === 'sort') return { ...value, shuffled: true };
  if (value.kind === 'record' && value.container !== 'object' && (method === 'set' || method === 'append') && when) {
    const [key, item] = node.arguments.map(it => evaluate(it, frame));
    if (key?.kind === 'literal' && item)
      return put(value, { key: String(key.value), value: item, keySpan: key.span, span });
  }
  if (value.kind !== 'list' && (value.kind !== 'record' || value.container === 'object')) return value;
  if (!when || !isCertain(when)) return opened(value, span);
  const given = node.arguments.map(it => evaluate(it, frame));
  return mutate(value, method, given, span) ?? value;
}

/** The list with what is added at one place. */
function added(node: ts.CallExpression, list: List, when: Test | undefined, frame: Frame): List {
  const span = spanOf(node);
  return node.arguments.reduce<List>((all, it) => {
    const item = evaluate(ts.isSpreadElement(it) ? it.expression : it, frame);
    if (item.kind !== 'list') return append(all, conditional(item, when && !onlyUnlessThere(when, item) ? when : TRUE));
    const condition = when ?? unknownTest(span, 'added elsewhere', false);
    return append(all, { ...item, items: item.items.map(one => conditional(one, condition)) });
  }, list);
}

/** `if (!list.includes(x)) list.push(x)`: then it is in the list in any case. */
function onlyUnlessThere(when: Test, item: Value): boolean {
  const asks = (test: Test): boolean =>
    test.kind === 'or' || test.kind === 'and'
      ? test.of.some(asks) && test.of.every(it => it.kind !== 'member' || asks(it))
      : test.kind === 'member' && same(test.item, item);
  return when.kind === 'not' && asks(when.of);
}

function isCertain(test: Test): boolean {
  return test.kind === 'constant' && test.value;
}

/** Under which conditions of the enclosing `if`s a change happens; undefined within loops. */
function conditionOf(node: ts.Node, name: ts.Identifier, frame: Frame): Test | undefined {
  const home = functionOf(name);
  const tests: Test[] = [];
  for (let at = node; at.parent && at.parent !== home; at = at.parent) {
    const parent = at.parent;
    if (ts.isIfStatement(parent) && at !== parent.expression) {
      const test = truthy(evaluate(parent.expression, frame));
      tests.push(at === parent.thenStatement ? test : not(test));
    } else if (ts.isIterationStatement(parent, false)) return undefined;
    else if (ts.isTryStatement(parent) || ts.isCaseClause(parent) || ts.isDefaultClause(parent))
      tests.push(unknownTest(spanOf(parent), 'a branch that is not followed', true));
  }
  return and(...tests);
}
