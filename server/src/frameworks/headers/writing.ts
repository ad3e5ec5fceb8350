import type { NewValue, PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Field, Setting } from '../../model/policy.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';
import { samePlace } from './lines.ts';
import { placesIn } from './places.ts';

export type Edits = readonly TextEdit[] | undefined;

/** The name that a field has as a header. */
export const HEADERS: Readonly<Partial<Record<Field, string>>> = {
  origins: 'Access-Control-Allow-Origin',
  credentials: 'Access-Control-Allow-Credentials',
  methods: 'Access-Control-Allow-Methods',
  allowedHeaders: 'Access-Control-Allow-Headers',
  exposedHeaders: 'Access-Control-Expose-Headers',
  maxAge: 'Access-Control-Max-Age',
  vary: 'Vary',
};

/** How a notation changes header lines. Each gives undefined where that cannot be done without guessing. */
export interface HeaderWriter {
  /** Takes what writes a header away. */
  remove(entry: Span, read: Read): Edits;
  /** Other values for a field, at each of the places that write it. */
  change(policy: CorsPolicy, field: Field, value: NewValue, entries: readonly Span[], read: Read): Edits;
  /** A header that is not written yet. */
  add(policy: CorsPolicy, name: string, text: string, read: Read): Edits;
  replace(policy: CorsPolicy, at: Span, value: NewValue, read: Read): Edits;
  /** Takes one name or origin of several away. */
  drop(at: Span, read: Read): Edits;
  /** `Vary: Origin` whatever the origin. */
  vary(policy: CorsPolicy, read: Read): Edits;
  refuse?(at: Span, read: Read): Edits;
}

/** What a framework of header lines writes its fixes by. */
export function headerWriter(writer: HeaderWriter): (policy: CorsPolicy, edit: PolicyEdit, read: Read) => Edits {
  return (policy, edit, read) => {
    switch (edit.kind) {
      case 'remove':
        return joined(entriesOf(policy, edit.field).map(it => writer.remove(it, read)));
      case 'set':
        return set(writer, policy, edit.field, edit.value, read);
      case 'replace':
        return writer.replace(policy, edit.at, edit.value, read);
      case 'drop':
        return writer.drop(edit.at, read);
      case 'delete-statement':
        return writer.remove(edit.statement, read);
      case 'rewrite':
        return [{ at: edit.at, text: edit.source }];
      case 'vary':
        return writer.vary(policy, read);
      case 'refuse-branch':
        return writer.refuse?.(edit.at, read);
      default:
        return undefined;
    }
  };
}

function set(writer: HeaderWriter, policy: CorsPolicy, field: Field, value: NewValue, read: Read): Edits {
  const entries = entriesOf(policy, field);
  if (entries.length > 0) return writer.change(policy, field, value, entries, read);
  const text = headerText(value, field);
  const name = HEADERS[field];
  return name === undefined || text === undefined ? undefined : writer.add(policy, name, text, read);
}

/** All of the edits; undefined where one of them cannot be made, or there is none. */
export function joined(edits: readonly Edits[]): Edits {
  return edits.length > 0 && edits.every(it => it !== undefined) ? edits.flatMap(it => it ?? []) : undefined;
}

export function settingOf(policy: CorsPolicy, field: Field): Setting<unknown> | undefined {
  return field === 'origins' || field === 'preflight' ? undefined : policy[field];
}

/** Every place that writes the field: where it is shown, and the others that `details` name. */
export function entriesOf(policy: CorsPolicy, field: Field): readonly Span[] {
  const setting = settingOf(policy, field);
  const own = setting?.kind === 'written' || setting?.kind === 'dynamic' ? setting.entry : undefined;
  const entry = field === 'origins' ? policy.origins.entry : own;
  if (!entry) return [];
  const others = placesIn(policy.details, `places.${field}`, entry.path);
  return [entry, ...others.filter(it => !samePlace(it, entry))];
}

/** The text of a header that carries this value; several origins are no header's text. */
export function headerText(value: NewValue, field: Field | undefined): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'texts':
      return field === 'origins' && value.texts.length !== 1 ? undefined : value.texts.join(', ');
    case 'pattern':
      return undefined;
  }
}
