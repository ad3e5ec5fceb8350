import { Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { Suppression } from './finding.ts';

/** A suppression comment as written: which rules it silences, and where. */
export interface SuppressionComment extends Suppression {
  /** Empty means every rule. */
  readonly rules: readonly string[];
  /** The zero-based line it holds for; undefined means the whole file. */
  readonly line: number | undefined;
  /** The comment with its line's end, where nothing else stands on its lines: what a fix takes away. */
  readonly whole: Span;
}

const OPENERS: Readonly<Record<string, string>> = { '/*': '*/', '<!--': '-->' };
const COMMENT = /(\/\/|\/\*|<!--|#)[ \t]*corslint-disable(-next-line|-line)?(?![\w-])([^\r\n]*)/g;

/** The suppression comments of a text, in order of place. */
export function suppressionsIn(path: string, text: string): readonly SuppressionComment[] {
  if (!text.includes('corslint-disable')) return [];
  const lines = new Lines(text);
  const found: SuppressionComment[] = [];
  for (const match of text.matchAll(COMMENT)) {
    const [, opener = '', scope, tail = ''] = match;
    const lineStart = lines.startOf(lines.position(match.index).line);
    if (inString(text.slice(lineStart, match.index))) continue;
    const closer = OPENERS[opener];
    const closed = closer === undefined ? -1 : tail.indexOf(closer);
    if (closer !== undefined && closed < 0) continue;
    const words = closed < 0 ? tail : tail.slice(0, closed);
    const end = match.index + match[0].length - (closed < 0 ? 0 : tail.length - closed - (closer ?? '').length);
    const at = { path, start: match.index, end };
    const line = lines.position(match.index).line;
    found.push({ at, whole: wholeLine(path, text, lines, at), ...saying(words), line: scopeLine(scope, line) });
  }
  return aimed(found, lines);
}

/** Whether this comment silences a finding of the rule that starts on this line. */
export function silences(comment: SuppressionComment, rule: string, line: number): boolean {
  return (
    (comment.line === undefined || comment.line === line) &&
    (comment.rules.length === 0 || comment.rules.includes(rule))
  );
}

function saying(words: string): { rules: readonly string[]; reason?: string } {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(words);
  const names = dashes ? words.slice(0, dashes.index) : words;
  const reason = dashes ? words.slice(dashes.index + dashes[0].length).trim() : '';
  return { rules: names.split(/[\s,]+/).filter(Boolean), ...(reason ? { reason } : {}) };
}

function scopeLine(scope: string | undefined, line: number): number | undefined {
  return scope === undefined ? undefined : scope === '-line' ? line : line + 1;
}

/** A comment for the next line that is followed by another such comment means the line after that. */
function aimed(comments: readonly SuppressionComment[], lines: Lines): readonly SuppressionComment[] {
  const result: SuppressionComment[] = [];
  for (const comment of comments.toReversed()) {
    const next = result.find(it => lines.position(it.at.start).line === comment.line);
    const skips = next?.line !== undefined && next.line !== comment.line && startsLine(next, lines);
    result.unshift(skips ? { ...comment, line: next.line } : comment);
  }
  return result;
}

function startsLine({ at, whole }: SuppressionComment, lines: Lines): boolean {
  return whole.start === lines.startOf(lines.position(at.start).line);
}

function wholeLine(path: string, text: string, lines: Lines, at: Span): Span {
  const { line } = lines.position(at.start);
  const start = lines.startOf(line);
  const end = lines.startOf(line + 1);
  const alone = text.slice(start, at.start).trim() === '' && text.slice(at.end, end).trim() === '';
  if (alone) return { path, start, end };
  const before = /[ \t]*$/.exec(text.slice(start, at.start))?.[0].length ?? 0;
  return { path, start: at.start - before, end: at.end };
}

/** Whether a line's beginning leaves a quote open, so that what follows is text and no comment. */
function inString(before: string): boolean {
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const char = before[i] ?? '';
    if (char === '\\') i++;
    else if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'" || char === '`') quote = char;
  }
  return quote !== '';
}
