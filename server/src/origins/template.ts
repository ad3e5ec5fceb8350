import type { AST } from '@eslint-community/regexpp';
import type { Acceptor, PatternTest, TextTest } from '../model/acceptor.ts';
import { charsWhere, FIRST, hasChar, LAST } from './chars.ts';
import { charsMatching, type Mode } from './classes.ts';
import { textsOf } from './holes.ts';
import { modeOf, parsePattern } from './pattern.ts';

/** Marks in a template: any text, any one character, the start and the end of the subject. */
export const GAP = '\ue001';
export const ANY = '\ue002';
export const START = '\ue003';
export const END = '\ue004';

const mostTemplates = 48;
const mostAlternatives = 3;

/**
 * The ways to spell what a test looks for: its literal characters, and marks for what is open. An approximation, from
 * which names and candidates are taken; nothing is proved by it.
 */
export function templatesOf(atom: TextTest | PatternTest): readonly string[] {
  if (atom.kind === 'matches') {
    const pattern = parsePattern(atom.source, atom.flags);
    if (!pattern.ok) return [];
    const start = pattern.sticky ? START : '';
    return unique(expandAlternatives(pattern.root.alternatives, pattern.mode).map(it => start + it));
  }
  const before = atom.kind === 'equals' || atom.kind === 'starts' ? START : '';
  const after = atom.kind === 'equals' || atom.kind === 'ends' ? END : '';
  return unique(textsOf(atom.text, atom.subject, atom.kind).map(text => before + text + after));
}

/** The tests that `acceptor` makes on what it lets in, without those below a `not`. */
export function* positiveAtoms(acceptor: Acceptor, sign = true): Iterable<TextTest | PatternTest> {
  switch (acceptor.kind) {
    case 'all':
    case 'none':
    case 'unknown':
      return;
    case 'not':
      yield* positiveAtoms(acceptor.of, !sign);
      return;
    case 'and':
    case 'or':
      for (const it of acceptor.of) yield* positiveAtoms(it, sign);
      return;
    case 'within':
      if (!sign) return;
      for (const text of textsOf(acceptor.text, 'origin', acceptor.kind)) {
        for (const entry of text.split(/[\s,;|]+/)) {
          if (entry !== '') yield { kind: 'equals', subject: 'origin', text: entry };
        }
      }
      return;
    default:
      if (sign) yield acceptor;
  }
}

function unique(templates: readonly string[]): readonly string[] {
  return [...new Set(templates.map(it => it.replace(new RegExp(`${GAP}+`, 'g'), GAP)))];
}

function expandAlternatives(of: readonly AST.Alternative[], mode: Mode): string[] {
  const all = of.flatMap(({ elements }) => {
    let some = [''];
    for (const element of elements) {
      const ways = expand(element, mode);
      some =
        some.length * ways.length > mostTemplates
          ? some.map(it => it + GAP)
          : some.flatMap(it => ways.map(way => it + way));
    }
    return some;
  });
  return all.length > mostTemplates ? all.slice(0, mostTemplates) : all;
}

function expand(node: AST.Element, mode: Mode): string[] {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return expandAlternatives(node.alternatives, modeOf(node, mode));
    case 'Quantifier':
      return expandQuantifier(node, mode);
    case 'Assertion':
      return [node.kind === 'start' ? START : node.kind === 'end' ? END : ''];
    case 'Backreference':
      return [GAP];
    default:
      return expandOne(node, mode);
  }
}

function expandQuantifier(node: AST.Quantifier, mode: Mode): string[] {
  if (node.element.type === 'CharacterSet' && node.element.kind === 'any') return [GAP];
  if (node.max > 3) return node.min === 0 ? ['', GAP] : [GAP];
  const ways = expand(node.element, mode);
  if (ways.length ** node.max > mostTemplates) return [GAP];
  const all: string[] = [];
  for (let count = node.min; count <= node.max; count++) {
    let some = [''];
    for (let it = 0; it < count; it++) some = some.flatMap(before => ways.map(way => before + way));
    all.push(...some);
  }
  return all;
}

function expandOne(node: Parameters<typeof charsMatching>[0], mode: Mode): string[] {
  // Of most characters it is plain what they match.
  if (node.type === 'Character' && node.value >= FIRST && node.value < LAST && (!mode.ignoreCase || !mode.unicode)) {
    const char = String.fromCharCode(node.value);
    return [mode.ignoreCase ? char.toLowerCase() : char];
  }
  if (node.type === 'CharacterSet') return [node.kind === 'any' ? ANY : GAP];
  const set = charsMatching(node, mode);
  if (!set) return [GAP];
  const members: string[] = [];
  charsWhere(code => {
    const char = String.fromCharCode(code);
    // With `i` both cases match; browsers send the lower one.
    if (hasChar(set, code) && !(mode.ignoreCase && /[A-Z]/.test(char))) members.push(char);
    return false;
  });
  return members.length > 0 && members.length <= mostAlternatives ? members : [GAP];
}
