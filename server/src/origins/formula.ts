import { type Chars, FIRST, hasChar, isWord, LAST, leastAlike, oneChar, WORD } from './chars.ts';
import { ends, nextPhase, type Part, reads } from './phase.ts';
import type { Node, Program } from './program.ts';
import {
  ANYTHING,
  type Budget,
  END,
  type Formula,
  NO_WORD_NEXT,
  NOTHING,
  type Shape,
  storeOf,
  WORD_NEXT,
} from './store.ts';

/**
 * The formulas of one acceptor: boolean combinations of places in programs, each combination kept once, with
 * their derivatives. `after(f, c)` is what may follow once `c` was read; `f` holds the empty text if `empty(f)`.
 */
export interface Formulas {
  program(program: Program): Formula;
  /** The program runs on one part of `scheme://host:port`, and is decided where that part ends. */
  partProgram(part: Part, program: Program): Formula;
  and(of: readonly Formula[]): Formula;
  or(of: readonly Formula[]): Formula;
  not(of: Formula): Formula;
  after(of: Formula, code: number): Formula;
  empty(of: Formula): boolean;
  holds(of: Formula, text: string): boolean;
  /** For each character from `FIRST` on, the least one that no test made so far tells from it. */
  alike(): Uint8Array;
}

type Left = 0 | 1 | 2;
const atStart: Left = 0;
const afterWord: Left = 1;
const afterOther: Left = 2;

export function formulas(allowance: Budget = { left: 1_000_000_000 }): Formulas {
  const store = storeOf(allowance);
  const { shapes, empties, make, find, not, combine, spend } = store;
  const and = (of: readonly Formula[]) => combine('and', of);
  const or = (of: readonly Formula[]) => combine('or', of);
  const memo: (Map<number, Formula> | undefined)[] = [];
  const programs: Program[] = [];
  const closures: Map<number, Formula>[] = [];
  const sets: Chars[] = [];
  const setKeys = new Set<string>();
  let classes: { readonly of: number; readonly least: Uint8Array } | undefined;

  /** What the program at `place` asks of the rest, given what was read before; `bits` tells which look-behinds hold. */
  function closure(index: number, place: number, left: Left, bits: number, open: Set<number>): Formula {
    const key = (place * 3 + left) * 256 + bits;
    const known = closures[index]?.get(key);
    if (known !== undefined) return known;
    if (open.has(place)) return NOTHING;
    const nodes = programs[index]?.nodes ?? [];
    const choices: Formula[] = [];
    const seen = new Set<number>();
    const pending = [place];
    open.add(place);
    const further = (at: number) => closure(index, at, left, bits, open);
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const node = nodes[at];
      if (seen.has(at) || !node) continue;
      seen.add(at);
      spend(1);
      switch (node.op) {
        case 'match':
          choices.push(ANYTHING);
          break;
        case 'char':
          choices.push(make(`${index}@${at}`, { op: 'at', place: at, program: index }, false));
          break;
        case 'split':
          for (let it = node.of.length - 1; it >= 0; it--) pending.push(node.of[it] ?? 0);
          break;
        case 'start':
          if (left === atStart) pending.push(node.next);
          break;
        case 'end':
          choices.push(and([END, further(node.next)]));
          break;
        case 'word':
          choices.push(and([(left === afterWord) !== node.negate ? NO_WORD_NEXT : WORD_NEXT, further(node.next)]));
          break;
        case 'ahead': {
          const body = closure(index, node.body, left, bits, new Set());
          choices.push(and([node.negate ? not(body) : body, further(node.next)]));
          break;
        }
        case 'behind':
          if ((((bits >> node.index) & 1) === 1) !== node.negate) pending.push(node.next);
      }
    }
    open.delete(place);
    const result = or(choices);
    // Inside another closure a loop may have been cut short: only the outermost result is whole.
    if (open.size === 0) closures[index]?.set(key, result);
    return result;
  }

  function add(program: Program): number {
    for (const node of program.nodes) {
      if (node.op === 'char') addSet(node.set);
      if (node.op === 'word') addSet(WORD);
    }
    closures.push(new Map());
    return programs.push(program) - 1;
  }

  function addSet(set: Chars): void {
    const key = set.join();
    if (setKeys.has(key)) return;
    setKeys.add(key);
    sets.push(set);
  }

  function begin(part: Part | undefined, program: Program): Formula {
    const index = add(program);
    let bits = 0;
    const behind = program.behind.map((place, at) => {
      const tracker = closure(index, place, atStart, bits, new Set());
      if (empties[tracker]) bits |= 1 << at;
      return tracker;
    });
    const of = trim(index, closure(index, program.begin, atStart, bits, new Set()));
    return behind.length === 0 && part === undefined ? of : run(part, 0, of, behind);
  }

  /** The loop that looks for a later beginning is of no use to a program that can only begin at the start. */
  function trim(index: number, of: Formula): Formula {
    const program = programs[index];
    const loop = program?.nodes[program.begin];
    const shape = shapes[of];
    if (!program || program.behind.length > 0 || loop?.op !== 'split' || loop.of.length !== 2) return of;
    const [body = 0, again = 0] = loop.of;
    const node = program.nodes[again];
    if (node?.op !== 'char' || node.next !== program.begin || !node.set.every(it => it === -1)) return of;
    const later = [afterWord, afterOther] as const;
    if (later.some(left => closure(index, body, left, 0, new Set()) !== NOTHING)) return of;
    const name = find(`${index}@${again}`);
    if (of === name) return NOTHING;
    return shape?.op === 'or' ? or(shape.of.filter(it => it !== name)) : of;
  }

  function run(part: Part | undefined, phase: number, of: Formula, behind: readonly Formula[]): Formula {
    if (of === NOTHING || of === ANYTHING) return of;
    const shape: Shape = { op: 'run', part, phase, of, behind };
    return make(`${part ?? ''}${phase}:${of};${behind.join()}`, shape, empties[of] === true);
  }

  function afterRun(shape: Shape & { op: 'run' }, code: number): Formula {
    const { part, phase, of, behind } = shape;
    const to = part === undefined ? phase : nextPhase(phase, code);
    if (part !== undefined) {
      if (ends(part, phase, to)) return empties[of] ? ANYTHING : NOTHING;
      if (!reads(part, phase, to)) return run(part, to, of, behind);
    }
    let bits = 0;
    const trackers = behind.map((tracker, at) => {
      const next = afterWith(tracker, code, bits);
      if (empties[next]) bits |= 1 << at;
      return next;
    });
    return run(part, to, afterWith(of, code, bits), trackers);
  }

  function afterWith(of: Formula, code: number, bits: number): Formula {
    const key = bits * 128 + code;
    const own = memo[of] ?? new Map<number, Formula>();
    memo[of] = own;
    const result = own.get(key) ?? derive(of, code, bits);
    own.set(key, result);
    return result;
  }

  function derive(of: Formula, code: number, bits: number): Formula {
    spend(1);
    const shape = shapes[of];
    switch (shape?.op) {
      case 'at': {
        const node = programs[shape.program]?.nodes[shape.place] as Node & { op: 'char' };
        if (!hasChar(node.set, code)) return NOTHING;
        return closure(shape.program, node.next, isWord(code) ? afterWord : afterOther, bits, new Set());
      }
      case 'and':
      case 'or':
        return combine(
          shape.op,
          shape.of.map(it => afterWith(it, code, bits)),
        );
      case 'not':
        return not(afterWith(shape.of, code, bits));
      case 'run':
        return afterRun(shape, code);
      default:
        if (of === WORD_NEXT || of === NO_WORD_NEXT) {
          return isWord(code) === (of === WORD_NEXT) ? ANYTHING : NOTHING;
        }
        return of === ANYTHING ? ANYTHING : NOTHING;
    }
  }

  return {
    program: program => begin(undefined, program),
    partProgram(part, program) {
      for (const code of [0x3a, 0x2f, 0x5b, 0x5d]) addSet(oneChar(code));
      return begin(part, program);
    },
    and,
    or,
    not,
    after: (of, code) => afterWith(of, code, 0),
    empty: of => empties[of] === true,
    holds(of, text) {
      let at = of;
      for (let it = 0; it < text.length && at !== NOTHING && at !== ANYTHING; it++) {
        const code = text.charCodeAt(it);
        if (code < FIRST || code > LAST) return false;
        at = afterWith(at, code, 0);
      }
      return empties[at] === true;
    },
    alike() {
      if (classes?.of !== sets.length) classes = { of: sets.length, least: leastAlike(sets) };
      return classes.least;
    },
  };
}
