import type { NewValue } from '../../model/edit.ts';
import { type CorsPolicy, known } from '../../model/policy.ts';
import { type Changes, DirectivePlaces, type Notation, type Words } from '../../syntax/directive-places.ts';
import type { Word } from '../../syntax/directives.ts';
import type { Span } from '../../text/span.ts';
import { type Edits, entriesOf, HEADERS, headerText, headerWriter, joined } from '../headers/writing.ts';
import type { Read } from '../options/edits.ts';

/** A directive that writes a header: `add_header 'Name' "value" always;`, `Header set Name value`, `Name: value`. */
export interface HeaderWords {
  readonly before: readonly Word[];
  readonly name: Word;
  readonly value: Word;
  readonly after: readonly Word[];
}

/** How a server's configuration writes headers. */
export interface HeaderNotation {
  readonly notation: Notation;
  /** What makes a text something else than itself: variables, formats. */
  readonly special: RegExp;
  /** What else is changed so that a line adds its header to every response; without it the line does as it is. */
  readonly always?: (line: HeaderWords) => Changes;
}

/** What says on which responses a header stands. */
const TABLE = /^(always|onsuccess)$/i;

/** Writes a change to headers that stand on a line each, in the words of the line that names the origin. */
export function lineWriter(style: HeaderNotation) {
  const { notation, special } = style;
  const placesOf = (path: string, read: Read) => {
    const file = read(path);
    return file && new DirectivePlaces(file, notation);
  };

  /** The same line for another header, behind the lines that name the origin: once in a block, and once for each condition. */
  function add(policy: CorsPolicy, name: string, text: string, read: Read, always = false): Edits {
    if (special.test(text)) return undefined;
    const models = new Map<string, Edits>();
    for (const entry of entriesOf(policy, 'origins')) {
      const places = placesOf(entry.path, read);
      const line = lineIn(places?.words(entry), HEADERS.origins ?? '');
      if (!places || !line) return undefined;
      const more = always ? (style.always?.(line) ?? []) : [];
      const others = [...line.before, ...line.after].filter(it => !more.some(([word]) => word === it));
      const key = [places.block(entry), ...others.map(it => it.text).filter(it => !TABLE.test(it))].join(' ');
      // One that is for all responses is for those of the others, too.
      if (models.has(key) && !others.some(it => it.text === 'always')) continue;
      const spelled = line.name.text.replace(/access-control-allow-origin/i, it =>
        it === it.toLowerCase() ? name.toLowerCase() : name,
      );
      models.set(key, places.repeat(entry, [[line.name, spelled], [line.value, text], ...more]));
    }
    return joined([...models.values()]);
  }

  function replace(at: Span, value: NewValue, read: Read): Edits {
    const places = placesOf(at.path, read);
    const [name] =
      places
        ?.around(at)
        ?.filter(it => it.span.end <= at.start)
        .slice(-1) ?? [];
    // A header is sent as it is written, and no pattern is that.
    if (value.kind === 'pattern' && /access-control-allow-origin:?$/i.test(name?.text ?? '')) return undefined;
    // A pattern keeps the flag that it begins with.
    const flag = /^\(\?i\)/.exec(places?.text(at) ?? '')?.[0] ?? '';
    if (value.kind === 'pattern') return places?.replace(at, flag + value.source);
    const text = headerText(value, undefined);
    return text === undefined || special.test(text) ? undefined : places?.replace(at, text);
  }

  return headerWriter({
    remove: (entry, read) => placesOf(entry.path, read)?.remove(entry),
    change(_policy, field, value, entries, read) {
      const text = headerText(value, field);
      return text === undefined
        ? undefined
        : joined(
            entries.map(entry => {
              const line = lineIn(placesOf(entry.path, read)?.words(entry), HEADERS[field] ?? '');
              return line && replace(line.value.span, { kind: 'text', text }, read);
            }),
          );
    },
    add,
    replace: (_policy, at, value, read) => replace(at, value, read),
    drop: (at, read) => placesOf(at.path, read)?.removePiece(at),
    /** Beside every line that names the origin, or in the one that is there. */
    vary(policy, read) {
      const { vary } = policy;
      if (vary.kind === 'default') return add(policy, 'Vary', 'Origin', read, true);
      if (known(vary) !== 'never') return undefined;
      const places = placesOf(vary.at.path, read);
      const line = 'entry' in vary && vary.entry ? lineIn(places?.words(vary.entry), 'Vary') : undefined;
      return line && places?.replace(line.value.span, `${line.value.text}, Origin`);
    },
  });
}

/** The words of a line around a header's name, which may have a sign before it and a colon behind it. */
function lineIn(words: Words | undefined, header: string): HeaderWords | undefined {
  const index = words?.findIndex(it => it.text.replace(/^[+?>-]|:$/g, '').toLowerCase() === header.toLowerCase()) ?? -1;
  const [name, value] = [words?.[index], words?.[index + 1]];
  return words && name && value
    ? { before: words.slice(0, index), name, value, after: words.slice(index + 2) }
    : undefined;
}
