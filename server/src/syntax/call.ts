import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { holdsParts, loosenedAt } from './changed.ts';
import { changedBySiblings } from './changed-imports.ts';
import { choice, mapChoice } from './choice.ts';
import { evaluate, faulting } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { globalCall, newGlobal } from './globals.ts';
import { inPlace } from './list-places.ts';
import { member } from './member.ts';
import { method } from './methods.ts';
import { bare, spanOf } from './parse.ts';
import { bySchema } from './schemas/index.ts';
import type { Apply } from './signature.ts';
import { not, onOrigin, truthy } from './test.ts';
import { catching, parsing, perhaps, throwing } from './throws.ts';
import {
  type FunctionValue,
  literal,
  type Outcome,
  type Pattern,
  unknown,
  type Value,
  type Variables,
} from './value.ts';

/** What is called, on which object and with what, where that has been worked out. */
export interface Called {
  readonly target: Value;
  readonly object?: Value;
  readonly given?: () => readonly Value[];
}

/** What a call gives; functions of the workspace are followed, everything else stays a call. */
export function call(node: ts.CallExpression, frame: Frame, known?: Called): Value {
  const span = spanOf(node);
  const callee = bare(node.expression);
  const module = requiredModule(node, frame);
  if (module !== undefined) {
    const given = frame.source.project.imported(frame.source, module, '=', span);
    return holdsParts(given) ? loosenedAt(given, changedBySiblings(frame.source, module, '='), node) : given;
  }
  if (callee.kind === ts.SyntaxKind.ImportKeyword) {
    const target = node.arguments[0];
    return target && ts.isStringLiteralLike(target)
      ? frame.source.project.imported(frame.source, target.text, '*', span)
      : unknown(span, 'a module that is not known');
  }
  const args = known?.given?.() ?? argumentValues(node.arguments, frame);
  const around = frame.bindings;
  if (!ts.isPropertyAccessExpression(callee))
    return configured(apply(known?.target ?? evaluate(callee, frame), args, span, around), frame);
  const object = known?.object ?? evaluate(callee.expression, frame);
  const name = callee.name.text;
  const target = known?.target ?? member(object, name, spanOf(callee), faulting(callee));
  if (target.kind !== 'function') {
    if (object.kind !== 'function' && object.kind !== 'external') {
      if (object.kind === 'pattern' && keepsPlace(object, callee.expression))
        return unknown(span, 'a pattern that keeps its place', true);
      const known = method(object, name, args, span, turnByTurn(around));
      if (known && callee.questionDotToken && object.kind === 'environment' && !object.each && !object.checked) {
        const set = truthy(object);
        return choice(span, [
          { when: set, value: known },
          { when: not(set), value: literal(span, undefined) },
        ]);
      }
      if (known) return known;
    }
    const nothing = object.kind === 'literal' && (object.value === undefined || object.value === null);
    if (nothing && (callee.flags & ts.NodeFlags.OptionalChain) !== 0) return literal(span, undefined);
  }
  return configured(apply(onObject(target, object), args, span, around), frame);
}

/** What a schema makes of the environment, where that is what a call is for. */
function configured(value: Value, frame: Frame): Value {
  if (value.kind !== 'call') return value;
  const { span } = value;
  const { project, path } = frame.source;
  const calls: Apply = (callee, args, at) => apply(callee, args, at, frame.bindings);
  const reading = {
    span,
    apply: calls,
    method: (of: Value, name: string, args: readonly Value[], at: Span) => method(of, name, args, at, calls),
    textOf: (path: string) => project.code(path)?.text,
    get home() {
      return project.packages.nearest(path)?.folder;
    },
    exists: (it: string) => project.host.exists(it),
    setting: (it: string) => (project.host.exists(it) ? project.config(it)?.documents[0] : undefined),
  };
  return bySchema(value, reading) ?? value;
}

/** Whether what a pattern finds may depend on what it found before, in one and the same request. */
function keepsPlace({ flags, shared }: Pattern, of: ts.Expression): boolean {
  const made = bare(of);
  return /[gy]/.test(flags) && !shared && !ts.isRegularExpressionLiteral(made) && !ts.isNewExpression(made);
}

/** Calls for one item after the other: whether those behind the first are reached, what the first gave decides. */
function turnByTurn(around: Variables): Apply {
  let turns = 0;
  return (callee, args, span) =>
    turns++ === 0 ? apply(callee, args, span, around) : perhaps(span, () => apply(callee, args, span, around));
}

/** A method has the object that it is called on as its `this`. */
export function onObject(target: Value, object: Value): Value {
  if (target.kind !== 'function' || !target.on) return target;
  const self = object.kind === 'function' ? object.statics : object;
  return self?.kind === 'record' ? target.on(self) : target;
}

export function argumentValues(
  nodes: readonly ts.Expression[],
  frame: Frame,
  value: (node: ts.Expression) => Value = it => evaluate(it, frame),
): readonly Value[] {
  return nodes.flatMap(it => {
    if (!ts.isSpreadElement(it)) return [value(it)];
    const list = evaluate(it.expression, frame);
    return spreadOut(list) ?? [unknown(spanOf(it), 'arguments that are not known', onOrigin(list))];
  });
}

/** The arguments of `f(...list)`, also where it depends which list of that length it is; undefined where they are not known. */
function spreadOut(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return inPlace(value) ? value.items : undefined;
  if (value.kind !== 'choice') return undefined;
  const lists = value.branches.map(it => spreadOut(it.value));
  const [first] = lists;
  if (!first || lists.some(it => it?.length !== first.length)) return undefined;
  return first.map((_, index) => ({
    ...value,
    branches: value.branches.map(({ when, value: list }, at) => ({ when, value: lists[at]?.[index] ?? list })),
  }));
}

/** Calls a value. */
export function apply(callee: Value, args: readonly Value[], span: Span, around: Variables): Value {
  switch (callee.kind) {
    case 'function':
      return callee.construct
        ? unknown(span, 'a class that is called')
        : asPromise(callee, () => madeBy(returned(callee.run(args, around), span), args, span), span);
    case 'external':
      return globalCall(callee, args, span) ?? { kind: 'call', callee, args, construct: false, span };
    case 'choice':
      return mapChoice(callee, it => apply(it, args, span, around));
    default:
      return { kind: 'call', callee, args, construct: false, span };
  }
}

/** The value itself, or the promise of it: then it is whoever waits for it that notices where the function throws. */
export function asPromise({ async, generator }: FunctionValue, ask: () => Value, span: Span): Value {
  if (generator) return unknown(span, 'what a generator gives', true);
  if (!async) return ask();
  const { value, throws } = catching(ask);
  return { kind: 'promise', of: value, fails: throws, span };
}

/** Marks what the function made itself, not what it was given. */
function madeBy(value: Value, args: readonly Value[], span: Span): Value {
  if (value.kind !== 'call') return value;
  const given = args.some(it => it.span.start === value.span.start && it.span.path === value.span.path);
  return given ? value : { ...value, made: span };
}

/** What a function gives back, as one value. */
export function returned(outcome: Outcome, span: Span): Value {
  if (outcome.cut && outcome.paths.length !== 1) return unknown(span, 'a function that is not followed', true);
  for (const it of outcome.paths) if (it.end === 'throw') throwing(it.when);
  const branches = outcome.paths
    .filter(it => it.end !== 'throw')
    .map(it => ({ when: it.when, value: it.result ?? literal(span, undefined) }));
  return choice(span, branches);
}

/** `new X(…)`. */
export function construct(node: ts.NewExpression, frame: Frame): Value {
  const span = spanOf(node);
  const callee = evaluate(node.expression, frame);
  const args = argumentValues(node.arguments ?? [], frame);
  if (callee.kind === 'function') return callee.construct?.(args) ?? unknown(span, 'an object made by a function');
  if (callee.kind === 'external' && callee.module === '') {
    const [url] = args;
    if (callee.name === 'URL' && url && args.length <= 2) parsing(url, args[1]);
    const known = newGlobal(callee.name, args, span, insideFunction(node));
    if (known) return known;
  }
  return { kind: 'call', callee, args, construct: true, span };
}

function insideFunction(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}

/** The module of `require('x')`. */
export function requiredModule(node: ts.CallExpression, frame: Frame): string | undefined {
  const target = node.arguments[0];
  if (
    !ts.isIdentifier(node.expression) ||
    node.expression.text !== 'require' ||
    !target ||
    !ts.isStringLiteralLike(target)
  )
    return undefined;
  return frame.source.scopes.resolve(node.expression) ? undefined : target.text;
}
