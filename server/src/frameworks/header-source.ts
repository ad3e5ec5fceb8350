import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { matchingParenthesis, withoutComments } from './header-blocks.ts';

/** How an entry is written, which decides how it is taken away and what may stand beside it. */
export type EntryKind = 'statement' | 'property' | 'row' | 'chained' | 'other';

/** What kind of source stands at an entry's place. */
export function entryKind(source: string, entry: Span): EntryKind {
  const text = source.slice(entry.start, entry.end);
  if (/^\s*\??\./.test(text)) return 'chained';
  if (/^\{[\s\S]*\}$/.test(text)) return 'row';
  if (/^(['"`[]|[\w$-]+\s*(:|$))/.test(text) && !/^[\w$]+\s*\(/.test(text)) return 'property';
  return isStatement(source, entry) ? 'statement' : 'other';
}

/** The first link of a chain (`res.set(…)` of `res.set(…).json(…)`) without what it hangs on; other entries as they are. */
export function linkOf(source: string, entry: Span): Span {
  if (!/^\s*\??\.\s*[\w$]+\s*\(/.test(source.slice(entry.end))) return entry;
  const lead = /^[\w$]+(?=\.(set|header|append)\()/.exec(source.slice(entry.start, entry.end))?.[0];
  return lead === undefined ? entry : { ...entry, start: entry.start + lead.length };
}

/** Whether a text is a statement of its own, which a block may lack. */
function isStatement(source: string, { start, end }: Span): boolean {
  const text = source.slice(start, end);
  const after = /^[ \t]*(.?)/.exec(source.slice(end))?.[1] ?? '';
  if (!text.endsWith(';') && after !== '' && !/[\r\n;}/]/.test(after)) return false;
  const before = withoutComments(source.slice(0, start));
  if (before === '' || /[{};]$/.test(before)) return true;
  if (/(=>|\b(else|do|return|await|case|void|typeof)|[,(=&|?:+!<>])$/.test(before)) return false;
  return (
    !(before.endsWith(')') && /\b(if|for|while|with)$/.test(before.slice(0, matchingParenthesis(before)).trimEnd())) &&
    /\n\s*$/.test(source.slice(0, start))
  );
}

/** Takes a statement away, with its line where it has one to itself; a comment behind it stays. */
export function removeStatement(source: string, statement: Span): readonly TextEdit[] {
  let { start, end } = statement;
  if (source[end] === ';') end++;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const alone = source.slice(lineStart, start).trim() === '';
  const rest = /^[ \t]*(\r?\n|$)?/.exec(source.slice(end))?.[0] ?? '';
  if (alone && (rest.includes('\n') || end + rest.length === source.length)) start = lineStart;
  return [{ at: { path: statement.path, start, end: end + rest.length }, text: '' }];
}

/** Takes a property, a row or an element away with its comma, and with its line where it has one to itself. */
export function removeItem(source: string, item: Span): readonly TextEdit[] {
  let { start, end } = item;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const alone = source.slice(lineStart, start).trim() === '';
  const comma = /^\s*,/.exec(source.slice(end))?.[0];
  const before = comma === undefined ? /,\s*$/.exec(source.slice(0, start))?.[0] : undefined;
  if (before !== undefined) return [{ at: { ...item, start: start - before.length }, text: '' }];
  end += comma?.length ?? 0;
  const rest = /^[ \t]*(\r?\n)?/.exec(source.slice(end))?.[0] ?? '';
  if (alone && rest.includes('\n')) return [{ at: { ...item, start: lineStart, end: end + rest.length }, text: '' }];
  return [
    { at: { ...item, start, end: comma === undefined || rest.includes('\n') ? end : end + rest.length }, text: '' },
  ];
}

/** Takes a piece of a comma list inside a text away. */
export function removePiece(source: string, piece: Span): readonly TextEdit[] {
  const after = /^[ \t]*,[ \t]*/.exec(source.slice(piece.end))?.[0];
  if (after !== undefined) return [{ at: { ...piece, end: piece.end + after.length }, text: '' }];
  const before = /,[ \t]*$/.exec(source.slice(0, piece.start))?.[0] ?? '';
  return [{ at: { ...piece, start: piece.start - before.length }, text: '' }];
}
