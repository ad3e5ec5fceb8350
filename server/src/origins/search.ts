import { FIRST, LAST } from './chars.ts';
import type { Dfa } from './dfa.ts';
import type { Formulas } from './formula.ts';
import { ANYTHING, type Formula, NOTHING, TooMany } from './store.ts';

const mostVisits = 12_000;

/** The characters in the order in which a person would like to see them. */
const liked = [...'abcdefghijklmnopqrstuvwxyz0123456789-.:/_'].map(it => it.charCodeAt(0));
const order: readonly number[] = [
  ...new Set([...liked, ...Array.from({ length: LAST - FIRST + 1 }, (_, at) => at + FIRST)]),
];

/**
 * One of the shortest texts that both `dfa` and `formula` hold, or undefined where there is none: a proof.
 * Throws `TooMany` where neither was found in time; the count is of states, so that the answer is always the same.
 */
export function findWord(engine: Formulas, formula: Formula, dfa: Dfa): string | undefined {
  if (formula === NOTHING || dfa.accepts.length === 0) return undefined;
  const codes = distinct(engine.alike(), dfa);
  const size = dfa.accepts.length;
  const seen = new Set<number>([formula * size]);
  const queue: { readonly state: number; readonly at: Formula; readonly code: number; readonly from: number }[] = [
    { state: 0, at: formula, code: 0, from: -1 },
  ];
  for (let head = 0; head < queue.length; head++) {
    const entry = queue[head];
    if (!entry) break;
    const { state, at } = entry;
    if (at === ANYTHING) return spell(queue, head) + (dfa.rest[state] ?? '');
    if (dfa.accepts[state] && engine.empty(at)) return spell(queue, head);
    for (const code of codes) {
      const to = dfa.next[state * dfa.classes + (dfa.classOf[code - FIRST] ?? 0)] ?? -1;
      if (to < 0) continue;
      const then = engine.after(at, code);
      if (then === NOTHING || seen.has(then * size + to)) continue;
      seen.add(then * size + to);
      queue.push({ state: to, at: then, code, from: head });
    }
    if (queue.length > mostVisits) throw new TooMany();
  }
  return undefined;
}

/** A text, so many letters of the alphabet at the least and at the most, and a text behind them. */
export interface Between {
  readonly before: string;
  readonly letters: readonly [number, number];
  readonly behind: string;
}

const mostAtOnce = 500;

/** Whether a formula holds all such texts; throws `TooMany` where that is not found in time. */
export function holdsBetween(engine: Formulas, formula: Formula, { before, letters, behind }: Between): boolean {
  const [least, most] = letters;
  const start = [...before].reduce((at, char) => engine.after(at, char.charCodeAt(0)), formula);
  const alike = engine.alike();
  const codes = [...new Set(liked.slice(0, 26).map(code => alike[code - FIRST] ?? 0))];
  let now = new Set([start]);
  for (let length = 1; length <= most; length++) {
    const next = new Set<Formula>();
    for (const at of now) for (const code of codes) next.add(engine.after(at, code));
    if (next.size > mostAtOnce) throw new TooMany();
    if (length >= least) for (const at of next) if (!engine.holds(at, behind)) return false;
    // What one more letter leaves as it is, all the others do as well.
    if (length >= least && next.size === now.size && [...next].every(at => now.has(at))) return true;
    now = next;
  }
  return true;
}

/** One character of each class that neither the tests nor the automaton tell apart. */
function distinct(alike: Uint8Array, dfa: Dfa): readonly number[] {
  const found = new Uint8Array(128 * 128);
  const codes: number[] = [];
  for (const code of order) {
    const key = (alike[code - FIRST] ?? 0) * 128 + (dfa.classOf[code - FIRST] ?? 0);
    if (found[key] === 1) continue;
    found[key] = 1;
    codes.push(code);
  }
  return codes;
}

function spell(queue: readonly { readonly code: number; readonly from: number }[], last: number): string {
  let word = '';
  for (let at = last; at > 0; ) {
    const entry = queue[at];
    if (!entry) break;
    word = String.fromCharCode(entry.code) + word;
    at = entry.from;
  }
  return word;
}
