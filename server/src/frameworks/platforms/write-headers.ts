import type { NewValue } from '../../model/edit.ts';
import { known } from '../../model/policy.ts';
import { treePlaces } from '../../syntax/notations.ts';
import type { Span } from '../../text/span.ts';
import { type Edits, headerText, headerWriter, joined } from '../headers/writing.ts';
import type { Read } from '../options/edits.ts';

/** Writes a change to headers that are entries of a mapping: `Name = "value"`. */
export const writeHeaderEntries = headerWriter({
  remove: (entry, read) => treePlaces(read(entry.path))?.remove(entry),
  change(_policy, field, value, entries, read) {
    const text = headerText(value, field);
    return text === undefined ? undefined : joined(entries.map(it => written(it, () => text, read)));
  },
  add: ({ origins }, name, text, read) => origins.entry && addAfter(origins.entry, name, text, read),
  replace: (_policy, at, value, read) => replace(at, value, read),
  drop: (at, read) => treePlaces(read(at.path))?.removePiece(at),
  vary({ origins, vary }, read) {
    if (vary.kind === 'default') return origins.entry && addAfter(origins.entry, 'Vary', 'Origin', read);
    if (known(vary) !== 'never' || !('entry' in vary) || !vary.entry) return undefined;
    return written(vary.entry, it => `${it}, Origin`, read);
  },
});

/** Another value for an entry, made of the one that it has. */
function written(entry: Span, text: (before: string) => string, read: Read): Edits {
  const places = treePlaces(read(entry.path));
  const at = places?.entry(entry)?.value;
  const before = at && places.text(at);
  return at && before !== undefined ? places.replace(at, text(before)) : undefined;
}

function replace(at: Span, value: NewValue, read: Read): Edits {
  const places = treePlaces(read(at.path));
  const text = headerText(value, undefined);
  return text === undefined ? undefined : (places?.replace(at, text) ?? places?.replacePiece(at, text));
}

/** Behind the header that names the origin, its name spelled as that one's. */
function addAfter(entry: Span, name: string, text: string, read: Read): Edits {
  const file = read(entry.path);
  const places = treePlaces(file);
  const own = places?.entry(entry);
  if (!file || !own) return undefined;
  const key = file.source(own.key);
  const spelled = key === key.toLowerCase() ? name.toLowerCase() : name;
  return places?.addAfter(entry, spelled, text, file.source(own.value));
}
