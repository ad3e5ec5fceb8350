import type { NewValue, PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Field } from '../../model/policy.ts';
import { treePlaces } from '../../syntax/notations.ts';
import type { Span } from '../../text/span.ts';
import { type Edits, settingOf } from '../headers/writing.ts';
import type { Read } from '../options/edits.ts';
import type { OptionTable } from '../options/table.ts';

/** How a format says what others say by lists and truth values. */
export interface Form {
  /** Everything is a text: `"true"`, `"a, b"`. */
  readonly texts?: boolean;
  /** Stands before every key. */
  readonly prefix?: string;
}

/** Writes a change to settings that stand under keys, in YAML, JSON, TOML and HCL. */
export function writeSettings(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  table: OptionTable,
  form: Form = {},
): Edits {
  switch (edit.kind) {
    case 'replace':
      return change(edit.at, edit.value, read, table, form);
    case 'set': {
      const place = placeOf(policy, edit.field);
      if (!place) return add(policy, edit.field, edit.value, read, table, form);
      const shared = treePlaces(read(place.at.path))?.isShared(place.at);
      if (shared) return undefined;
      return (
        change(place.at, edit.value, read, table, form) ??
        (edit.field === 'origins' ? add(policy, edit.field, edit.value, read, table, form) : undefined)
      );
    }
    case 'remove': {
      // Where they are allowed unless it is said, leaving that out would change nothing.
      if (edit.field === 'credentials' && table.credentialsDefault)
        return writeSettings(
          policy,
          { ...edit, kind: 'set', value: { kind: 'boolean', value: false } },
          read,
          table,
          form,
        );
      const place = placeOf(policy, edit.field);
      return place && treePlaces(read(place.entry.path))?.remove(place.entry);
    }
    case 'drop': {
      const places = treePlaces(read(edit.at.path));
      return places?.removePiece(edit.at) ?? places?.remove(edit.at);
    }
    default:
      return undefined;
  }
}

/** What a framework writes its fixes by whose settings have one table of names. */
export function settingsWriter(table: OptionTable, form?: Form) {
  return (policy: CorsPolicy, edit: PolicyEdit, read: Read): Edits => writeSettings(policy, edit, read, table, form);
}

function placeOf(policy: CorsPolicy, field: Field): { readonly at: Span; readonly entry: Span } | undefined {
  const setting = field === 'origins' ? policy.origins : settingOf(policy, field);
  return setting && 'entry' in setting && setting.entry ? { at: setting.at, entry: setting.entry } : undefined;
}

function change(at: Span, value: NewValue, read: Read, table: OptionTable, form: Form): Edits {
  const places = treePlaces(read(at.path));
  if (!places || value.kind === 'pattern') return undefined;
  const said = places.text(at);
  if (value.kind === 'boolean' || value.kind === 'number') {
    // API Gateway puts texts in quotes of their own; a time may have a unit.
    const plain = /^'.*'$/.test(said ?? '')
      ? `'${value.value}'`
      : /^\d+(\.\d+)?[hms]/.test(said ?? '')
        ? `${value.value}s`
        : value.value;
    return places.replace(at, plain);
  }
  // What switches CORS on is no list of origins.
  if (said === 'true' || said === 'false') return undefined;
  const texts = value.kind === 'texts' ? value.texts : [value.text];
  const [only] = texts;
  if (said === undefined)
    return (
      places.setItems(at, texts) ??
      (only !== undefined && texts.length === 1 ? places.replacePiece(at, only) : undefined)
    );
  if (texts.length > 1 && !table.listsAsText && !form.texts) return undefined;
  return places.replace(at, within(texts.join(', '), said));
}

/** A text in the quotes that another one has within its own. */
function within(text: string, other: string | undefined): string {
  return /^'.*'$/.test(other ?? '') ? `'${text}'` : text;
}

/** Behind the entry that names the origins. */
function add(policy: CorsPolicy, field: Field, value: NewValue, read: Read, table: OptionTable, form: Form): Edits {
  const { entry } = policy.origins;
  const file = entry && read(entry.path);
  const places = treePlaces(file);
  const own = entry && places?.entry(entry);
  const name = table.names[field];
  if (!entry || !file || !places || !own || name === undefined || value.kind === 'pattern') return undefined;
  const key = file.source(own.key).replace(/^["']|["']$/g, '');
  const { prefix = '' } = form;
  const isOrigins = key === prefix + table.names.origins || table.aliases?.[key] === 'origins';
  if (field === 'origins' ? isOrigins || prefix === '' : !isOrigins && prefix === '') return undefined;
  const like = places.firstText(own.value);
  if (value.kind === 'boolean' || value.kind === 'number')
    return places.addAfter(
      entry,
      prefix + name,
      form.texts ? String(value.value) : value.value,
      form.texts ? like.source : '',
    );
  const texts = value.kind === 'texts' ? value.texts : [value.text];
  const listed = table.listsAsText || form.texts ? within(texts.join(', '), like.text) : texts;
  return places.addAfter(entry, prefix + name, listed, like.source);
}
