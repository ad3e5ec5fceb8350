import type { Oddity } from '../../model/oddity.ts';
import type { Field, Listed, NameList, Setting } from '../../model/policy.ts';
import {
  type FunctionValue,
  isUndefined,
  type Literal,
  property,
  type RecordValue,
  textOf,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { nearestOption } from './names.ts';
import { shortened } from './source-text.ts';

/** How a library reads its options object: which name serves which field, and what it does with each kind of value. */
export interface OptionTable {
  readonly names: Readonly<Partial<Record<Field, string>>>;
  /** Other names under which a field is read. */
  readonly aliases?: Readonly<Record<string, Field>>;
  /** Further options that the library knows and that say nothing of the policy. */
  readonly others: readonly string[];
  /** Credentials count only as the literal `true`, as anything that counts as true, or whatever counts as true is sent as text. */
  readonly credentials: 'strict' | 'truthy' | 'sent';
  readonly credentialsDefault: boolean;
  /** A function is called with the request, and what it gives counts where it is `true` itself; elsewhere it is a value like others. */
  readonly credentialsCalled?: boolean;
  readonly methods: readonly string[] | 'reflect' | 'none';
  readonly allowedHeaders: 'reflect' | 'none' | readonly string[];
  /** `false` or `null` in the place of a list is an empty one; without it, what comes of them is not known. */
  readonly falseIsEmpty?: boolean;
  /** Lists of methods and headers are one text each, with commas. */
  readonly listsAsText?: boolean;
  /** What further options do, for people. */
  readonly says?: Readonly<Record<string, string>>;
  /** What holds while an option is not given, for messages. */
  readonly today: Readonly<Partial<Record<Field, string>>>;
}

type Text = (span: Span) => string;

/** The entry of a field, by its name or an alias. */
export function entryOf(record: RecordValue | undefined, table: OptionTable, field: Field) {
  const name = table.names[field];
  const own = name === undefined ? undefined : record && property(record, name);
  if (own) return own;
  const alias = Object.entries(table.aliases ?? {}).find(it => it[1] === field && record && property(record, it[0]));
  return alias && record ? property(record, alias[0]) : undefined;
}

/** A field that is not given: the library's default, or unknown where something unknown is spread in. */
export function missing<T>(record: RecordValue | undefined, at: Span, value: T): Setting<T> {
  return record?.rest ? { kind: 'dynamic', why: record.rest.why, at } : { kind: 'default', value, at };
}

export function readCredentials(
  record: RecordValue | undefined,
  table: OptionTable,
  at: Span,
  text: Text,
): { readonly setting: Setting<boolean>; readonly oddities: readonly Oddity[] } {
  const entry = entryOf(record, table, 'credentials');
  if (!entry) return { setting: missing(record, at, table.credentialsDefault), oddities: [] };
  const { value: given, span } = entry;
  const called = given.kind === 'function' && table.credentialsCalled ? verdictOf(given) : undefined;
  const value = called ?? given;
  const where = { at: given.span, entry: span };
  if (called && called.value !== true && called.value !== false && called.value)
    return {
      setting: { kind: 'dynamic', why: 'the function gives something else than a yes or no', ...where },
      oddities: [],
    };
  if (value.kind === 'literal') {
    if (table.credentials === 'truthy')
      return { setting: { kind: 'written', value: Boolean(value.value), ...where }, oddities: [] };
    const off = table.credentials === 'sent' ? !value.value : isFalseOrNull(value) || value.value === undefined;
    const on = value.value === true || (table.credentials === 'sent' && value.value === 'true');
    const oddities: Oddity[] =
      on || off
        ? []
        : [{ kind: 'credentials-not-true', given: shortened(text(value.span)), at: value.span, entry: span }];
    return { setting: { kind: 'written', value: on, ...where }, oddities };
  }
  if (value.kind === 'environment' && !value.checked && table.credentials === 'strict') {
    return {
      setting: { kind: 'written', value: false, ...where },
      oddities: [{ kind: 'credentials-not-true', given: shortened(text(value.span)), at: value.span, entry: span }],
    };
  }
  return { setting: { kind: 'dynamic', why: 'it depends on something that is not known', ...where }, oddities: [] };
}

/** What a function of the request gives, where that is the same for every request. */
function verdictOf(fn: FunctionValue): Literal | undefined {
  const { paths, cut } = fn.run([{ kind: 'parameter', name: fn.parameters[0] ?? '', index: 0, span: fn.span }]);
  const results = paths.map(it => (it.end === 'throw' ? undefined : (it.result ?? NOTHING)));
  const [first] = results;
  if (cut || first?.kind !== 'literal') return undefined;
  return results.every(it => it?.kind === 'literal' && it.value === first.value) ? first : undefined;
}

const NOTHING: Literal = { kind: 'literal', value: undefined, span: { path: '', start: 0, end: 0 } };

/** The text that stands for credentials, where a library sends whatever counts as true. */
export function credentialsText(record: RecordValue | undefined, table: OptionTable): string | undefined {
  const value = entryOf(record, table, 'credentials')?.value;
  return value?.kind === 'literal' && value.value ? String(value.value) : undefined;
}

/** A list of methods or header names: an array, or a text with commas. */
export function readNames(
  record: RecordValue | undefined,
  table: OptionTable,
  field: 'methods' | 'allowedHeaders' | 'exposedHeaders',
  at: Span,
  text: Text,
): Setting<NameList> {
  const entry = entryOf(record, table, field);
  if (!entry || isUndefined(entry.value)) return missing(record, at, defaultNames(table, field, at));
  const where = { at: entry.value.span, entry: entry.span };
  const off = table.falseIsEmpty && isFalseOrNull(entry.value);
  const list = off ? [] : namesOf(entry.value, text);
  if (!list) return { kind: 'dynamic', why: 'the list is not known', ...where };
  if (list.length === 0 && field === 'allowedHeaders' && textOf(entry.value) === '')
    return { kind: 'written', value: { kind: 'reflect' }, ...where };
  return { kind: 'written', value: asNames(list), ...where };
}

export function isFalseOrNull(value: Value | undefined): boolean {
  return value?.kind === 'literal' && (value.value === false || value.value === null);
}

function defaultNames(table: OptionTable, field: 'methods' | 'allowedHeaders' | 'exposedHeaders', at: Span): NameList {
  const value = field === 'exposedHeaders' ? 'none' : table[field];
  if (value === 'reflect') return { kind: 'reflect' };
  return { kind: 'names', names: value === 'none' ? [] : value.map(text => ({ text, at })) };
}

export function asNames(names: readonly Listed[]): NameList {
  const star = names.find(it => it.text === '*');
  return star ? { kind: 'any', at: star.at, names } : { kind: 'names', names };
}

/** The names in a list or in a text with commas, each with its own place; undefined where one is not known. */
export function namesOf(value: Value, text: Text): readonly Listed[] | undefined {
  if (value.kind === 'list') {
    if (value.rest) return undefined;
    const names = value.items.map(it => namesOf(it, text));
    return names.every(it => it !== undefined) ? names.flatMap(it => it ?? []) : undefined;
  }
  const whole = textOf(value);
  return whole === undefined ? undefined : splitNames(whole, value.span, text);
}

/** The pieces of a comma list; their places lie inside the literal where it is written plainly. */
export function splitNames(whole: string, span: Span, text: Text): readonly Listed[] {
  const source = text(span);
  const inside = source.slice(1, -1) === whole;
  if (whole.trim() === '') return [];
  const names: Listed[] = [];
  let from = 0;
  for (const piece of whole.split(',')) {
    const lead = piece.length - piece.trimStart().length;
    const start = span.start + 1 + from + lead;
    const name = piece.trim();
    names.push({ text: name, at: inside ? { path: span.path, start, end: start + name.length } : span });
    from += piece.length + 1;
  }
  return names;
}

export function readMaxAge(
  record: RecordValue | undefined,
  table: OptionTable,
  at: Span,
): Setting<number | string | undefined> {
  const entry = entryOf(record, table, 'maxAge');
  if (!entry || isUndefined(entry.value)) return missing<number | string | undefined>(record, at, undefined);
  const where = { at: entry.value.span, entry: entry.span };
  const { value } = entry;
  if (value.kind === 'literal' && (typeof value.value === 'number' || typeof value.value === 'string'))
    return { kind: 'written', value: value.value, ...where };
  return { kind: 'dynamic', why: 'the time is not known', ...where };
}

/** Options that the library does not know; it ignores them without a word. */
export function unknownOptions(record: RecordValue | undefined, table: OptionTable): readonly Oddity[] {
  if (!record) return [];
  const real = [...Object.values(table.names), ...Object.keys(table.aliases ?? {}), ...table.others];
  return record.entries.flatMap((entry): readonly Oddity[] => {
    if (real.includes(entry.key)) return [];
    const near = nearestOption(entry.key, table);
    const today = near?.field && table.today[near.field];
    const free = near?.field !== undefined && !entryOf(record, table, near.field);
    return [
      {
        kind: 'unknown-option',
        name: entry.key,
        ...(near && free ? { nearest: near.name } : {}),
        ...(today !== undefined && free ? { today } : {}),
        ...(near?.field && near.field !== 'vary' && near.field !== 'preflight' ? { field: near.field } : {}),
        at: entry.keySpan,
        entry: entry.span,
      },
    ];
  });
}
