/** What has been done since the start, for tests that hold it to bounds: a clock would tell of the machine. */
export const WORK = {
  /** Expressions that were worked out. */
  expressions: 0,
  /** UTF-16 code units that were parsed without an earlier tree. */
  parsed: 0,
};
