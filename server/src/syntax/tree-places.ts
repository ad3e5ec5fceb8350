import { withComma } from '../text/commas.ts';
import type { TextEdit } from '../text/edit.ts';
import { blanksFrom, endOfLine, lineBreakAt, startsLine } from '../text/layout.ts';
import type { Span } from '../text/span.ts';
import type { Document } from './document.ts';
import type { Branch, Part, Plain, TreeNotation } from './tree.ts';

type Edits = readonly TextEdit[] | undefined;

/** A part with what it stands in. */
interface Held {
  readonly part: Part;
  readonly holder: Branch;
  readonly around?: Held;
  /** It is said in other places of the file, too. */
  readonly shared: boolean;
}

/**
 * A file of keys and values as those see it who write fixes: its places are values, entries and items. What others take over by a name is
 * changed in no other way than by another text.
 */
export class TreePlaces {
  readonly #file: Document;
  readonly #notation: TreeNotation;

  constructor(file: Document, notation: TreeNotation) {
    this.#file = file;
    this.#notation = notation;
  }

  /** What the text, number or truth value at a place says. */
  text(at: Span): string | undefined {
    return this.#value(at)?.part.value.text;
  }

  /** Whether others take over what stands at a place. */
  isShared(at: Span): boolean {
    return (this.#value(at) ?? this.#part(at))?.shared ?? false;
  }

  /** The key and the value of an entry. */
  entry(at: Span): { readonly key: Span; readonly value: Span } | undefined {
    const { key, value } = this.#part(at)?.part ?? {};
    return key && value && { key, value: value.span };
  }

  /** The first text within a value, and how it is written. */
  firstText(at: Span): { readonly source: string; readonly text?: string } {
    const found = this.#all(at).find(
      ({ part: { value } }) => value.text !== undefined && at.start <= value.span.start && value.span.end <= at.end,
    );
    const { span, text } = found?.part.value ?? {};
    return { source: span ? this.#file.source(span) : '', ...(text === undefined ? {} : { text }) };
  }

  /** Another text, number or truth value in the place of one, in its own quotes. */
  replace(at: Span, value: Plain): Edits {
    const held = this.#value(at);
    if (!held || held.part.value.text === undefined) return undefined;
    const source = this.#file.source(at);
    const text = this.#notation.value(value, source, held.holder.bracketed === true);
    return text === undefined ? undefined : [{ at, text }];
  }

  /** Another text in the place of a piece of one. */
  replacePiece(at: Span, text: string): Edits {
    return this.#textAround(at) && /^[\w.:/*+-]+$/.test(text) ? [{ at, text }] : undefined;
  }

  /** Takes a piece between the commas of a text away, with one comma. */
  removePiece(at: Span): Edits {
    const around = this.#textAround(at);
    const found = around && withComma(this.#file.text, around, at);
    return found && [{ at: { ...at, ...found }, text: '' }];
  }

  /** Takes an entry or an item away, with its comma, and with its line where it has that to itself. */
  remove(at: Span): Edits {
    const held = this.#part(at) ?? this.#item(at);
    if (!held || held.shared) return undefined;
    const { part, holder } = held;
    const { text } = this.#file;
    const parts = holder.parts ?? [];
    const { start, end } = part.span;
    const next = parts[parts.indexOf(part) + 1];
    if (!holder.bracketed) {
      if (parts.length < 2 && !this.#mayBeEmpty(holder)) return undefined;
      if (startsLine(text, start)) return this.#cut(start, end);
      return next && text.slice(end, next.span.start).trim() === ''
        ? [{ at: { ...at, start, end: next.span.start }, text: '' }]
        : undefined;
    }
    const comma = this.#commaFrom(end);
    if (comma !== undefined)
      return text.slice(end, comma).trim() === ''
        ? this.#cut(start, comma + 1)
        : [this.#gone(start, end), this.#gone(comma, comma + 1)];
    const before = parts[parts.indexOf(part) - 1];
    if (!before) return this.#cut(start, end);
    const former = this.#commaFrom(before.span.end);
    if (former === undefined) return undefined;
    return text.slice(former + 1, start).trim() === ''
      ? [this.#gone(former, end)]
      : [this.#gone(former, former + 1), ...this.#cut(start, end)];
  }

  /** Puts another entry behind one, its key in the same quotes; a list stands between brackets. */
  addAfter(at: Span, name: string, value: Plain | readonly Plain[], like: string): Edits {
    const held = this.#part(at);
    const { key } = held?.part ?? {};
    if (!held || !key || held.shared) return undefined;
    const { bracketed = false } = held.holder;
    const all = Array.isArray(value) ? value : [value];
    const spelled = all.map(it => this.#notation.value(it, like, bracketed || Array.isArray(value)));
    if (spelled.some(it => it === undefined)) return undefined;
    const gap = /^\s*(?:=>?|:)\s*/.exec(this.#file.text.slice(key.end, key.end + 80))?.[0];
    if (gap === undefined) return undefined;
    // What stands in a column stays in it.
    const sign = gap.trim();
    const own = this.#notation.key(name, this.#file.source(key));
    const gapped = gap.indexOf(sign);
    const column = sign === '=' && (this.#notation.columns || gapped > 1);
    const before = column ? Math.max(key.end - key.start + gapped - own.length, 1) : gapped;
    const behind = gap.slice(gapped + sign.length);
    const lead = `${own}${' '.repeat(before)}${sign}${/^[ \t]*$/.test(behind) ? behind : ' '}`;
    const source = `${lead}${Array.isArray(value) ? `[${spelled.join(', ')}]` : spelled[0]}`;
    return this.#insert(held, source);
  }

  /** Makes a list hold other texts: those that it has stay as they are, with what is said of them. */
  setItems(at: Span, texts: readonly string[]): Edits {
    const held = this.#value(at);
    const list = held?.part.value;
    const items = list?.parts ?? [];
    const [first] = items;
    if (!held || held.shared || !list || !first || items.some(it => it.key || it.value.text === undefined))
      return undefined;
    const like = this.#file.source(first.value.span);
    const spelled = texts.map(it => this.#notation.value(it, like, list.bracketed === true));
    if (spelled.some(it => it === undefined)) return undefined;
    const inner = this.#file.source(list.span);
    if (list.bracketed && !inner.includes('\n')) return [{ at, text: `[${spelled.join(', ')}]` }];
    const kept = items.filter(it => texts.includes(it.value.text ?? ''));
    const added = texts.flatMap((it, i) => (kept.some(one => one.value.text === it) ? [] : (spelled[i] ?? [])));
    const gone = items.filter(it => !kept.includes(it));
    if (gone.length > 0 && (kept.length > 0 || gone.length > 1)) {
      if (added.length > 0) return undefined;
      const edits = gone.map(it => this.remove(it.span));
      return edits.every(it => it !== undefined) ? edits.flatMap(it => it ?? []) : undefined;
    }
    const [instead] = gone.length > 0 ? added.splice(0, 1) : [];
    const last = { part: items.at(-1) ?? first, holder: list, shared: false };
    const dash = list.bracketed ? '' : '- ';
    const more = added.length > 0 ? this.#insert(last, ...added.map(it => `${dash}${it}`)) : [];
    return more && [...(instead === undefined ? [] : [{ at: first.value.span, text: instead }]), ...more];
  }

  /** Puts others behind a part, each on a line of its own where that one has it. */
  #insert({ part, holder }: Held, ...sources: readonly string[]): Edits {
    const { text } = this.#file;
    const { start, end } = part.span;
    const at = (offset: number): Span => ({ ...part.span, start: offset, end: offset });
    const lineEnd = endOfLine(text, end);
    const column = text
      .slice(text.lastIndexOf('\n', start - 1) + 1, start)
      .replace('\uFEFF', '')
      .replace(/\S/g, ' ');
    const lines = sources.map(it => `${lineBreakAt(text, lineEnd)}${column}${it}`);
    const clear = (from: number) => this.#isOver(text.slice(from, lineEnd));
    if (!holder.bracketed) return clear(end) ? [{ at: at(lineEnd), text: lines.join('') }] : undefined;
    if (!startsLine(text, start)) return [{ at: at(end), text: sources.map(it => `, ${it}`).join('') }];
    // Behind what is said of the one before it.
    const comma = this.#commaFrom(end);
    if (comma !== undefined && comma < lineEnd && clear(comma + 1))
      return [{ at: at(lineEnd), text: lines.map(it => `${it},`).join('') }];
    return comma === undefined && clear(end) && text.slice(end, lineEnd).trim() !== ''
      ? [
          { at: at(end), text: ',' },
          { at: at(lineEnd), text: lines.join(',') },
        ]
      : [{ at: at(end), text: lines.map(it => `,${it}`).join('') }];
  }

  /** Whether nothing but blanks and a comment stands on the rest of a line. */
  #isOver(rest: string): boolean {
    return rest.trim() === '' || this.#notation.comment.test(rest);
  }

  /** A mapping in YAML without entries is none; the root of a file and blocks with braces may be empty. */
  #mayBeEmpty({ span }: Branch): boolean {
    return this.#file.text[span.start] === '{' || this.#file.text[span.start] === '[';
  }

  /** The comma that follows, past blanks and comments. */
  #commaFrom(offset: number): number | undefined {
    const { trivia } = this.#notation;
    trivia.lastIndex = offset;
    const at = offset + (trivia.exec(this.#file.text)?.[0].length ?? 0);
    return this.#file.text[at] === ',' ? at : undefined;
  }

  #gone(start: number, end: number): TextEdit {
    return { at: { path: this.#file.path, start, end }, text: '' };
  }

  #cut(start: number, end: number): readonly TextEdit[] {
    const { text } = this.#file;
    const rest = blanksFrom(text, end);
    const own = startsLine(text, start);
    const whole = own && (rest.includes('\n') || end + rest.length === text.length);
    const from = whole ? text.lastIndexOf('\n', start - 1) + 1 : start;
    const keep = !own && rest.includes('\n') ? 0 : rest.length;
    return [this.#gone(from === 0 && text.startsWith('\uFEFF') ? 1 : from, end + keep)];
  }

  #all(at: Span): readonly Held[] {
    const { path, text } = this.#file;
    const { key, make } = this.#notation.read(path, text, at.start);
    const root = this.#file.made(this.#notation, () => new Map<number, readonly Held[]>());
    const known = root.get(key);
    const all = known ?? heldIn(make(), undefined, false);
    if (!known) root.set(key, all);
    return all;
  }

  /** The part whose value stands at a place. */
  #value(at: Span): Held | undefined {
    return this.#all(at).findLast(it => isSame(it.part.value.span, at));
  }

  /** The entry at a place: it begins with its key there. */
  #part(at: Span): Held | undefined {
    return this.#all(at).find(({ part }) => part.key?.start === at.start && part.value.span.start <= at.end);
  }

  /** The item that a value is, or that says nothing but that value: `- exact: https://a.example`. */
  #item(at: Span): Held | undefined {
    let held = this.#all(at).find(it => isSame(it.part.span, at)) ?? this.#value(at);
    while (held?.part.key && held.around && held.holder.parts?.length === 1) held = held.around;
    return held?.part.key ? undefined : held;
  }

  #textAround(at: Span): Span | undefined {
    return this.#all(at).find(
      ({ part: { value } }) => value.text !== undefined && value.span.start <= at.start && at.end <= value.span.end,
    )?.part.value.span;
  }
}

function heldIn(holder: Branch, around: Held | undefined, shared: boolean): readonly Held[] {
  const within = shared || holder.shared === true;
  return (holder.parts ?? []).flatMap(part => {
    const held: Held = { part, holder, shared: within || part.value.shared === true, ...(around ? { around } : {}) };
    return [held, ...heldIn(part.value, held, within)];
  });
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
