import type { Setting } from '../model/policy.ts';
import { type Entry, isUndefined, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';

/** A property of an options object: what `read` makes of its value, the default where it is not given. */
export function settingOf<T>(
  entry: Pick<Entry, 'value' | 'span'> | undefined,
  read: (value: Value) => T | undefined,
  byDefault: { readonly value: T; readonly at: Span },
): Setting<T> {
  if (!entry || isUndefined(entry.value)) return { kind: 'default', ...byDefault };
  const { value, span } = entry;
  const found = read(value);
  if (found !== undefined) return { kind: 'written', value: found, at: value.span, entry: span };
  return { kind: 'dynamic', why: whyUnknown(value), at: value.span, entry: span };
}

/** One of these texts. */
export function oneOf<T extends string>(texts: readonly T[]): (value: Value) => T | undefined {
  return value => (value.kind === 'literal' ? texts.find(it => it === value.value) : undefined);
}

/** Why a value is not known, in words that go after "because". */
export function whyUnknown(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.why;
    case 'environment':
      return `\`${value.name}\` is set where the code runs`;
    case 'parameter':
      return value.name === '' ? 'it is an argument' : `\`${value.name}\` is an argument`;
    case 'choice':
      return 'it depends on conditions';
    default:
      return 'it is made at run time';
  }
}
