import type { AST } from '@eslint-community/regexpp';
import { hasChar, isWord } from './chars.ts';
import { charsMatching, type Mode } from './classes.ts';
import { modeOf, parsePattern } from './pattern.ts';

/**
 * Whether `new RegExp(source, flags)` finds a match in `text`, at any pattern in time polynomial in its length;
 * undefined for what sets of places cannot express (backreferences), for text outside printable ASCII and beyond a number
 * of steps.
 */
export function test(source: string, flags: string, text: string): boolean | undefined {
  const pattern = parsePattern(source, flags);
  if (!pattern.ok || !/^[ -~]*$/.test(text)) return undefined;
  const starts = pattern.sticky ? new Set([0]) : everywhere(text);
  try {
    return (
      alternatives(pattern.root.alternatives, starts, {
        text,
        mode: pattern.mode,
        allowance: { left: mostSteps },
        held: new Map(),
        ends: new Map(),
      }).size > 0
    );
  } catch (error) {
    if (error instanceof Inexpressible) return undefined;
    throw error;
  }
}

class Inexpressible extends Error {}

interface Subject {
  readonly text: string;
  readonly mode: Mode;
  readonly allowance: { left: number };
  /** Which assertions hold where: that depends on nothing else. */
  readonly held: Map<AST.Assertion, Map<number, boolean>>;
  readonly ends: Map<AST.LookbehindAssertion, Places>;
}

const mostSteps = 60_000;

type Places = ReadonlySet<number>;

/** The places where a match of one of the alternatives can end that began at one of `starts`. */
function alternatives(of: readonly AST.Alternative[], starts: Places, subject: Subject): Places {
  const ends = new Set<number>();
  for (const { elements } of of) {
    let places = starts;
    for (const element of elements) places = places.size === 0 ? places : step(element, places, subject);
    for (const place of places) ends.add(place);
  }
  return ends;
}

function step(node: AST.Element, starts: Places, subject: Subject): Places {
  subject.allowance.left -= starts.size;
  if (subject.allowance.left < 0) throw new Inexpressible();
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternatives(node.alternatives, starts, { ...subject, mode: modeOf(node, subject.mode) });
    case 'Quantifier':
      return repeat(node, starts, subject);
    case 'Assertion':
      return keep(starts, place => remembered(node, place, subject));
    case 'Backreference':
      throw new Inexpressible();
    default: {
      const set = charsMatching(node, subject.mode);
      if (!set) throw new Inexpressible();
      const ends = new Set<number>();
      for (const place of starts) {
        if (place < subject.text.length && hasChar(set, subject.text.charCodeAt(place))) ends.add(place + 1);
      }
      return ends;
    }
  }
}

/** Rounds only move places forward or leave them, so that the set soon stays the same, however large the numbers are. */
function repeat(node: AST.Quantifier, starts: Places, subject: Subject): Places {
  const ends = new Set<number>(node.min === 0 ? starts : []);
  let places = starts;
  for (let round = 1; round <= node.max && places.size > 0; round++) {
    const next = step(node.element, places, subject);
    const same = next.size === places.size && [...next].every(place => places.has(place));
    places = next;
    if (round >= node.min || same) for (const place of places) ends.add(place);
    if (same) break;
  }
  return ends;
}

function remembered(node: AST.Assertion, place: number, subject: Subject): boolean {
  const places = subject.held.get(node) ?? new Map<number, boolean>();
  subject.held.set(node, places);
  const result = places.get(place) ?? asserts(node, place, subject);
  places.set(place, result);
  return result;
}

function asserts(node: AST.Assertion, place: number, subject: Subject): boolean {
  const { text } = subject;
  switch (node.kind) {
    case 'start':
      return place === 0;
    case 'end':
      return place === text.length;
    case 'word': {
      const before = place > 0 && isWord(text.charCodeAt(place - 1));
      const after = place < text.length && isWord(text.charCodeAt(place));
      return (before !== after) !== node.negate;
    }
    case 'lookahead':
      return alternatives(node.alternatives, new Set([place]), subject).size > 0 !== node.negate;
    case 'lookbehind': {
      return endsOf(node, subject).has(place) !== node.negate;
    }
  }
}

/** Where matches of what is looked for behind end, wherever they begin. */
function endsOf(node: AST.LookbehindAssertion, subject: Subject): Places {
  const ends = subject.ends.get(node) ?? alternatives(node.alternatives, everywhere(subject.text), subject);
  subject.ends.set(node, ends);
  return ends;
}

function everywhere(text: string): Places {
  return new Set(Array.from({ length: text.length + 1 }, (_, at) => at));
}

function keep(places: Places, test: (place: number) => boolean): Places {
  return new Set([...places].filter(test));
}
