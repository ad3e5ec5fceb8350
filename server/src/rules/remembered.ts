import { type Acceptor, parts } from '../model/acceptor.ts';
import { branches } from '../origins/branches.ts';
import { type Budget, budget } from '../origins/store.ts';

/** What deciding about the policies of one file may still cost, in steps of the engine, and what is paid for already. */
export interface Effort {
  left: number;
  readonly paid: Map<object, Set<unknown>>;
}

/** Some 300 ms; of forty public repositories none has a file that needs 130,000. */
const EFFORT = 500_000;

export function newEffort(): Effort {
  return { left: EFFORT, paid: new Map() };
}

let spending: Effort | undefined;

/** Decides at the cost of a file. Where that is spent, what else there is to decide is undecided. */
export function atCostOf<T>(effort: Effort, judge: () => T): T {
  const before = spending;
  spending = effort;
  try {
    return judge();
  } finally {
    spending = before;
  }
}

interface Decided<T> {
  readonly key: unknown;
  readonly value: T;
  readonly cost: number;
}

/** So many decisions are kept by what they are about, of tests that are no larger than this. */
const MOST = 300;
const LARGEST = 200;
/** What a decision about each member of a list costs beside the engine's steps. */
const EACH = 500;

/**
 * A decision about acceptors that is made once for tests that say the same, wherever they stand: while somebody types
 * elsewhere in a file, nothing is decided again. It costs a file the same whether it was made before or not, so that what is
 * decided does not depend on what was asked earlier.
 */
export function remembered<T>(
  decide: (acceptor: Acceptor, allowance: Budget) => T,
  undecided: (acceptor: Acceptor) => T,
): (acceptor: Acceptor) => T {
  const known = new Map<unknown, Decided<T>>();
  const seen = new WeakMap<Acceptor, Decided<T>>();
  const find = (acceptor: Acceptor) => {
    const key = isLarge(acceptor) ? acceptor : wordsOf(acceptor);
    const decided = known.get(key) ?? decideNow(acceptor, key, decide);
    if (known.size >= MOST) known.clear();
    if (key !== acceptor) known.set(key, decided);
    seen.set(acceptor, decided);
    return decided;
  };
  return acceptor => {
    const effort = spending;
    if (!effort) return (seen.get(acceptor) ?? find(acceptor)).value;
    const paid = effort.paid.get(decide) ?? new Set();
    effort.paid.set(decide, paid);
    const before = seen.get(acceptor);
    if (effort.left < 0 && !(before && paid.has(before.key))) return undecided(acceptor);
    const decided = before ?? find(acceptor);
    if (!paid.has(decided.key)) effort.left -= decided.cost;
    paid.add(decided.key);
    return decided.value;
  };
}

function decideNow<T>(acceptor: Acceptor, key: unknown, decide: (it: Acceptor, allowance: Budget) => T): Decided<T> {
  const members = branches(acceptor).length;
  const most = Math.min(budget(members).left, Math.max(budget().left, EFFORT - EACH * members));
  const allowance = { left: most };
  const value = decide(acceptor, allowance);
  return { key, value, cost: EACH * members + most - Math.max(0, allowance.left) };
}

function isLarge(acceptor: Acceptor): boolean {
  let left = LARGEST;
  for (const _ of parts(acceptor)) if (left-- === 0) return true;
  return false;
}

/** What an acceptor says, wherever it is written. */
function wordsOf(acceptor: Acceptor): string {
  return JSON.stringify(acceptor, (name, value: unknown) => (name === 'at' ? undefined : value));
}
