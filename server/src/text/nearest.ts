/** The candidate that `word` most resembles; undefined where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const it of candidates) {
    const steps = distance(word.toLowerCase(), it.toLowerCase());
    if (steps < least) [best, least] = [it, steps];
  }
  return best;
}

/** ` Did you mean X?`, or nothing. */
export function suggestion(word: string, candidates: readonly string[], quote = '`'): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : ` Did you mean ${quote}${near}${quote}?`;
}

/** Insertions, deletions and replacements that lead from `a` to `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
