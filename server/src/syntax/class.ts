import ts from 'typescript';
import { isChangedElsewhere } from './aliases.ts';
import { argumentValues } from './call.ts';
import { holdsParts } from './changed.ts';
import { evaluate } from './evaluate.ts';
import { after, changedFields, changedStatics, handedFields, keysOf, loosened } from './fields.ts';
import { bind, type Frame, MAX_DEPTH } from './frame.ts';
import { functionValue } from './function.ts';
import { withMadeOnce } from './made-once.ts';
import { lazily, put } from './object.ts';
import { spanOf, walk } from './parse.ts';
import { type Entry, type FunctionValue, literal, type RecordValue, unknown, type Value, type Whole } from './value.ts';

/** A class as the function that makes its instances. */
export function classValue(node: ts.ClassLikeDeclaration, frame: Frame): FunctionValue {
  const span = spanOf(node);
  return {
    kind: 'function',
    name: node.name?.text,
    parameters: [],
    length: 0,
    async: false,
    run: () => ({ paths: [], cut: true }),
    construct: (args, whole) => instance(node, args, frame, whole),
    statics: withMadeOnce(loosened(members(node, frame, true), changedStatics(node, frame)), node, frame),
    span,
  };
}

/** Whether a constructor gives back something else than the instance. */
function givesAnother(body: ts.Block): boolean {
  let found = false;
  walk(body, node => {
    if (ts.isReturnStatement(node)) found ||= node.expression !== undefined && node.expression.kind !== THIS;
    return ts.isFunctionLike(node) || ts.isClassLike(node) ? false : undefined;
  });
  return found;
}

const THIS = ts.SyntaxKind.ThisKeyword;

function instance(node: ts.ClassLikeDeclaration, args: readonly Value[], frame: Frame, whole?: Whole): Value {
  const builder = node.members.find(ts.isConstructorDeclaration);
  if (builder?.body && givesAnother(builder.body))
    return { ...empty(node), rest: unknown(spanOf(node), 'a class whose constructor gives back another object', true) };
  let inner = frame;
  const fields: Entry[] = [];
  builder?.parameters.forEach((parameter, index) => {
    const value =
      args[index] ??
      (parameter.initializer ? evaluate(parameter.initializer, frame) : literal(spanOf(parameter), undefined));
    if (!ts.isIdentifier(parameter.name)) return;
    inner = bind(inner, parameter.name, value);
    if (parameter.modifiers?.length)
      fields.push({ key: parameter.name.text, value, keySpan: spanOf(parameter.name), span: spanOf(parameter) });
  });
  const finished = whole ?? {};
  const base = baseOf(node, args, inner, finished);
  let self = members(
    node,
    base ? { ...frame, base } : frame,
    false,
    fields.reduce((all, it) => put(all, it), base ?? empty(node)),
  );
  for (const statement of builder?.body?.statements ?? []) {
    const assigned =
      ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)
        ? statement.expression
        : undefined;
    if (
      !assigned ||
      assigned.operatorToken.kind !== ts.SyntaxKind.EqualsToken ||
      !ts.isPropertyAccessExpression(assigned.left)
    )
      continue;
    if (assigned.left.expression.kind !== ts.SyntaxKind.ThisKeyword) continue;
    const { name } = assigned.left;
    const before: Frame = { ...inner, self };
    const named = { key: name.text, keySpan: spanOf(name), span: spanOf(statement) };
    self = put(
      self,
      lazily(named, () => evaluate(assigned.right, before)),
    );
  }
  if (changesPrototype(node, frame))
    return { ...empty(node), rest: unknown(spanOf(node), 'a class whose prototype is changed', true) };
  const made = rebind(node, afterUse(self, node, frame), base ? { ...inner, base } : inner, finished);
  if (!whole) finished.value = made;
  return made;
}

/** The classes that are being made, so that one that is its own base, or many one upon the other, come to an end. */
const building = new Set<ts.Node>();

/** What an instance is as one of the class that this one extends, made as `super(…)` says; undefined where it extends none. */
function baseOf(
  node: ts.ClassLikeDeclaration,
  args: readonly Value[],
  frame: Frame,
  whole: Whole,
): RecordValue | undefined {
  const type = extended(node);
  if (!type) return undefined;
  const not = { ...empty(node), rest: unknown(spanOf(node), 'a base class') };
  if (building.has(node) || building.size >= MAX_DEPTH) return not;
  building.add(node);
  try {
    const base = evaluate(type, frame);
    const made = base.kind === 'function' ? base.construct?.(givenToBase(node, args, frame), whole) : undefined;
    return made?.kind === 'record' ? { ...made, span: spanOf(node) } : not;
  } finally {
    building.delete(node);
  }
}

/** What a class extends. */
export function extended(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return node.heritageClauses?.find(it => it.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
}

function givenToBase(node: ts.ClassLikeDeclaration, args: readonly Value[], frame: Frame): readonly Value[] {
  const builder = node.members.find(ts.isConstructorDeclaration);
  if (!builder) return args;
  for (const it of builder.body?.statements ?? []) {
    const call = ts.isExpressionStatement(it) && ts.isCallExpression(it.expression) ? it.expression : undefined;
    if (call?.expression.kind === ts.SyntaxKind.SuperKeyword) return argumentValues(call.arguments, frame);
  }
  return [];
}

/** `super`: the methods of the class that is extended, with the same `this`. */
export function superValue({ base, self }: Frame): RecordValue | undefined {
  if (!base || !self) return undefined;
  const entries = base.entries.map(it => {
    if (it.value.kind !== 'function' || !it.value.on) return it;
    const { on: _, ...bound } = it.value.on(self);
    return { ...it, value: bound };
  });
  return { ...base, entries };
}

function empty(node: ts.Node): RecordValue {
  return { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
}

/** An instance of which nobody knows what it was made with: `this` of a method that is looked at by itself. */
export function someInstance(node: ts.ClassLikeDeclaration, frame: Frame): RecordValue | undefined {
  const builder = node.members.find(ts.isConstructorDeclaration);
  const args = (builder?.parameters ?? []).map(
    (it, index): Value => ({
      kind: 'parameter',
      name: ts.isIdentifier(it.name) ? it.name.text : '',
      index,
      span: spanOf(it),
    }),
  );
  const made = instance(node, args, frame);
  return made.kind === 'record'
    ? { ...made, rest: made.rest ?? unknown(made.span, 'a field of the class') }
    : undefined;
}

/** `Type.prototype.has = …`: methods are others by then than those that the class has. */
function changesPrototype({ name }: ts.ClassLikeDeclaration, { source }: Frame): boolean {
  return name !== undefined && source.scopes.changes(name).some(it => keysOf(it.at)[0] === 'prototype');
}

/** The instance after what the class itself changes of its fields, and what those change to whom it hands them. */
function afterUse(self: RecordValue, node: ts.ClassLikeDeclaration, frame: Frame): RecordValue {
  let used = loosened(self, changedFields(node));
  for (const [key, places] of handedFields(node)) {
    const entry = used.entries.findLast(it => it.key === key);
    if (!entry) continue;
    const { keySpan, span } = entry;
    used = put(
      used,
      lazily({ key, keySpan, span }, () => {
        const { value } = entry;
        const isChanged = holdsParts(value) && places.some(at => isChangedElsewhere({ at }, frame));
        return isChanged ? after(value, 'changed', span) : value;
      }),
    );
  }
  return used;
}

/** Methods see the finished instance, of which this may be only what a base class gives. */
function rebind(node: ts.ClassLikeDeclaration, self: RecordValue, frame: Frame, finished: Whole): RecordValue {
  const entries = self.entries.map(entry => {
    const method = node.members.find(
      it =>
        (ts.isMethodDeclaration(it) || isArrowField(it)) &&
        it.name &&
        (ts.isIdentifier(it.name) || ts.isPrivateIdentifier(it.name)) &&
        it.name.text === entry.key &&
        !isStatic(it),
    );
    if (!method || entry.value.kind !== 'function') return entry;
    const code = ts.isMethodDeclaration(method) ? method : (method as ts.PropertyDeclaration).initializer;
    if (!code || !(ts.isMethodDeclaration(code) || ts.isArrowFunction(code) || ts.isFunctionExpression(code)))
      return entry;
    const value: FunctionValue = {
      ...entry.value,
      run: (args, around) => functionValue(code, frame, finished.value ?? self).run(args, around),
    };
    return { ...entry, value };
  });
  return { ...self, entries };
}

function members(
  node: ts.ClassLikeDeclaration,
  frame: Frame,
  wantStatic: boolean,
  before: RecordValue = empty(node),
): RecordValue {
  let record = before;
  for (const it of node.members) {
    if (
      !it.name ||
      !(ts.isIdentifier(it.name) || ts.isStringLiteralLike(it.name) || ts.isPrivateIdentifier(it.name)) ||
      isStatic(it) !== wantStatic
    )
      continue;
    const named = { key: it.name.text, keySpan: spanOf(it.name), span: spanOf(it) };
    const before = record;
    const { initializer } = ts.isPropertyDeclaration(it) ? it : {};
    if (initializer)
      record = put(
        record,
        lazily(named, () => evaluate(initializer, { ...frame, self: before })),
      );
    else if (ts.isMethodDeclaration(it)) record = put(record, { ...named, value: functionValue(it, frame, before) });
    else if (ts.isAccessor(it)) {
      const accessors = [...(record.accessors ?? []), it.name.text];
      record = { ...record, accessors, rest: record.rest ?? unknown(spanOf(it), 'an accessor', true) };
    }
  }
  const filled = wantStatic ? node.members.find(ts.isClassStaticBlockDeclaration) : undefined;
  return filled
    ? { ...record, entries: [], rest: unknown(spanOf(filled), 'a static block fills the class', true) }
    : record;
}

function isArrowField(node: ts.ClassElement): boolean {
  return (
    ts.isPropertyDeclaration(node) &&
    node.initializer !== undefined &&
    (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))
  );
}

function isStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(it => it.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}
