import ts from 'typescript';
import { evaluate } from './evaluate.ts';
import { changedFields, changedStatics, loosened } from './fields.ts';
import { bind, type Frame } from './frame.ts';
import { functionValue } from './function.ts';
import { lazily, put } from './object.ts';
import { spanOf } from './parse.ts';
import { type FunctionValue, literal, type RecordValue, unknown, type Value } from './value.ts';

/** A class as the function that makes its instances. */
export function classValue(node: ts.ClassLikeDeclaration, frame: Frame): FunctionValue {
  const span = spanOf(node);
  return {
    kind: 'function',
    name: node.name?.text,
    parameters: [],
    async: false,
    run: () => ({ paths: [], cut: true }),
    construct: args => instance(node, args, frame),
    statics: loosened(members(node, frame, true), changedStatics(node, frame)),
    span,
  };
}

function instance(node: ts.ClassLikeDeclaration, args: readonly Value[], frame: Frame): Value {
  let self = members(node, frame, false);
  if (node.heritageClauses?.some(it => it.token === ts.SyntaxKind.ExtendsKeyword))
    self = { ...self, rest: unknown(spanOf(node), 'a base class') };
  const builder = node.members.find(ts.isConstructorDeclaration);
  let inner = frame;
  builder?.parameters.forEach((parameter, index) => {
    const value =
      args[index] ??
      (parameter.initializer ? evaluate(parameter.initializer, frame) : literal(spanOf(parameter), undefined));
    if (!ts.isIdentifier(parameter.name)) return;
    inner = bind(inner, parameter.name, value);
    if (parameter.modifiers?.length)
      self = put(self, { key: parameter.name.text, value, keySpan: spanOf(parameter.name), span: spanOf(parameter) });
  });
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
  return rebind(node, loosened(self, changedFields(node)), inner);
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

/** Methods see the finished instance. */
function rebind(node: ts.ClassLikeDeclaration, self: RecordValue, frame: Frame): RecordValue {
  const finished: { value: RecordValue } = { value: self };
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
      run: (args, around) => functionValue(code, frame, finished.value).run(args, around),
    };
    return { ...entry, value };
  });
  finished.value = { ...self, entries };
  return finished.value;
}

function members(node: ts.ClassLikeDeclaration, frame: Frame, wantStatic: boolean): RecordValue {
  let record: RecordValue = { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
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
    else if (!wantStatic && ts.isGetAccessorDeclaration(it))
      record = { ...record, rest: record.rest ?? unknown(spanOf(it), 'an accessor') };
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
