import type { AST } from '@eslint-community/regexpp';
import {
  ANY_CHAR,
  type Chars,
  charsWhere,
  complement,
  DIGIT,
  FIRST,
  foldCase,
  intersection,
  LAST,
  NO_CHARS,
  oneChar,
  union,
  WORD,
} from './chars.ts';

/** The flags that change which characters a node matches; groups may switch `ignoreCase` (`(?i:…)`). */
export interface Mode {
  readonly ignoreCase: boolean;
  /** With `u` or `v` case is folded by Unicode's tables, so that U+017F matches `s` and U+212A matches `k`. */
  readonly unicode: 'u' | 'v' | undefined;
}

type ClassNode =
  | AST.Character
  | AST.CharacterSet
  | AST.CharacterClass
  | AST.CharacterClassRange
  | AST.ExpressionCharacterClass
  | AST.ClassIntersection
  | AST.ClassSubtraction
  | AST.ClassStringDisjunction;

/** The characters that a regular expression's one-character node matches; undefined where it can match more than one. */
export function charsMatching(node: ClassNode, mode: Mode): Chars | undefined {
  switch (node.type) {
    case 'Character':
      return fold(mode, oneChar(node.value), node.value, node.value);
    case 'CharacterClassRange':
      return rangeChars(node.min.value, node.max.value, mode);
    case 'CharacterSet':
      return setChars(node, mode);
    case 'CharacterClass': {
      let all = NO_CHARS;
      for (const element of node.elements) {
        const some = charsMatching(element, mode);
        if (!some) return undefined;
        all = union(all, some);
      }
      return node.negate ? complement(all) : all;
    }
    case 'ExpressionCharacterClass': {
      const set = charsMatching(node.expression, mode);
      return set && (node.negate ? complement(set) : set);
    }
    case 'ClassIntersection':
    case 'ClassSubtraction': {
      const [left, right] = [charsMatching(node.left, mode), charsMatching(node.right, mode)];
      if (!left || !right) return undefined;
      return intersection(left, node.type === 'ClassIntersection' ? right : complement(right));
    }
    case 'ClassStringDisjunction': {
      let all = NO_CHARS;
      for (const { elements } of node.alternatives) {
        const [only, more] = elements;
        if (!only || more) return undefined;
        all = union(all, charsMatching(only, mode) ?? NO_CHARS);
      }
      return all;
    }
  }
}

function rangeChars(min: number, max: number, mode: Mode): Chars {
  return fold(
    mode,
    charsWhere(code => code >= min && code <= max),
    min,
    max,
  );
}

function fold(mode: Mode, set: Chars, min: number, max: number): Chars {
  if (!mode.ignoreCase) return set;
  const holds = (code: number) => mode.unicode !== undefined && min <= code && code <= max;
  const extra = union(holds(0x17f) ? oneChar(0x73) : NO_CHARS, holds(0x212a) ? oneChar(0x6b) : NO_CHARS);
  return foldCase(union(set, extra));
}

function setChars(node: AST.CharacterSet, mode: Mode): Chars | undefined {
  switch (node.kind) {
    // Line ends are the only characters that `.` leaves out, and no origin holds one.
    case 'any':
      return ANY_CHAR;
    case 'digit':
      return node.negate ? complement(DIGIT) : DIGIT;
    case 'space':
      return node.negate ? complement(oneChar(FIRST)) : oneChar(FIRST);
    case 'word':
      return node.negate ? complement(WORD) : WORD;
    case 'property':
      return node.strings ? undefined : propertyChars(node, mode);
  }
}

/** Asks the engine about single characters with an expression of one property, which cannot run away. */
function propertyChars(node: AST.UnicodePropertyCharacterSet, mode: Mode): Chars | undefined {
  const name = node.value === null ? node.key : `${node.key}=${node.value}`;
  if (!/^[\w=]+$/.test(name)) return undefined;
  try {
    const flags = `${mode.unicode ?? 'u'}${mode.ignoreCase ? 'i' : ''}`;
    const test = new RegExp(`^\\${node.negate ? 'P' : 'p'}{${name}}$`, flags);
    return charsWhere(code => code <= LAST && test.test(String.fromCharCode(code)));
  } catch {
    return undefined;
  }
}
