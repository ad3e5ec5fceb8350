import type { Io } from './io.ts';

export interface Progress {
  /** How many files have been looked at by now. */
  told(files: number): void;
  /** Clears the line. */
  done(): void;
}

const INTERVAL = 100;

/** One line on standard error, kept up to date: only on a terminal, not in CI. */
export function progress(io: Io, wanted: boolean): Progress {
  if (!wanted || !io.stderr.isTTY || io.env.CI) return { told: () => {}, done: () => {} };
  let last = Date.now();
  let shown = false;
  return {
    told(files) {
      const now = Date.now();
      if (now - last < INTERVAL) return;
      last = now;
      shown = true;
      io.stderr.write(`\r\u001b[K${files.toLocaleString('en-US')} files…`);
    },
    done() {
      if (shown) io.stderr.write('\r\u001b[K');
    },
  };
}
