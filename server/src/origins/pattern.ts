import { type AST, RegExpParser } from '@eslint-community/regexpp';
import type { Mode } from './classes.ts';
import { keptFor } from './kept.ts';

/** A regular expression that was read, or the reason why it was not. */
export type Pattern =
  | { readonly ok: true; readonly root: AST.Pattern; readonly mode: Mode; readonly sticky: boolean }
  | { readonly ok: false; readonly why: string };

const parser = new RegExpParser({ ecmaVersion: 2025 });
const longestSource = 3000;
const deepest = 60;

/** Reads the source and flags of a JavaScript regular expression; never throws. What was read is kept: each test asks often. */
export function parsePattern(source: string, flags: string): Pattern {
  return /^\w*$/.test(flags) ? parsed(`${flags}/${source}`) : NOT_A_PATTERN;
}

const NOT_A_PATTERN = { ok: false, why: 'the pattern is not a regular expression' } as const;

const parsed = keptFor(1_200, text => {
  const slash = text.indexOf('/');
  return read(text.slice(slash + 1), text.slice(0, slash));
});

function read(source: string, flags: string): Pattern {
  if (source.length > longestSource) return { ok: false, why: 'the pattern is too long' };
  if (depth(source) > deepest) return { ok: false, why: 'the pattern is nested too deeply' };
  try {
    const { unicode, unicodeSets, ignoreCase, sticky } = parser.parseFlags(flags);
    const root = parser.parsePattern(source, 0, source.length, { unicode, unicodeSets });
    return { ok: true, root, mode: { ignoreCase, unicode: unicodeSets ? 'v' : unicode ? 'u' : undefined }, sticky };
  } catch {
    return NOT_A_PATTERN;
  }
}

/** The source that matches without the `y` flag what it does with it: from the text's beginning on, as a search at `lastIndex` 0 does. */
export function unstuck(source: string, flags: string): string {
  const pattern = flags.includes('y') ? parsePattern(source, flags) : undefined;
  if (!pattern?.ok) return source;
  const [only, ...more] = pattern.root.alternatives;
  const [first] = only?.elements ?? [];
  const begins = more.length === 0 && first?.type === 'Assertion' && first.kind === 'start';
  return begins ? source : `^${more.length === 0 ? source : `(?:${source})`}`;
}

/** The mode inside a group, which may switch flags (`(?i:…)`). */
export function modeOf(group: AST.Group | AST.CapturingGroup, mode: Mode): Mode {
  if (group.type === 'CapturingGroup' || !group.modifiers) return mode;
  if (group.modifiers.add.ignoreCase) return { ...mode, ignoreCase: true };
  return group.modifiers.remove?.ignoreCase ? { ...mode, ignoreCase: false } : mode;
}

/** How deeply parentheses are nested, at most; brackets and escapes are stepped over. */
function depth(source: string): number {
  let [now, most, bracketed] = [0, 0, false];
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[') bracketed = true;
    else if (char === ']') bracketed = false;
    else if (char === '(' && !bracketed) most = Math.max(most, ++now);
    else if (char === ')' && !bracketed) now--;
  }
  return most;
}
