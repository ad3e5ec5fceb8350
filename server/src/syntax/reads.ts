/**
 * What is looked at while something is worked out: paths of files and keys of questions (`questions.ts`). Whatever is kept to be
 * given again keeps its reads with it, since whoever gets it later rests on them as well.
 */
export type Reads = readonly string[];

const NONE: Reads = [];

let log: (string | Reads)[] | undefined;

/** Tells those who watch that something is looked at. */
export function note(read: string | Reads): void {
  if (read.length > 0) log?.push(read);
}

/** Runs `work` and tells what it looked at; so are those told who watch around it. */
export function watching<T>(work: () => T): { readonly value: T; readonly reads: Reads } {
  const outer = log;
  log ??= [];
  try {
    const start = log.length;
    const value = work();
    return { value, reads: readsSince(start) };
  } finally {
    log = outer;
  }
}

/** Runs `work` and tells what it looked at, and nobody else. */
export function apart<T>(work: () => T): { readonly value: T; readonly reads: Reads } {
  const outer = log;
  log = undefined;
  try {
    return watching(work);
  } finally {
    log = outer;
  }
}

/** Where the log stands, for `readsSince`: what `watching` does, without a closure, where it is done very often. */
export function logged(): number {
  return log?.length ?? 0;
}

export function readsSince(start: number): Reads {
  if (!log || log.length <= start) return NONE;
  const all = log.splice(start);
  const [only] = all;
  const reads = all.length === 1 && typeof only === 'object' ? only : [...new Set(all.flat())];
  log.push(reads);
  return reads;
}
