import type { NewValue, PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Field, Setting } from '../../model/policy.ts';
import type { Documents } from '../../syntax/document.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { OptionTable } from './table.ts';

export type Read = Documents;

/** Writes an edit into an options object in code; undefined where that cannot be done without guessing. */
export function writeOptions(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  if (edit.kind !== 'set' && edit.kind !== 'remove') return writeOne(policy, edit, read, table);
  const others = (policy.apart ?? []).filter(it => edit.kind === 'set' || entryFor(it, edit.field));
  const each = [policy, ...others].map(it => writeOne(it, edit, read, table));
  return each.every(it => it !== undefined) ? each.flatMap(it => it ?? []) : undefined;
}

function writeOne(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'remove': {
      // Where the library allows them by itself, leaving the option out would change nothing.
      if (edit.field === 'credentials' && table.credentialsDefault)
        return set(policy, 'credentials', { kind: 'boolean', value: false }, read, table);
      const entry = entryFor(policy, edit.field);
      return entry && removeOption(entry, read);
    }
    case 'set':
      return set(policy, edit.field, edit.value, read, table);
    case 'replace':
      return replace(edit.at, edit.value, read, policy.origins.mode !== 'fixed');
    case 'drop':
      return removeItem(edit.at, read);
    case 'rename':
      return read(edit.at.path)?.rename(edit.at, edit.name);
    case 'rewrite':
      return [{ at: edit.at, text: edit.source }];
    case 'deny':
    case 'refuse-branch':
      return deny(edit.at, read);
    default:
      return undefined;
  }
}

/** Options that several edits put into one empty place are one object. */
export function oneObject(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.reduce<readonly TextEdit[]>((all, edit) => {
    const isObject = (it: TextEdit) => /^\{ .* \}$/s.test(it.text);
    const same = all.find(
      it =>
        isObject(it) &&
        isObject(edit) &&
        it.at.path === edit.at.path &&
        it.at.start === edit.at.start &&
        it.at.end === edit.at.end,
    );
    if (!same || same.text === edit.text) return [...all, edit];
    const text = `${same.text.slice(0, -2)}, ${edit.text.slice(2)}`;
    return all.map(it => (it === same ? { ...it, text } : it));
  }, []);
}

function entryFor(policy: CorsPolicy, field: Field): Span | undefined {
  if (field === 'origins') return policy.origins.entry;
  const setting = settingFor(policy, field);
  return setting?.kind === 'written' || setting?.kind === 'dynamic' ? setting.entry : undefined;
}

function settingFor(policy: CorsPolicy, field: Field): Setting<unknown> | undefined {
  return field === 'origins' || field === 'preflight' ? undefined : policy[field];
}

function set(
  policy: CorsPolicy,
  field: Field,
  value: NewValue,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  const name = table.names[field];
  if (name === undefined) return undefined;
  const at = field === 'origins' ? policy.origins.at : settingFor(policy, field)?.at;
  if (entryFor(policy, field) && at) return replace(at, value, read);
  const { container } = policy;
  const file = read((container ?? policy.at).path);
  if (!file) return undefined;
  const text = render(value, '', file.quote);
  if (container) return file.addProperty(container, name, text);
  if (at && file.source(at) === 'true') return file.replace(at, `{ ${name}: ${text} }`);
  return file.addArgument(policy.at, `{ ${name}: ${text} }`);
}

/** `inList`: several texts in the place of an item are items of the same list. */
function replace(at: Span, value: NewValue, read: Read, inList = false): readonly TextEdit[] | undefined {
  const file = read(at.path);
  if (!file) return undefined;
  const text = render(value, file.source(at), file.quote);
  const isItems = inList && value.kind === 'texts' && file.role(at) === 'element';
  return file.replace(at, isItems ? text.slice(1, -1) : text);
}

/** Renders a value in the code's own quotes; `before` is what stands there now. */
export function render(value: NewValue, before: string, quote: string): string {
  const own = /^['"`]/.exec(before)?.[0] ?? quote;
  switch (value.kind) {
    case 'text':
      return quoted(value.text, own === '`' ? quote : own);
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'pattern':
      return `/${value.source}/${value.flags}`;
    case 'texts':
      return `[${value.texts.map(it => quoted(it, own === '`' ? quote : own)).join(', ')}]`;
  }
}

function quoted(text: string, quote: string): string {
  const json = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${json}"` : `'${json.replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** Takes an option away; the last one goes with its object, which has to be an argument then, for the library's defaults. */
function removeOption(entry: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(entry.path);
  const object = file?.role(entry) === 'property' ? file.object(entry) : undefined;
  if (object?.properties.length !== 1) return removeItem(entry, read);
  return file?.removeArgument(object.span);
}

/** Takes a property or list element away together with its comma; on a line of its own, with the line. */
export function removeItem(item: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(item.path);
  const role = file?.role(item);
  return role === 'property' || role === 'element' ? file?.remove(item) : undefined;
}

/** `cb(new Error('…'))` and `cb(null, true)` become `cb(null, false)`. */
function deny(at: Span, read: Read): readonly TextEdit[] | undefined {
  const call = read(at.path)?.call(at);
  return call && call.receiver === undefined && call.name !== ''
    ? [{ at: call.span, text: `${call.name}(null, false)` }]
    : undefined;
}
