const WINDOW = 100;
const FACTOR = 37;
const WORD = 2 ** 32;
const END_OF_FILE = 0xffff;

/** `FACTOR ** WINDOW` modulo 2 ** 64, in two words. */
const [DROP_HIGH, DROP_LOW] = power();

/**
 * For each line of a text its `primaryLocationLineHash`, by which GitHub's code scanning knows a finding again when lines
 * above it change: a rolling hash, modulo 2 ** 64, over the 100 characters from the line's first one on, spaces and tabs
 * left out, and after a colon which of the equal hashes it is.
 * https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
export function lineHashes(text: string): readonly string[] {
  const window = new Uint16Array(WINDOW);
  const starts = new Int32Array(WINDOW).fill(-1);
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  let high = 0;
  let low = 0;
  let at = 0;
  let line = 0;
  let fresh = true;
  let afterReturn = false;

  const flush = () => {
    const start = starts[at] ?? -1;
    if (start < 0) return;
    const hash = high ? high.toString(16) + low.toString(16).padStart(8, '0') : low.toString(16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    hashes[start] = `${hash}:${count}`;
    starts[at] = -1;
  };
  const roll = (code: number) => {
    const gone = window[at] ?? 0;
    window[at] = code;
    const sum = low * FACTOR + code - DROP_LOW * gone;
    const carry = Math.floor(sum / WORD);
    low = sum - carry * WORD;
    const next = (high * FACTOR + carry - DROP_HIGH * gone) % WORD;
    high = next < 0 ? next + WORD : next;
    at = (at + 1) % WINDOW;
  };
  const take = (code: number) => {
    if (code === 32 || code === 9 || (afterReturn && code === 10)) {
      afterReturn = false;
      return;
    }
    afterReturn = code === 13;
    const char = afterReturn ? 10 : code;
    flush();
    if (fresh) starts[at] = line++;
    fresh = char === 10;
    roll(char);
  };

  for (let i = 0; i < text.length; i++) take(text.charCodeAt(i));
  take(END_OF_FILE);
  for (let i = 0; i < WINDOW; i++) {
    flush();
    roll(0);
  }
  return hashes;
}

function power(): readonly [number, number] {
  let value = 1n;
  for (let i = 0; i < WINDOW; i++) value = BigInt.asUintN(64, value * BigInt(FACTOR));
  return [Number(value >> 32n), Number(value & 0xffffffffn)];
}
