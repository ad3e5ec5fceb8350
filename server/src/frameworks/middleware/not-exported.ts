import type { Oddity } from '../../model/oddity.ts';
import { isUndefined, type RecordValue, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { entryOf, type OptionTable } from '../options/table.ts';

type NotExported = Extract<Oddity, { kind: 'options-not-exported' }>;

/** Whether the options of the call at `at` were to come from another file, which does not export them. */
export function notExported(value: Value, at: Span, table: OptionTable): NotExported | undefined {
  const made = (from: Span, more: Partial<NotExported>): NotExported | undefined =>
    from.path === at.path ? undefined : { kind: 'options-not-exported', file: baseName(from.path), at, ...more };
  if (value.kind === 'literal' && isUndefined(value) && value.lacking)
    return made(value.lacking.from, { name: value.lacking.name });
  if (value.kind !== 'record' || value.rest || value.container !== 'object') return undefined;
  if (value.entries.length === 0) return isModule(value) ? made(value.span, {}) : undefined;
  if (value.entries.some(it => hasField(value, it.key, table))) return undefined;
  const instead = value.entries.find(({ value: inner }) => inner.kind === 'record' && isOptions(inner, table));
  return instead && made(value.span, { instead: instead.key });
}

/** What a module exports stands nowhere in particular. */
function isModule({ span }: RecordValue): boolean {
  return span.start === 0 && span.end === 0;
}

function isOptions(record: RecordValue, table: OptionTable): boolean {
  return entryOf(record, table, 'origins') !== undefined;
}

function hasField(record: RecordValue, key: string, table: OptionTable): boolean {
  const real = [...Object.values(table.names), ...Object.keys(table.aliases ?? {}), ...table.others];
  return real.includes(key) && record.entries.some(it => it.key === key);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
