import type { Span } from '../../text/span.ts';
import { choice, mapChoice, orElse } from '../choice.ts';
import { member } from '../member.ts';
import type { Apply } from '../signature.ts';
import { not, truthy } from '../test.ts';
import { type CallValue, type Entry, literal, type RecordValue, type Value } from '../value.ts';

/** What reading a schema needs from the evaluator. */
export interface Reading {
  readonly span: Span;
  /** Calls a function value. */
  readonly apply: Apply;
  /** Calls a method of a text or list; undefined where it is not modelled. */
  readonly method: (of: Value, name: string, args: readonly Value[], span: Span) => Value | undefined;
  /** The text of a file of the workspace. */
  readonly textOf: (path: string) => string | undefined;
  /** The folder of the package around the call. */
  readonly home: string | undefined;
  readonly exists: (path: string) => boolean;
  /** What a configuration file holds. */
  readonly setting: (path: string) => Value | undefined;
}

/** `z.string().default('a')` is the base `string`, called with nothing, and the step `default`. */
export interface Step {
  readonly name: string;
  readonly args: readonly Value[];
  readonly span: Span;
}

/** A chain of methods that begins with what a package exports: the names up to its first call, and all its calls, innermost first. */
export interface Chain {
  readonly module: string;
  readonly base: Step;
  readonly steps: readonly Step[];
}

/** The chain that a call is the end of; `name` of the base is the path from the module's export: `coerce.number`. */
export function chainOf(value: Value): Chain | undefined {
  const calls: Step[] = [];
  let at = value;
  while (at.kind === 'call' && !at.construct) {
    const { callee, args, span } = at;
    const root = pathOf(callee);
    if (root) return { module: root.module, base: { name: root.name, args, span }, steps: calls.reverse() };
    if (callee.kind !== 'member') return undefined;
    calls.push({ name: callee.name, args, span });
    at = callee.object;
  }
  return undefined;
}

function pathOf(value: Value): { readonly module: string; readonly name: string } | undefined {
  if (value.kind === 'external') return value.module === '' ? undefined : { module: value.module, name: value.name };
  if (value.kind !== 'member') return undefined;
  const before = pathOf(value.object);
  if (!before) return undefined;
  const whole = /^(default|\*|=|z|zod|env)$/.test(before.name);
  return { module: before.module, name: whole ? value.name : `${before.name}.${value.name}` };
}

/** Whether a value is the environment itself. */
export function isEnvironment(value: Value): boolean {
  return value.kind === 'external' && /^(process|import\.meta|Bun)\.env$/.test(value.name);
}

/** What a source of values has under a name: a variable of the environment, or a property. */
export function inputOf(source: Value, name: string, span: Span): Value {
  return member(source, name, span, () => false);
}

/** Variables that the program refuses to start without. */
export function required(value: Value): Value {
  return mapChoice(value, it => (it.kind === 'environment' ? { ...it, checked: true } : it));
}

/** What has been made of an input where there is one, and something else where there is none. */
export function whereUnset(input: Value, made: Value, otherwise: Value, span: Span): Value {
  if (input.kind === 'literal') return input.value === undefined ? otherwise : made;
  if (input.kind !== 'environment') return orElse(span, made, otherwise, true);
  // A mode that is not set is none of those that are asked for.
  if (input.name === 'NODE_ENV') return made;
  const { checked: _, ...plain } = input;
  const set = truthy(plain);
  return choice(span, [
    { when: set, value: made },
    { when: not(set), value: otherwise },
  ]);
}

export function recordOf(entries: readonly Entry[], span: Span): RecordValue {
  return { kind: 'record', container: 'object', entries, span };
}

export function entryOf(key: string, value: Value, span: Span): Entry {
  return { key, value, keySpan: span, span };
}

/** A default that is a function is called for it. */
export function defaultOf(value: Value | undefined, { apply, span }: Reading): Value {
  if (!value) return literal(span, undefined);
  return value.kind === 'function' ? apply(value, [], span) : value;
}

/** Whether the last name of a call is one of these: judged before anything else is looked at. */
export function ends(call: CallValue, names: RegExp): boolean {
  const { callee } = call;
  return (callee.kind === 'member' || callee.kind === 'external') && names.test(callee.name);
}
