import type { Left } from './programs.ts';

/** What is not read rightly yet, and so left out of the programs that have to agree. */
export const LEFT: Left = {
  atoms: new Set([
    'a function with a default',
    // Among other values, the promise of one is not always told from it.
    'an asynchronous function, not awaited',
  ]),
  forms: new Set([]),
  places: new Set([]),
  absent: new Set([]),
};
