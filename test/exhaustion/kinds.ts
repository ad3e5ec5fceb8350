import { CONFIGURATIONS, SERVERS } from './further.ts';
import { DECISIONS, DOUBLINGS, LISTS, NESTINGS, type Program, USES } from './programs.ts';

export interface Kind {
  readonly programs: Readonly<Record<string, Program>>;
  /** With how many lines each is tried, at most; as many as fit into the largest file where nothing is said. */
  readonly lines: readonly (number | undefined)[];
}

export const KINDS: Readonly<Record<string, Kind>> = {
  doubling: { programs: DOUBLINGS, lines: [30, undefined] },
  using: { programs: USES, lines: [undefined] },
  deciding: { programs: DECISIONS, lines: [undefined] },
  long: { programs: LISTS, lines: [undefined] },
  nested: { programs: NESTINGS, lines: [100, undefined] },
  servers: { programs: SERVERS, lines: [undefined] },
  configurations: { programs: CONFIGURATIONS, lines: [100, undefined] },
};
