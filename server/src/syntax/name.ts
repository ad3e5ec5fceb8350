import ts from 'typescript';
import { changed, holdsParts, loosenedAt } from './changed.ts';
import { changedBySiblings } from './changed-imports.ts';
import { classValue } from './class.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, traceOf } from './frame.ts';
import { functionValue } from './function.ts';
import { blockOf, isEarly } from './hoisted.ts';
import { recalled, remember } from './kept-values.ts';
import { put } from './object.ts';
import { isInside, spanOf } from './parse.ts';
import { partOf } from './patterns.ts';
import { logged } from './reads.ts';
import type { Declaration } from './scope.ts';
import { literal, type RecordValue, unknown, type Value } from './value.ts';

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
    return declared(declaration, identifier, frame);
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

function declared(declaration: Declaration, use: ts.Identifier, frame: Frame): Value {
  const span = spanOf(declaration.name);
  switch (declaration.kind) {
    case 'variable':
      return variable(declaration.name, use, declaration.node, frame);
    case 'parameter':
      return parameter(declaration.name, declaration.node, frame);
    case 'function':
      return functionValue(declaration.node, { ...frame, self: undefined });
    case 'class':
      return classValue(declaration.node, { ...frame, self: undefined });
    case 'enum':
      return enumeration(declaration.node, frame);
    case 'import':
      return imported(declaration, use, frame);
    case 'other':
      return unknown(span, `\`${declaration.name.text}\` is not followed`, true);
  }
}

/** What another module exports, after what this one and those that it imports beside it change of it. */
function imported(
  { name, module, imported: exported }: Extract<Declaration, { kind: 'import' }>,
  use: ts.Identifier,
  frame: Frame,
): Value {
  const { source } = frame;
  const value = source.project.imported(source, module, exported, spanOf(name));
  if (!holdsParts(value)) return value;
  return changed(name, use, loosenedAt(value, changedBySiblings(source, module, exported), name), frame);
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

function variable(name: ts.Identifier, use: ts.Identifier, node: ts.VariableDeclaration, frame: Frame): Value {
  const { scopes } = frame.source;
  const changes = scopes.changes(name);
  const plain = frame.depth === 0 && frame.bindings.size === 0 && !frame.self && evaluating.size === 1;
  // What is changed in its parts is the same for whoever asks, and is put together once; another value depends on the place.
  if (!plain || isEarly(use, node) || changes.some(it => it.kind === 'assign'))
    return changed(name, use, begun(name, use, node, frame), frame);
  const before = recalled(name, frame);
  if (before) return before;
  const start = logged();
  const { steps } = traceOf(frame);
  const value = changed(name, use, initialValue(name, node, frame), frame);
  remember(name, value, steps, start, frame);
  return value;
}

/** What a variable begins as for who uses it there. */
function begun(name: ts.Identifier, use: ts.Identifier, node: ts.VariableDeclaration, frame: Frame): Value {
  const block = blockOf(node);
  const nothing = block ? !isInside(use, block) : isEarly(use, node);
  return nothing ? literal(spanOf(name), undefined) : initialValue(name, node, frame);
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

function enumeration(node: ts.EnumDeclaration, frame: Frame): Value {
  let record: RecordValue = { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
  node.members.forEach((it, index) => {
    if (!ts.isIdentifier(it.name) && !ts.isStringLiteralLike(it.name)) return;
    const value = it.initializer ? evaluate(it.initializer, frame) : literal(spanOf(it), index);
    record = put(record, { key: it.name.text, value, keySpan: spanOf(it.name), span: spanOf(it) });
  });
  return record;
}
