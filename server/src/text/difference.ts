/** The one stretch in which two texts differ: what stands before and behind it is the same in both. */
export interface Difference {
  readonly start: number;
  /** How many code units of the earlier text it takes the place of. */
  readonly removed: number;
  /** How many code units of the later text it is. */
  readonly added: number;
}

/** A stretch that is compared at once, which costs next to nothing. */
const BLOCK = 1024;

let last: { readonly before: string; readonly after: string; readonly difference: Difference } | undefined;

/** Where two texts differ. Asked of one pair over and over while a text is typed: the last answer is kept. */
export function differenceOf(before: string, after: string): Difference {
  if (last && last.before === before && last.after === after) return last.difference;
  const most = Math.min(before.length, after.length);
  const start = alike(most, at => at, before, after, BLOCK);
  const tail = alike(most - start, (at, length) => -at - length, before, after, BLOCK);
  const difference = { start, removed: before.length - start - tail, added: after.length - start - tail };
  last = { before, after, difference };
  return difference;
}

/** How many code units, of `most`, are alike; `from` tells where the next stretch begins, seen from the texts' ends where negative. */
function alike(
  most: number,
  from: (at: number, length: number) => number,
  a: string,
  b: string,
  block: number,
): number {
  let at = 0;
  for (let length = block; length >= 1; length = length > 1 ? length >> 3 || 1 : 0)
    while (at + length <= most) {
      const start = from(at, length);
      const end = start + length || undefined;
      if (a.slice(start, end) !== b.slice(start, end)) break;
      at += length;
    }
  return at;
}
