/** A place as editors count it: both zero-based, `character` in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The line starts of one text; `\n`, `\r\n` and a lone `\r` end a line, as in the language server protocol. */
export class Lines {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.#starts = starts;
    this.#length = text.length;
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
