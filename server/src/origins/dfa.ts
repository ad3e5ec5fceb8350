import { FIRST, LAST } from './chars.ts';
import { type Formulas, formulas } from './formula.ts';
import { patternProgram } from './program.ts';
import { type Formula, NOTHING } from './store.ts';

/** A deterministic automaton over U+0020 to U+007F; `next[state * classes + class]` is -1 where nothing can follow. */
export interface Dfa {
  readonly classes: number;
  /** The class of each character from `FIRST` on. */
  readonly classOf: Uint8Array;
  readonly next: Int16Array;
  readonly accepts: readonly boolean[];
  /** For each state the least of the shortest texts that lead to acceptance. */
  readonly rest: readonly string[];
}

/** The smallest automaton for a regular expression of our own; state 0 is its start. */
export function dfaOf(source: string): Dfa {
  const engine = formulas();
  const start = engine.program(patternProgram(source, ''));
  const least = engine.alike();
  const codes = [...new Set(least)];
  const { table, accepts } = explore(engine, start, codes);
  const groups = minimise(table, accepts, codes.length);
  return tabulate(table, accepts, groups, least, codes);
}

function explore(engine: Formulas, start: Formula, codes: readonly number[]) {
  const index = new Map<Formula, number>([[start, 0]]);
  const states = [start];
  const table: number[][] = [];
  for (let at = 0; at < states.length; at++) {
    table.push(
      codes.map(code => {
        const to = engine.after(states[at] ?? NOTHING, code);
        if (to === NOTHING) return -1;
        const known = index.get(to);
        if (known !== undefined) return known;
        index.set(to, states.length);
        return states.push(to) - 1;
      }),
    );
  }
  return { table, accepts: states.map(engine.empty) };
}

/** Moore's algorithm: the group of each state, -1 for states from which nothing is accepted. */
function minimise(table: readonly (readonly number[])[], accepts: readonly boolean[], width: number): number[] {
  const alive = [...accepts];
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 0; at < table.length; at++) {
      if (!alive[at] && table[at]?.some(to => to >= 0 && alive[to])) changed = alive[at] = true;
    }
  }
  let groups = accepts.map((it, at) => (alive[at] ? Number(it) : -1));
  for (let count = 0; ; ) {
    const names = new Map<string, number>();
    const refined = groups.map((group, at) => {
      if (group < 0) return -1;
      let key = `${group}`;
      for (let it = 0; it < width; it++) {
        const to = table[at]?.[it] ?? -1;
        key += `,${to < 0 ? -1 : groups[to]}`;
      }
      if (!names.has(key)) names.set(key, names.size);
      return names.get(key) ?? -1;
    });
    groups = refined;
    if (names.size === count) return groups;
    count = names.size;
  }
}

function tabulate(
  table: readonly (readonly number[])[],
  accepts: readonly boolean[],
  groups: readonly number[],
  least: Uint8Array,
  codes: readonly number[],
): Dfa {
  const size = Math.max(...groups) + 1;
  const next = new Int16Array(size * codes.length).fill(-1);
  const accepting = Array.from({ length: size }, () => false);
  groups.forEach((group, at) => {
    if (group < 0) return;
    accepting[group] = accepts[at] === true;
    codes.forEach((_, it) => {
      const to = table[at]?.[it] ?? -1;
      next[group * codes.length + it] = to < 0 ? -1 : (groups[to] ?? -1);
    });
  });
  const classOf = new Uint8Array(LAST - FIRST + 1).map((_, at) => codes.indexOf(least[at] ?? 0));
  const rest = shortest(next, accepting, codes, classOf);
  return { classes: codes.length, classOf, next, accepts: accepting, rest };
}

function shortest(next: Int16Array, accepts: readonly boolean[], codes: readonly number[], classOf: Uint8Array) {
  const rest: (string | undefined)[] = accepts.map(it => (it ? '' : undefined));
  const shown = codes.map((code, it) => (classOf[0x61 - FIRST] === it ? 'a' : String.fromCharCode(code)));
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 0; at < rest.length; at++) {
      codes.forEach((_, it) => {
        const after = rest[next[at * codes.length + it] ?? -1];
        if (after !== undefined && after.length + 1 < (rest[at]?.length ?? Number.POSITIVE_INFINITY)) {
          rest[at] = shown[it] + after;
          changed = true;
        }
      });
    }
  }
  return rest.map(it => it ?? '');
}
