import type { Span } from '../text/span.ts';
import { CHANGING } from './contents.ts';
import { append } from './list-methods.ts';
import { itemAt, lastItem, lengthOf } from './list-places.ts';
import { put } from './object.ts';
import { type List, type RecordValue, unknown, type Value } from './value.ts';

/** A list or record after one of the methods that change it. `statement` becomes the place of a new entry. */
export function mutate(object: Value, name: string, given: readonly Value[], statement: Span): Value | undefined {
  const [key, item] = given;
  if (object.kind === 'list' && (name === 'push' || name === 'unshift' || name === 'add')) {
    return given.reduce<typeof object>(
      (all, it) => (it.kind === 'list' ? { ...all, items: all.items.concat([it]) } : append(all, it)),
      object,
    );
  }
  if (object.kind === 'record' && object.container !== 'object' && key?.kind === 'literal') {
    const text = String(key.value);
    if ((name === 'set' || name === 'append') && item) {
      const value = name === 'append' ? joined(object, text, item) : item;
      return put(object, { key: existing(object, text), value, keySpan: key.span, span: statement });
    }
    if (name === 'delete')
      return { ...object, entries: object.entries.filter(it => it.key !== existing(object, text)) };
  }
  if (object.kind === 'list' && object.container === 'array' && name === 'reverse')
    return { ...object, items: [...object.items].reverse() };
  if (object.kind === 'list' && name === 'sort') return { ...object, shuffled: true };
  if (name === 'clear' && (object.kind === 'list' || (object.kind === 'record' && object.container === 'map')))
    return object.kind === 'list' ? withoutItems(object) : { ...object, entries: [] };
  const changes = object.kind === 'list' || (object.kind === 'record' && object.container !== 'object');
  return changes && CHANGING.has(name) ? opened(object, statement) : undefined;
}

function withoutItems({ rest: _, ...list }: List): List {
  return { ...list, items: [] };
}

/** What a `Headers` holds after `append`: both values, where it had one. */
function joined(record: RecordValue, key: string, value: Value): Value {
  const before = record.entries.find(it => it.key === existing(record, key))?.value;
  if (record.container !== 'headers' || !before) return value;
  const items = before.kind === 'list' ? before.items : [before];
  return { kind: 'list', container: 'array', items: [...items, value], span: value.span };
}

/** Header names are compared without regard to case. */
export function existing(record: RecordValue, key: string): string {
  return record.container === 'headers'
    ? (record.entries.find(it => it.key.toLowerCase() === key.toLowerCase())?.key ?? key)
    : key;
}

/** A list or record that is changed in a way that is not followed: anything may be in it now, and nothing has to. */
export function opened<T extends List | RecordValue>(of: T, span: Span): T {
  const rest = unknown(span, 'something that is changed', true);
  return of.kind === 'list' ? { ...of, items: [], rest } : { ...of, entries: [], rest };
}

/** What a method that changes its list gives back. */
export function givenBack(before: Value, name: string, after: Value, span: Span): Value {
  if (before.kind === 'list' && before.container === 'array') {
    if (name === 'push' || name === 'unshift') return after.kind === 'list' ? lengthOf(after, span) : after;
    if (name === 'pop') return lastItem(before, span);
    if (name === 'shift') return itemAt(before, 0, span);
    if (name === 'splice') return unknown(span, 'what is taken out of a list', true);
  }
  return name === 'delete' || name === 'clear' ? unknown(span, 'whether something was there', true) : after;
}
