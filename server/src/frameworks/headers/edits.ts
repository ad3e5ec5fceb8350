import type { NewValue, PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Field, Setting } from '../../model/policy.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';
import { guarded, refuse } from './checks.ts';
import { addAfter } from './insert.ts';
import { samePlace } from './lines.ts';
import { placesIn } from './places.ts';
import { writeVary } from './vary.ts';

const HEADERS: Readonly<Partial<Record<Field, string>>> = {
  origins: 'Access-Control-Allow-Origin',
  credentials: 'Access-Control-Allow-Credentials',
  methods: 'Access-Control-Allow-Methods',
  allowedHeaders: 'Access-Control-Allow-Headers',
  exposedHeaders: 'Access-Control-Expose-Headers',
  maxAge: 'Access-Control-Max-Age',
  vary: 'Vary',
};

/** Writes a change to header lines, in the code's own idiom; undefined where that cannot be done without guessing. */
export function writeHeaders(policy: CorsPolicy, edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'remove':
      return join(entriesOf(policy, edit.field).map(it => removeEntry(it, read)));
    case 'set':
      return setField(policy, edit.field, edit.value, read);
    case 'replace':
      return replace(policy, edit.at, edit.value, read);
    case 'drop':
      return drop(edit.at, read);
    case 'delete-statement':
      return removeEntry(edit.statement, read);
    case 'rewrite':
      return [{ at: edit.at, text: edit.source }];
    case 'vary':
      return writeVary(policy, read);
    case 'refuse-branch':
      return refuse(edit.at, read);
    default:
      return undefined;
  }
}

function join(edits: readonly (readonly TextEdit[] | undefined)[]): readonly TextEdit[] | undefined {
  return edits.length > 0 && edits.every(it => it !== undefined) ? edits.flatMap(it => it ?? []) : undefined;
}

function settingOf(policy: CorsPolicy, field: Field): Setting<unknown> | undefined {
  return field === 'origins' || field === 'preflight' ? undefined : policy[field];
}

/** Every place that writes the field: where it is shown, and the others that `details` name. */
function entriesOf(policy: CorsPolicy, field: Field): readonly Span[] {
  const setting = settingOf(policy, field);
  const entry =
    field === 'origins'
      ? policy.origins.entry
      : setting?.kind === 'written' || setting?.kind === 'dynamic'
        ? setting.entry
        : undefined;
  if (!entry) return [];
  const others = placesIn(policy.details, `places.${field}`, entry.path);
  return [entry, ...others.filter(it => !samePlace(it, entry))];
}

/** Takes a header away: the whole statement, property, row or link, with its comma and its line. */
function removeEntry(entry: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(entry.path);
  const object = file?.role(entry) === 'property' ? file.object(entry) : undefined;
  // An object without headers is left only where somebody else adds to it; a call that sets none goes as a whole.
  const call = object?.properties.length === 1 && object.argumentOf ? file?.statement(object.argumentOf) : undefined;
  return call && file?.call(call)?.args.length === 1 ? file.remove(call) : file?.remove(entry);
}

/** Takes an element out of a list, or a name out of a text of several. */
function drop(at: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(at.path);
  const role = file?.role(at);
  if (role === undefined) return file?.removePiece(at);
  return role === 'element' || role === 'property' ? file?.remove(at) : undefined;
}

/** The text of a header that carries this value; several origins are no header's text. */
function headerText(value: NewValue, field: Field | undefined): string | undefined {
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

function setField(policy: CorsPolicy, field: Field, value: NewValue, read: Read): readonly TextEdit[] | undefined {
  const [entry, ...more] = entriesOf(policy, field);
  const name = HEADERS[field];
  if (entry) {
    const at = field === 'origins' ? policy.origins.at : settingOf(policy, field)?.at;
    if (field === 'origins' && value.kind === 'texts' && value.texts.length > 1)
      return more.length > 0 ? undefined : guarded(policy, value.texts, read);
    const others = at ? placesIn(policy.details, `values.${field}`, at.path).filter(it => !touches(it, at)) : [];
    return at && join([at, ...others].map(it => replace(policy, it, value, read, field)));
  }
  const text = headerText(value, field);
  const model = policy.origins.entry;
  return name === undefined || text === undefined || !model ? undefined : addAfter(model, name, text, read);
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function replace(
  policy: CorsPolicy,
  at: Span,
  value: NewValue,
  read: Read,
  field?: Field,
): readonly TextEdit[] | undefined {
  const file = read(at.path);
  const text = headerText(value, field);
  if (file === undefined || text === undefined) return undefined;
  if (file.role(at) === undefined) return file.replacePiece(at, text);
  const own = file.text[at.start] ?? '';
  const { entry } = policy.origins;
  const name = entry && read(entry.path)?.pair(entry, /^access-control-/i)?.name;
  const nearby = name?.path === at.path ? file.text[name.start] : undefined;
  const quote = [own, nearby].find(it => it === '"' || it === "'") ?? file.quote;
  return file.replace(at, `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`);
}
