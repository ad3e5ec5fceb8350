import type { NewValue } from '../../model/edit.ts';
import type { CorsPolicy, Field } from '../../model/policy.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';
import { guarded, refuse } from './checks.ts';
import { addAfter } from './insert.ts';
import { placesIn } from './places.ts';
import { writeVary } from './vary.ts';
import { type Edits, headerText, headerWriter, joined, settingOf } from './writing.ts';

/** Writes a change to header lines, in the code's own idiom; undefined where that cannot be done without guessing. */
export const writeHeaders = headerWriter({
  remove: removeEntry,
  change,
  add: ({ origins }, name, text, read) => origins.entry && addAfter(origins.entry, name, text, read),
  replace,
  drop,
  vary: writeVary,
  refuse,
});

/** Takes a header away: the whole statement, property, row or link, with its comma and its line. */
function removeEntry(entry: Span, read: Read): Edits {
  const file = read(entry.path);
  const object = file?.role(entry) === 'property' ? file.object(entry) : undefined;
  // An object without headers is left only where somebody else adds to it; a call that sets none goes as a whole.
  const call = object?.properties.length === 1 && object.argumentOf ? file?.statement(object.argumentOf) : undefined;
  return call && file?.call(call)?.args.length === 1 ? file.remove(call) : file?.remove(entry);
}

/** Takes an element out of a list, or a name out of a text of several. */
function drop(at: Span, read: Read): Edits {
  const file = read(at.path);
  const role = file?.role(at);
  if (role === undefined) return file?.removePiece(at);
  return role === 'element' || role === 'property' ? file?.remove(at) : undefined;
}

function change(policy: CorsPolicy, field: Field, value: NewValue, entries: readonly Span[], read: Read): Edits {
  if (field === 'origins' && value.kind === 'texts' && value.texts.length > 1)
    return entries.length > 1 ? undefined : guarded(policy, value.texts, read);
  const at = field === 'origins' ? policy.origins.at : settingOf(policy, field)?.at;
  const others = at ? placesIn(policy.details, `values.${field}`, at.path).filter(it => !touches(it, at)) : [];
  return at && joined([at, ...others].map(it => replace(policy, it, value, read, field)));
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function replace(policy: CorsPolicy, at: Span, value: NewValue, read: Read, field?: Field): Edits {
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
