import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { mapChoice } from './choice.ts';
import { evaluate } from './evaluate.ts';
import { bind, type Frame } from './frame.ts';
import { element, type Fault, member } from './member.ts';
import { spanOf } from './parse.ts';
import { onOrigin, TRUE } from './test.ts';
import { throwing } from './throws.ts';
import { isUndefined, textOf, unknown, type Value } from './value.ts';

/** Binds every name of a pattern to its part of the value. */
export function bindPattern(pattern: ts.BindingName, value: Value, frame: Frame): Frame {
  if (ts.isIdentifier(pattern)) return bind(frame, frame.source.scopes.resolve(pattern)?.name ?? pattern, value);
  let inner = frame;
  pattern.elements.forEach((part, index) => {
    if (!ts.isBindingElement(part)) return;
    inner = bindPattern(part.name, partOf(part, index, value, ts.isArrayBindingPattern(pattern), inner), inner);
  });
  return inner;
}

/** The part of a value that one element of a pattern takes. */
export function partOf(part: ts.BindingElement, index: number, value: Value, array: boolean, frame: Frame): Value {
  const span = spanOf(part);
  if (part.dotDotDotToken)
    return mapChoice(value, it => (array ? itemsFrom(it, index, span) : without(it, named(part, frame), span)));
  const name = part.propertyName ?? part.name;
  const fault: Fault = (when = TRUE) => {
    throwing(when);
    return true;
  };
  const found = array
    ? member(value, String(index), span, fault)
    : ts.isIdentifier(name) || ts.isStringLiteralLike(name)
      ? member(value, name.text, span, fault)
      : ts.isComputedPropertyName(name)
        ? element(value, evaluate(name.expression, frame), span, fault)
        : unknown(span, 'a pattern that is not followed', true);
  if (!part.initializer) return found;
  return isUndefined(found)
    ? evaluate(part.initializer, frame)
    : found.kind === 'environment' || found.kind === 'member'
      ? withDefault(found, evaluate(part.initializer, frame))
      : found;
}

/** What is left of an object without the properties that the other elements of its pattern take (ECMAScript, CopyDataProperties). */
function without(value: Value, names: ReadonlySet<string> | undefined, span: Span): Value {
  if (!names || value.kind !== 'record' || value.container !== 'object') return rest(value, span);
  return { ...value, entries: value.entries.filter(it => !names.has(it.key)), span };
}

/** The names that the elements beside it take; undefined where one is worked out and not known. */
function named(part: ts.BindingElement, frame: Frame): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const it of part.parent.elements) {
    if (!ts.isBindingElement(it) || it === part) continue;
    const name = it.propertyName ?? it.name;
    const text =
      ts.isIdentifier(name) || ts.isStringLiteralLike(name)
        ? name.text
        : ts.isComputedPropertyName(name)
          ? textOf(evaluate(name.expression, frame))
          : undefined;
    if (text === undefined) return undefined;
    names.add(text);
  }
  return names;
}

/** The items from a place on, where it is known which those are. */
function itemsFrom(value: Value, index: number, span: Span): Value {
  if (value.kind !== 'list' || value.container !== 'array' || value.rest || value.shuffled) return rest(value, span);
  if (value.items.some(it => it.kind === 'environment' && it.each)) return rest(value, span);
  return { kind: 'list', container: 'array', items: value.items.slice(index), span };
}

function rest(value: Value, span: Span): Value {
  return unknown(span, 'the rest of a pattern', onOrigin(value));
}

function withDefault(value: Value, fallback: Value): Value {
  return {
    kind: 'choice',
    branches: [
      { when: { kind: 'truthy', of: value }, value },
      { when: { kind: 'not', of: { kind: 'truthy', of: value } }, value: fallback },
    ],
    span: value.span,
  };
}
