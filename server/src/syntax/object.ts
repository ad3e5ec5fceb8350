import ts from 'typescript';
import { MOST_ITEMS } from './bounds.ts';
import { evaluate } from './evaluate.ts';
import { changedFields, loosened } from './fields.ts';
import type { Frame } from './frame.ts';
import { functionValue } from './function.ts';
import { append } from './list-methods.ts';
import { nameValue } from './name.ts';
import { spanOf } from './parse.ts';
import { note, watching } from './reads.ts';
import { onOrigin } from './test.ts';
import { type Entry, isUndefined, type List, type RecordValue, unknown, type Value } from './value.ts';

/** `[a, ...b]`; items that are `left` out of the reckoning are unknown. */
export function arrayValue(
  node: ts.ArrayLiteralExpression,
  frame: Frame,
  left: (item: ts.Expression) => boolean = () => false,
): List {
  const items: Value[] = [];
  let list: List = { kind: 'list', container: 'array', items, span: spanOf(node) };
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) continue;
    if (left(element)) items.push(unknown(spanOf(element), 'an item that nobody asks for'));
    else if (!ts.isSpreadElement(element)) items.push(evaluate(element, frame));
    else {
      const added = append({ ...list, items: [] }, spreadOf(evaluate(element.expression, frame)));
      for (const it of added.items.slice(0, Math.max(0, MOST_ITEMS - items.length))) items.push(it);
      const rest =
        items.length < MOST_ITEMS ? added.rest : unknown(spanOf(element), 'more items than are followed', true);
      if (rest) list = { ...list, rest };
    }
  }
  return list;
}

/** What is spread is a list, or several that conditions choose from; of all else nobody knows how many items it is. */
function spreadOf(value: Value): Value {
  const known = value.kind === 'list' || (value.kind === 'choice' && value.branches.every(it => isSpread(it.value)));
  // An object is spread as its own iterator says; in a `Map` or `Headers` nobody writes one.
  const given = value.kind === 'environment' || (value.kind === 'record' && value.container !== 'object');
  return known || given
    ? value
    : unknown(value.span, value.kind === 'unknown' ? value.why : 'a list from elsewhere', onOrigin(value));
}

function isSpread(value: Value): boolean {
  return value.kind === 'list' || (value.kind === 'literal' && typeof value.value !== 'string');
}

/** `{ a, 'b': c, ...d }`. */
export function objectValue(node: ts.ObjectLiteralExpression, frame: Frame): RecordValue {
  let record: RecordValue = { kind: 'record', container: 'object', entries: [], span: spanOf(node) };
  for (const part of node.properties) {
    if (ts.isSpreadAssignment(part)) {
      record = spread(record, evaluate(part.expression, frame));
      continue;
    }
    const key = propertyName(part.name, frame);
    if (key === undefined) {
      record = { ...record, rest: record.rest ?? unknown(spanOf(part), 'a key that is not known') };
      continue;
    }
    const value = ts.isShorthandPropertyAssignment(part)
      ? nameValue(part.name, frame)
      : ts.isPropertyAssignment(part)
        ? evaluate(part.initializer, frame)
        : ts.isMethodDeclaration(part)
          ? functionValue(part, frame)
          : unknown(spanOf(part), 'an accessor', true);
    record = put(record, { key, value, keySpan: spanOf(part.name), span: spanOf(part) });
  }
  const accessors = node.properties.filter(ts.isAccessor).flatMap(it => propertyName(it.name, frame) ?? []);
  if (accessors.length > 0) record = { ...record, accessors };
  return node.properties.some(hasThis) ? loosened(record, changedFields(node)) : record;
}

/** Whether a part of an object has the object as its `this`. */
function hasThis(part: ts.ObjectLiteralElementLike): boolean {
  return (
    ts.isMethodDeclaration(part) ||
    ts.isAccessor(part) ||
    (ts.isPropertyAssignment(part) && ts.isFunctionExpression(part.initializer))
  );
}

/** A property whose value is worked out when it is first asked for: of a class or a module, most are never. */
export function lazily(named: Omit<Entry, 'value'>, work: () => Value): Entry {
  let known: ReturnType<typeof watching<Value>> | undefined;
  return {
    ...named,
    get value() {
      if (known) note(known.reads);
      else known = watching(work);
      return known.value;
    },
  };
}

export function put(record: RecordValue, entry: Entry): RecordValue {
  if (record.accessors?.includes(entry.key))
    return { ...record, entries: [], rest: unknown(entry.span, 'something that code of its own sets', true) };
  return { ...record, entries: [...record.entries.filter(it => it.key !== entry.key), entry] };
}

/** The record with the properties of another value, which win. */
export function spread(record: RecordValue, value: Value): RecordValue {
  if (value.kind === 'record') {
    const merged = value.entries.reduce(put, record);
    return value.rest ? { ...merged, rest: merged.rest ?? value.rest } : merged;
  }
  if (value.kind === 'literal' || isUndefined(value)) return record;
  if (value.kind === 'choice') {
    return value.branches.reduce<RecordValue>((all, { when, value: branch }) => {
      if (branch.kind !== 'record') return branch.kind === 'literal' ? all : spread(all, branch);
      const conditional = branch.entries.map(it => ({
        ...it,
        value: {
          kind: 'choice',
          branches: [{ when, value: it.value }, ...otherwise(all, it, when)],
          span: it.value.span,
        } as Value,
      }));
      return conditional.reduce(put, all);
    }, record);
  }
  const why =
    value.kind === 'unknown'
      ? value.why
      : value.kind === 'external'
        ? `a spread of ${value.name}`
        : 'a spread of something unknown';
  const spreads = {
    ...unknown(value.span, why, onOrigin(value)),
    ...(value.kind === 'parameter' ? { of: value } : {}),
  };
  return { ...record, rest: record.rest ?? spreads };
}

/** What stands there if the condition of a spread does not hold. */
function otherwise(record: RecordValue, entry: Entry, when: { kind: string }): { when: never; value: Value }[] {
  const before = record.entries.find(it => it.key === entry.key);
  return before ? [{ when: { kind: 'not', of: when } as never, value: before.value }] : [];
}

function propertyName(name: ts.PropertyName | undefined, frame: Frame): string | undefined {
  if (!name) return undefined;
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  if (ts.isComputedPropertyName(name)) {
    const value = evaluate(name.expression, frame);
    return value.kind === 'literal' ? String(value.value) : undefined;
  }
  return undefined;
}
