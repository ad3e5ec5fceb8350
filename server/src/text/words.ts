import type { Sieve } from './search.ts';

/**
 * Whether a text contains one of many words, in one pass over it whatever their number, without regard to the case of ASCII letters
 * (A. V. Aho, M. J. Corasick: Efficient String Matching, 1975). For texts that are looked at once; what is typed is for `Search`.
 */
export class Words implements Sieve {
  /** By code unit: which letter of the words it is, 0 for none of them. */
  readonly #letters = new Uint8Array(128);
  readonly #size: number;
  /** By state and letter: where to go on, as the row of that state; a word is complete from `#complete` on. */
  readonly #rows: Int32Array;
  readonly #complete: number;

  /** `words` are in lower case and ASCII. */
  constructor(words: readonly string[]) {
    const letters = [...new Set(words.join(''))];
    letters.forEach((it, index) => {
      this.#letters[it.charCodeAt(0)] = index + 1;
      this.#letters[it.toUpperCase().charCodeAt(0)] = index + 1;
    });
    this.#size = letters.length + 1;
    const { next, ends } = linked(tried(words, this.#letters, this.#size), this.#size);
    // The states in which a word is complete stand last.
    const order = [...next.keys()].sort((a, b) => Number(ends[a]) - Number(ends[b]));
    const rows: number[] = [];
    for (const [place, state] of order.entries()) rows[state] = place * this.#size;
    this.#rows = Int32Array.from(order.flatMap(state => next[state]?.map(it => rows[it] ?? 0) ?? []));
    this.#complete = ends.filter(it => !it).length * this.#size;
  }

  test(text: string): boolean {
    const [letters, rows, complete] = [this.#letters, this.#rows, this.#complete];
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      row = rows[row + (unit < 128 ? (letters[unit] as number) : 0)] as number;
      if (row >= complete) return true;
    }
    return false;
  }
}

interface States {
  /** By state and letter: the next state. */
  readonly next: number[][];
  /** Whether a word is complete in a state. */
  readonly ends: boolean[];
}

/** The words as a tree of their letters; -1 where none goes on so. */
function tried(words: readonly string[], letters: Uint8Array, size: number): States {
  const next = [new Array<number>(size).fill(-1)];
  const ends = [false];
  for (const word of words) {
    let state = 0;
    for (const letter of word) {
      const row = next[state] as number[];
      const at = letters[letter.charCodeAt(0)] as number;
      if (row[at] === -1) {
        row[at] = next.length;
        next.push(new Array<number>(size).fill(-1));
        ends.push(false);
      }
      state = row[at] as number;
    }
    ends[state] = true;
  }
  return { next, ends };
}

/** The tree with what follows where no word goes on: the longest end of what was read with which one begins. */
function linked({ next, ends }: States, size: number): States {
  const fallback = next.map(() => 0);
  const pending = [0];
  for (let state = pending.shift(); state !== undefined; state = pending.shift()) {
    const row = next[state] as number[];
    const other = next[fallback[state] as number] as number[];
    for (let letter = 0; letter < size; letter++) {
      const to = row[letter] as number;
      const instead = state === 0 ? 0 : (other[letter] as number);
      if (to === -1) row[letter] = instead;
      else {
        fallback[to] = instead;
        ends[to] ||= ends[instead] as boolean;
        pending.push(to);
      }
    }
  }
  return { next, ends };
}
