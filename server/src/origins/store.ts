import type { Part } from './phase.ts';

/** The set of texts that may still follow, as the name of a formula in one store. */
export type Formula = number;

export const NOTHING: Formula = 0;
export const ANYTHING: Formula = 1;
export const END: Formula = 2;
export const WORD_NEXT: Formula = 3;
export const NO_WORD_NEXT: Formula = 4;

/** More formulas were needed than one decision may make. */
export class TooMany extends Error {}

/** What a formula is made of. */
export type Shape =
  | { readonly op: 'constant' }
  | { readonly op: 'at'; readonly place: number; readonly program: number }
  | { readonly op: 'and' | 'or'; readonly of: readonly Formula[] }
  | { readonly op: 'not'; readonly of: Formula }
  | {
      readonly op: 'run';
      readonly part: Part | undefined;
      readonly phase: number;
      readonly of: Formula;
      readonly behind: readonly Formula[];
    };

const mostFormulas = 20_000;

/** How much one decision may still do; counted in steps, not time, so that the answer is always the same. */
export interface Budget {
  left: number;
}

/** Some 20 ms, and 2 ms more for each further member of a list, up to some 400 ms. */
export function budget(members = 1): Budget {
  return { left: Math.min(60_000 + 7_000 * (members - 1), 1_500_000) };
}

/** Where each formula is kept once, so that equal ones have one name. */
export interface Store {
  readonly shapes: readonly Shape[];
  /** Whether each formula holds the empty text. */
  readonly empties: readonly boolean[];
  make(key: string, shape: Shape, isEmpty: boolean): Formula;
  find(key: string): Formula | undefined;
  not(of: Formula): Formula;
  combine(op: 'and' | 'or', of: readonly Formula[]): Formula;
  spend(steps: number): void;
}

export function storeOf(allowance: Budget): Store {
  const shapes: Shape[] = [];
  const empties: boolean[] = [];
  const names = new Map<string, Formula>();

  function spend(steps: number): void {
    allowance.left -= steps;
    if (allowance.left < 0) throw new TooMany();
  }

  function make(key: string, shape: Shape, isEmpty: boolean): Formula {
    const known = names.get(key);
    if (known !== undefined) return known;
    if (shapes.length >= mostFormulas) throw new TooMany();
    const name = shapes.push(shape) - 1;
    empties.push(isEmpty);
    names.set(key, name);
    return name;
  }

  for (const [key, isEmpty] of [
    ['nothing', false],
    ['anything', true],
    ['end', true],
    ['word', false],
    ['no word', true],
  ] as const) {
    make(key, { op: 'constant' }, isEmpty);
  }

  function not(of: Formula): Formula {
    if (of === NOTHING || of === ANYTHING) return of === NOTHING ? ANYTHING : NOTHING;
    const shape = shapes[of];
    return shape?.op === 'not' ? shape.of : make(`!${of}`, { op: 'not', of }, !empties[of]);
  }

  function combine(op: 'and' | 'or', of: readonly Formula[]): Formula {
    const [neutral, dominant] = op === 'and' ? [ANYTHING, NOTHING] : [NOTHING, ANYTHING];
    const all: Formula[] = [];
    let mixed = false;
    for (const it of of) {
      if (it === dominant) return dominant;
      if (it === neutral) continue;
      const shape = shapes[it];
      if (shape?.op === op) for (const inner of shape.of) all.push(inner);
      else all.push(it);
    }
    spend(all.length);
    const sorted = sortUnique(all);
    for (const it of sorted) {
      const shape = shapes[it];
      if (shape?.op === 'not') {
        if (includes(sorted, shape.of)) return dominant;
      } else mixed ||= shape?.op === 'and' || shape?.op === 'or';
    }
    const kept = mixed ? absorb(op, sorted) : sorted;
    const [first] = kept;
    if (first === undefined) return neutral;
    if (kept.length === 1) return first;
    const isEmpty = op === 'and' ? kept.every(it => empties[it]) : kept.some(it => empties[it]);
    return make(`${op === 'and' ? '&' : '|'}${kept.join()}`, { op, of: kept }, isEmpty);
  }

  /** a ∧ (a ∨ b) = a */
  function absorb(op: 'and' | 'or', of: readonly Formula[]): readonly Formula[] {
    return of.filter(it => {
      const shape = shapes[it];
      if ((shape?.op !== 'and' && shape?.op !== 'or') || shape.op === op) return true;
      return !shape.of.some(inner => includes(of, inner));
    });
  }

  return { shapes, empties, make, find: key => names.get(key), not, combine, spend };
}

function sortUnique(of: Formula[]): readonly Formula[] {
  of.sort((a, b) => a - b);
  return of.filter((it, at) => it !== of[at - 1]);
}

/** Whether a sorted list holds `wanted`. */
function includes(of: readonly Formula[], wanted: Formula): boolean {
  let [low, high] = [0, of.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((of[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return of[low] === wanted;
}
