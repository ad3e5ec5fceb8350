import { differenceOf } from './difference.ts';

/** A place as editors count it: both zero-based, `character` in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The line starts of one text; `\n`, `\r\n` and a lone `\r` end a line, as in the language server protocol. */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];
  readonly #length: number;

  /** With the lines of an earlier text, only what is another one by now is looked at. */
  constructor(text: string, before?: Lines) {
    this.#text = text;
    this.#length = text.length;
    this.#starts = before ? movedStarts(before.#starts, before.#text, text) : [0, ...startsIn(text, 0, text.length)];
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The offset at which a zero-based line starts; beyond the last line, the text's end. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.#length;
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.startOf(low) };
  }

  offset({ line, character }: Position): number {
    return Math.min(this.startOf(line) + character, line + 1 < this.count ? this.startOf(line + 1) : this.#length);
  }
}

/** The starts of the lines that begin behind one of these code units. */
function startsIn(text: string, start: number, end: number): number[] {
  const starts: number[] = [];
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The starts in a later text: whether `\r` ends a line is told by what comes behind it, too. */
function movedStarts(starts: readonly number[], before: string, after: string): number[] {
  const { start, removed, added } = differenceOf(before, after);
  const from = Math.max(0, start - 1);
  const kept = starts.filter(it => it <= from);
  const moved = starts.filter(it => it > start + removed).map(it => it - removed + added);
  return [...kept, ...startsIn(after, from, start + added), ...moved];
}
