import { Lines, type Position } from '../text/lines.ts';

/** In which units a client counts the characters of a line. */
export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** The client's first choice among these; the protocol's own where it says nothing, which is ours, too. */
export function chosenEncoding(offered: readonly string[] | undefined): Encoding {
  if (!offered || offered.length === 0 || offered.includes('utf-16')) return 'utf-16';
  return offered.find(it => it === 'utf-8' || it === 'utf-32') ?? 'utf-16';
}

/** Line starts whose positions count the code units of another encoding. Offsets stay in UTF-16, as everywhere inside. */
export class EncodedLines extends Lines {
  readonly #text: string;
  readonly #encoding: Encoding;

  constructor(text: string, encoding: Encoding, before?: Lines) {
    super(text, before);
    this.#text = text;
    this.#encoding = encoding;
  }

  override position(offset: number): Position {
    const { line, character } = super.position(offset);
    const start = this.startOf(line);
    let units = 0;
    for (const it of this.#text.slice(start, start + character)) units += this.#units(it);
    return { line, character: units };
  }

  override offset({ line, character }: Position): number {
    const start = this.startOf(line);
    let units = 0;
    let length = 0;
    for (const it of this.#text.slice(start, this.startOf(line + 1))) {
      units += this.#units(it);
      if (units > character) break;
      length += it.length;
    }
    return start + length;
  }

  /** How many units a character takes; half of a surrogate pair becomes three bytes, as encoders make of it. */
  #units(character: string): number {
    if (this.#encoding !== 'utf-8') return this.#encoding === 'utf-32' ? 1 : character.length;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
}
