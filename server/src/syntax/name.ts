import ts from 'typescript';
import { choice, mapChoice, same } from './choice.ts';
import { classValue } from './class.ts';
import type { Change } from './contents.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { functionValue, partOf } from './function.ts';
import { append, conditional } from './list-methods.ts';
import { put } from './object.ts';
import { spanOf } from './parse.ts';
import type { Declaration } from './scope.ts';
import { and, not, TRUE, truthy, unknownTest } from './test.ts';
import { literal, type RecordValue, type Test, unknown, type Value } from './value.ts';

const evaluating = new Set<ts.Node>();

/** What a name stands for where it is used. */
export function nameValue(identifier: ts.Identifier, frame: Frame): Value {
  const span = spanOf(identifier);
  if (identifier.text === 'undefined') return literal(span, undefined);
  const declaration = shorthand(identifier)
    ? frame.source.scopes.lookup(identifier.text, identifier.parent)
    : frame.source.scopes.resolve(identifier);
  if (!declaration)
    return identifier.text === 'arguments'
      ? unknown(span, 'the arguments of a function', true)
      : global(identifier.text, span);
  const bound = frame.bindings.get(declaration.name);
  if (bound) return bound;
  if (evaluating.has(declaration.name)) return unknown(span, `\`${identifier.text}\` is defined by itself`, true);
  evaluating.add(declaration.name);
  try {
    return declared(declaration, frame);
  } finally {
    evaluating.delete(declaration.name);
  }
}

function shorthand(identifier: ts.Identifier): boolean {
  return ts.isShorthandPropertyAssignment(identifier.parent);
}

function global(name: string, span: Value['span']): Value {
  return { kind: 'external', module: '', name, span };
}

function declared(declaration: Declaration, frame: Frame): Value {
  const span = spanOf(declaration.name);
  switch (declaration.kind) {
    case 'variable':
      return variable(declaration.name, declaration.node, frame);
    case 'parameter':
      return parameter(declaration.name, declaration.node, frame);
    case 'function':
      return functionValue(declaration.node, { ...frame, self: undefined });
    case 'class':
      return classValue(declaration.node, { ...frame, self: undefined });
    case 'enum':
      return enumeration(declaration.node, frame);
    case 'import':
      return frame.source.project.imported(frame.source, declaration.module, declaration.imported, span);
    case 'other':
      return unknown(span, `\`${declaration.name.text}\` is not followed`, true);
  }
}

function parameter(name: ts.Identifier, node: ts.ParameterDeclaration, frame: Frame): Value {
  const owner = node.parent;
  const whole: Value = {
    kind: 'parameter',
    name: ts.isIdentifier(node.name) ? node.name.text : (['req', 'res', 'next'][owner.parameters.indexOf(node)] ?? ''),
    index: owner.parameters.indexOf(node),
    span: spanOf(node),
  };
  return ts.isIdentifier(node.name) ? whole : (inPattern(node.name, name, whole, frame) ?? whole);
}

function variable(name: ts.Identifier, node: ts.VariableDeclaration, frame: Frame): Value {
  const initial = initialValue(name, node, frame);
  return changed(name, initial, frame);
}

function initialValue(name: ts.Identifier, node: ts.VariableDeclaration, frame: Frame): Value {
  const span = spanOf(name);
  if (!node.initializer) {
    const loop = node.parent.parent;
    if (ts.isForOfStatement(loop)) {
      const among = ts.isIdentifier(node.name) ? itemsOf(evaluate(loop.expression, frame)) : undefined;
      return { ...unknown(span, 'an item of a loop', true), ...(among ? { among } : {}) };
    }
    return ts.isForInStatement(loop) ? unknown(span, 'an item of a loop', true) : literal(span, undefined);
  }
  const whole = evaluate(node.initializer, frame);
  return ts.isIdentifier(node.name)
    ? whole
    : (inPattern(node.name, name, whole, frame) ?? unknown(span, 'a pattern that is not followed', true));
}

/** The items of a list, or of whichever of several it is. */
function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.rest ? undefined : value.items;
  if (value.kind !== 'choice') return undefined;
  const all = value.branches.map(it => itemsOf(it.value));
  return all.every(it => it !== undefined) ? all.flat() : undefined;
}

/** The part of `whole` that a name inside a pattern takes. */
function inPattern(pattern: ts.BindingPattern, name: ts.Identifier, whole: Value, frame: Frame): Value | undefined {
  for (const [index, part] of pattern.elements.entries()) {
    if (!ts.isBindingElement(part)) continue;
    if (part.name === name) return partOf(part, index, whole, ts.isArrayBindingPattern(pattern), frame);
    if (!ts.isIdentifier(part.name)) {
      const inner = inPattern(
        part.name,
        name,
        partOf(part, index, whole, ts.isArrayBindingPattern(pattern), frame),
        frame,
      );
      if (inner) return inner;
    }
  }
  return undefined;
}

/** A value after the assignments and changes that stand in the same function; changes from elsewhere make it unknown. */
function changed(name: ts.Identifier, initial: Value, frame: Frame): Value {
  const changes = frame.source.scopes.changes(name);
  if (changes.length === 0) return initial;
  const home = functionOf(name);
  let value = initial;
  for (const change of changes) {
    const when = functionOf(change.node) === home ? conditionOf(change.node, name, frame) : undefined;
    value = apply(change, value, when, frame, name);
  }
  return value;
}

function apply(change: Change, value: Value, when: Test | undefined, frame: Frame, name: ts.Identifier): Value {
  const span = spanOf(change.node);
  if (change.kind === 'assign') {
    if (!when || !ts.isBinaryExpression(change.node) || change.node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
      return unknown(span, `\`${name.text}\` is assigned more than once`, true);
    }
    const assigned = evaluate(change.node.right, frame);
    return choice(span, [
      { when, value: assigned },
      { when: not(when), value },
    ]);
  }
  if (
    change.kind === 'call' &&
    ts.isCallExpression(change.node) &&
    ts.isPropertyAccessExpression(change.node.expression)
  ) {
    return called(change.node, change.node.expression.name.text, value, when, frame);
  }
  if (value.kind === 'record' && when && ts.isBinaryExpression(change.node)) {
    const left = change.node.left;
    const key = ts.isPropertyAccessExpression(left)
      ? left.name.text
      : ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression)
        ? left.argumentExpression.text
        : undefined;
    if (key !== undefined) {
      const written = evaluate(change.node.right, frame);
      const before = value.entries.findLast(it => it.key === key)?.value ?? literal(span, undefined);
      const now = choice(span, [
        { when, value: written },
        { when: not(when), value: before },
      ]);
      return put(value, { key, value: now, keySpan: spanOf(left), span });
    }
  }
  return value.kind === 'record'
    ? { ...value, rest: value.rest ?? unknown(span, `\`${name.text}\` is changed later`) }
    : value;
}

function called(node: ts.CallExpression, method: string, value: Value, when: Test | undefined, frame: Frame): Value {
  if (value.kind === 'choice') return mapChoice(value, it => called(node, method, it, when, frame));
  const span = spanOf(node);
  const args = () =>
    node.arguments.map(it => (ts.isSpreadElement(it) ? evaluate(it.expression, frame) : evaluate(it, frame)));
  if (value.kind === 'list' && (method === 'push' || method === 'unshift' || method === 'add')) {
    return args().reduce<typeof value>(
      (all, it) =>
        append(
          all,
          it.kind === 'list'
            ? {
                ...it,
                items: it.items.map(item => conditional(item, when ?? unknownTest(span, 'added elsewhere', false))),
              }
            : conditional(it, when && !onlyUnlessThere(when, it) ? when : TRUE),
        ),
      value,
    );
  }
  if (value.kind === 'list' && /^(sort|reverse)$/.test(method)) return value;
  if (value.kind === 'list') return { ...value, rest: value.rest ?? unknown(span, 'a list that is changed', true) };
  if (value.kind === 'record' && value.container !== 'object' && (method === 'set' || method === 'append') && when) {
    const [key, item] = args();
    if (key?.kind === 'literal' && item)
      return put(value, { key: String(key.value), value: item, keySpan: key.span, span });
  }
  return value.kind === 'record' && value.container !== 'object'
    ? ({ ...value, rest: value.rest ?? unknown(span, 'an object that is changed', true) } satisfies RecordValue)
    : value;
}

/** `if (!list.includes(x)) list.push(x)`: then it is in the list in any case. */
function onlyUnlessThere(when: Test, item: Value): boolean {
  const asks = (test: Test): boolean =>
    test.kind === 'or' || test.kind === 'and'
      ? test.of.some(asks) && test.of.every(it => it.kind !== 'member' || asks(it))
      : test.kind === 'member' && same(test.item, item);
  return when.kind === 'not' && asks(when.of);
}

function functionOf(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
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

function enumeration(node: ts.EnumDeclaration, frame: Frame): Value {
  let record: RecordValue = { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
  node.members.forEach((it, index) => {
    if (!ts.isIdentifier(it.name) && !ts.isStringLiteralLike(it.name)) return;
    const value = it.initializer ? evaluate(it.initializer, frame) : literal(spanOf(it), index);
    record = put(record, { key: it.name.text, value, keySpan: spanOf(it.name), span: spanOf(it) });
  });
  return record;
}
