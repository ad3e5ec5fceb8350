import type { Acceptor } from '../model/acceptor.ts';
import { ask } from '../origins/ask.ts';
import { somebody } from './weakness.ts';

/** A regular expression that stands in quotes, where it is compared letter by letter. */
export interface QuotedPattern {
  /** What it means as an expression: anchored, its plain dots escaped. Absent where that would let strangers in, or cannot be told. */
  readonly source?: string;
  /** An origin that is meant. */
  readonly meant?: string;
}

/** What no origin holds, and no wildcard: `.+`, `.*` for a name, escapes, classes, alternatives, counts, anchors, slashes around. */
const MARKS =
  /\.\+|(?:^|[/(^])\.\*|\\[.dwsDWS/]|\[(?![\da-f:.]*\])[^\]]+\]|\([^)]*\|[^)]*\)|\(\?[:<]|\{\d+(?:,\d*)?\}|^\^|\$$|^\/.+\/[a-z]*$/i;

/** Reads a text as the regular expression that somebody meant; undefined where it looks like none. */
export function quotedPattern(text: string): QuotedPattern | undefined {
  if (!MARKS.test(text)) return undefined;
  const [, within = text] = /^\/(.+)\/[a-z]*$/.exec(text) ?? [];
  const body = within
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/(?<!\\)\//g, '\\/')
    .replace(/(?<!\\)\.(?![+*?{])/g, '\\.');
  const source = /^https?\??:/.test(body) ? `^${body}$` : undefined;
  if (source === undefined) return {};
  const acceptor: Acceptor = { kind: 'matches', subject: 'origin', source, flags: '' };
  const some = somebody(acceptor);
  if (some.answer !== 'yes') return {};
  return ask(acceptor, 'foreign').answer === 'no' ? { source, meant: some.witness } : { meant: some.witness };
}
