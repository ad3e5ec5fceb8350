import type { ListField } from '../../model/behaviour.ts';
import { type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import { entryOf, type OptionTable } from './table.ts';

const FIELDS: readonly ListField[] = ['methods', 'allowedHeaders', 'exposedHeaders'];

/** The lists as the library sends them where they are written as one text, or as an array whose items it only joins. */
export function listTexts(
  record: RecordValue | undefined,
  table: OptionTable,
  joiner: string,
): Readonly<Partial<Record<ListField, string>>> {
  const texts: Partial<Record<ListField, string>> = {};
  for (const field of FIELDS) {
    const text = sentText(entryOf(record, table, field)?.value, joiner);
    if (text !== undefined) texts[field] = text;
  }
  return texts;
}

function sentText(value: Value | undefined, joiner: string): string | undefined {
  if (value?.kind !== 'list') return textOf(value);
  if (value.rest || value.container === 'set') return undefined;
  const items = value.items.map(textOf);
  return items.every(it => it !== undefined) ? items.join(joiner) : undefined;
}
