import type { NewValue, PolicyEdit } from '../../../model/edit.ts';
import type { CorsPolicy, Field } from '../../../model/policy.ts';
import type { Documents } from '../../../syntax/document.ts';
import type { TextEdit } from '../../../text/edit.ts';
import { startsLine } from '../../../text/layout.ts';
import type { Span } from '../../../text/span.ts';
import type { OptionTable } from '../../options/table.ts';

/** Writes a change to the arguments of a block, each on a line of its own; what stands otherwise is declined, and so is JSON. */
export function writeHcl(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Documents,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'replace':
      return replace(edit.at, edit.value, read);
    case 'set': {
      const { at, entry } = placeOf(policy, edit.field);
      return entry && at ? replace(at, edit.value, read) : add(policy, edit.field, edit.value, read, table);
    }
    case 'remove': {
      const { entry } = placeOf(policy, edit.field);
      return entry && removeLine(entry, read);
    }
    case 'drop':
      return dropItem(edit.at, read);
    default:
      return undefined;
  }
}

function placeOf(policy: CorsPolicy, field: Field): { readonly at?: Span; readonly entry?: Span } {
  const { origins } = policy;
  if (field === 'origins') return { at: origins.at, ...(origins.entry ? { entry: origins.entry } : {}) };
  const setting = field === 'preflight' ? undefined : policy[field];
  return setting && 'entry' in setting && setting.entry ? { at: setting.at, entry: setting.entry } : {};
}

function isHcl({ path }: Span): boolean {
  return /\.(tf|tofu|tfvars)$/i.test(path);
}

/** A literal, or a list of them, in the place of another one; API Gateway's own quotes stay. */
function replace(at: Span, value: NewValue, read: Documents): readonly TextEdit[] | undefined {
  const before = read(at.path)?.source(at);
  const text = rendered(value);
  if (before === undefined || text === undefined || !isHcl(at)) return undefined;
  if (/^\[/.test(before)) return value.kind === 'texts' && !/[#\n]|\/\//.test(before) ? [{ at, text }] : undefined;
  if (!/^("[^"\\$%\n]*"|true|false|\d+)$/.test(before)) return undefined;
  const inner = /^"'.*'"$/.test(before) && value.kind === 'text' ? `"'${text.slice(1, -1)}'"` : text;
  return [{ at, text: inner }];
}

function rendered(value: NewValue): string | undefined {
  const quoted = (it: string) => (/["\\$%\n]/.test(it) ? undefined : `"${it}"`);
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'texts': {
      const all = value.texts.map(quoted);
      return all.every(it => it !== undefined) ? `[${all.join(', ')}]` : undefined;
    }
    default:
      return undefined;
  }
}

/** Behind the argument that names the origins, its sign of equality under that one's where they stand in a column. */
function add(
  policy: CorsPolicy,
  field: Field,
  value: NewValue,
  read: Documents,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  const { entry } = policy.origins;
  const file = entry && read(entry.path);
  const name = table.names[field];
  const text = rendered(value);
  if (!entry || !file || !isHcl(entry) || name === undefined || text === undefined || table.listsAsText)
    return undefined;
  const key = /^[\w-]+\s*=/.exec(file.source(entry))?.[0];
  if (key === undefined || !startsLine(file.text, entry.start)) return undefined;
  const column = name.padEnd(key.length - 2);
  const end = { ...entry, start: entry.end };
  return [{ at: end, text: `${file.lineBreak}${file.indent(entry.start)}${column} = ${text}` }];
}

function removeLine(entry: Span, read: Documents): readonly TextEdit[] | undefined {
  const source = read(entry.path)?.text;
  if (source === undefined || !isHcl(entry) || !startsLine(source, entry.start)) return undefined;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(source.slice(entry.end, entry.end + 200))?.[0];
  if (rest === undefined) return undefined;
  const start = source.lastIndexOf('\n', entry.start - 1) + 1;
  return [{ at: { ...entry, start, end: entry.end + rest.length }, text: '' }];
}

/** Takes an item of a list away, with one comma and, where it has one to itself, with its line. */
function dropItem(at: Span, read: Documents): readonly TextEdit[] | undefined {
  const source = read(at.path)?.text;
  if (source === undefined || !isHcl(at)) return undefined;
  const after = /^[ \t]*,[ \t]*/.exec(source.slice(at.end, at.end + 200))?.[0];
  const before = /,\s*$/.exec(source.slice(Math.max(0, at.start - 200), at.start))?.[0];
  if (after === undefined)
    return before === undefined ? undefined : [{ at: { ...at, start: at.start - before.length }, text: '' }];
  const end = at.end + after.length;
  const whole = startsLine(source, at.start) ? /^\r?\n/.exec(source.slice(end, end + 2))?.[0] : undefined;
  const start = whole === undefined ? at.start : source.lastIndexOf('\n', at.start - 1) + 1;
  return [{ at: { ...at, start, end: end + (whole?.length ?? 0) }, text: '' }];
}
