/** A set of the characters U+0020 to U+007F, 32 to a number; no other character occurs in a serialised origin. */
export type Chars = readonly [number, number, number];

export const FIRST = 0x20;
export const LAST = 0x7f;
export const NO_CHARS: Chars = [0, 0, 0];
export const ANY_CHAR: Chars = [-1, -1, -1];

export function hasChar(set: Chars, code: number): boolean {
  const at = code - FIRST;
  return at >= 0 && at < 96 && (((set[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}

/** The characters for which `test` holds. */
export function charsWhere(test: (code: number) => boolean): Chars {
  const words = [0, 0, 0] as [number, number, number];
  for (let at = 0; at < 96; at++) {
    if (test(at + FIRST)) words[at >> 5] = (words[at >> 5] ?? 0) | (1 << (at & 31));
  }
  return words;
}

export function charsOf(text: string): Chars {
  return charsWhere(code => text.includes(String.fromCharCode(code)));
}

export function oneChar(code: number): Chars {
  const at = code - FIRST;
  if (at < 0 || at >= 96) return NO_CHARS;
  const words = [0, 0, 0] as [number, number, number];
  words[at >> 5] = 1 << (at & 31);
  return words;
}

export function union(a: Chars, b: Chars): Chars {
  return [a[0] | b[0], a[1] | b[1], a[2] | b[2]];
}

export function intersection(a: Chars, b: Chars): Chars {
  return [a[0] & b[0], a[1] & b[1], a[2] & b[2]];
}

export function complement(a: Chars): Chars {
  return [~a[0], ~a[1], ~a[2]];
}

/** Whether JavaScript's `\w` matches the character (ECMA-262, WordCharacters, without Unicode extras). */
export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}

export const WORD: Chars = charsWhere(isWord);
export const DIGIT: Chars = charsWhere(code => code >= 0x30 && code <= 0x39);

/** With each letter, its other case. */
export function foldCase(set: Chars): Chars {
  return charsWhere(code => {
    const letter = code | 0x20;
    return hasChar(set, code) || (letter >= 0x61 && letter <= 0x7a && hasChar(set, code ^ 0x20));
  });
}

/** For each character from `FIRST` on, the least one that is in the same of the sets. */
export function leastAlike(sets: readonly Chars[]): Uint8Array {
  const size = LAST - FIRST + 1;
  const classOf = new Uint16Array(size);
  let count = 1;
  for (const set of sets) {
    const halves = new Map<number, number>();
    for (let at = 0; at < size; at++) {
      if (!hasChar(set, at + FIRST)) continue;
      const old = classOf[at] ?? 0;
      const half = halves.get(old) ?? count++;
      halves.set(old, half);
      classOf[at] = half;
    }
  }
  const least = new Map<number, number>();
  return new Uint8Array(size).map((_, at) => {
    const own = classOf[at] ?? 0;
    if (!least.has(own)) least.set(own, at + FIRST);
    return least.get(own) ?? at + FIRST;
  });
}
