import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';

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

function withoutComments(text: string): string {
  let rest = text.trimEnd();
  for (let i = 0; i < 20; i++) {
    const next = rest
      .replace(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/$/, '')
      .replace(/(^|\n)[ \t]*\/\/[^\n]*$/, '$1')
      .replace(/([;{}][ \t]*)\/\/[^\n]*$/, '$1')
      .trimEnd();
    if (next === rest) break;
    rest = next;
  }
  return rest;
}

/** Where the parenthesis opens that closes at the end of a text. */
function matchingParenthesis(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++;
    else if (text[i] === '(' && --depth === 0) return i;
  }
  return 0;
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

/** Takes a piece of a comma list inside a text away. */
export function removePiece(source: string, piece: Span): readonly TextEdit[] {
  const after = /^[ \t]*,[ \t]*/.exec(source.slice(piece.end))?.[0];
  if (after !== undefined) return [{ at: { ...piece, end: piece.end + after.length }, text: '' }];
  const before = /,[ \t]*$/.exec(source.slice(0, piece.start))?.[0] ?? '';
  return [{ at: { ...piece, start: piece.start - before.length }, text: '' }];
}

const NAME = /access-control-allow-origin/i;

/** The entry of `Access-Control-Allow-Origin` as a pattern for another header: the same code with other words in it. */
export function likeEntry(source: string, entry: Span, name: string, value: string): string | undefined {
  const text = source.slice(entry.start, entry.end);
  const found = NAME.exec(text);
  if (!found) return undefined;
  const after = found.index + found[0].length;
  const lead = /^['"`]?\s*\]?\s*(,\s*(['"]?value['"]?\s*:\s*)?|:\s*|=\s*)/.exec(text.slice(after))?.[0];
  if (lead === undefined) return undefined;
  const from = after + lead.length;
  const length = expressionLength(text.slice(from));
  const own = /^['"]/.exec(text.slice(from))?.[0] ?? /['"`]/.exec(text.slice(after))?.[0] ?? "'";
  const quote = own === '`' ? "'" : own;
  const spelled = found[0] === found[0].toLowerCase() ? name.toLowerCase() : name;
  return `${text.slice(0, found.index)}${spelled}${text.slice(after, from)}${quote}${value}${quote}${text.slice(from + length)}`;
}

/** How much of a text is one expression: up to the comma, bracket or semicolon that ends it. */
export function expressionLength(text: string): number {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (`'"\``.includes(char)) quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) ? depth-- === 0 : depth === 0 && (char === ',' || char === ';'))
      return text.slice(0, i).trimEnd().length;
  }
  return text.trimEnd().length;
}

/** Where the outermost `if` starts within which a place lies, inside its function; the place itself where there is none. */
export function outermostIf(source: string, offset: number): number | undefined {
  let at = offset;
  for (let i = 0; i < 20; i++) {
    const guarded = guardBefore(source, at);
    if (guarded !== undefined) {
      at = guarded;
      continue;
    }
    const open = openingBrace(source, at);
    const outer = open === undefined ? undefined : guardBefore(source, open);
    if (outer === undefined) return at;
    at = outer;
  }
  return undefined;
}

/** The start of `if (…)`, or of the `if` that an `else` belongs to, that ends right before a place. */
function guardBefore(source: string, at: number): number | undefined {
  const before = withoutComments(source.slice(0, at));
  if (/\belse$/.test(before)) {
    const earlier = before.slice(0, -4).trimEnd();
    if (!earlier.endsWith('}')) return undefined;
    const open = openingBrace(source, earlier.length - 1);
    return open === undefined ? undefined : guardBefore(source, open);
  }
  if (!before.endsWith(')')) return undefined;
  const head = before.slice(0, matchingParenthesis(before)).trimEnd();
  if (!/\bif$/.test(head)) return undefined;
  const start = head.length - 2;
  return guardOfElse(source, start) ?? start;
}

function guardOfElse(source: string, start: number): number | undefined {
  return /\belse$/.test(source.slice(0, start).trimEnd()) ? guardBefore(source, start) : undefined;
}

/** The brace that opens the block around a place. */
function openingBrace(source: string, at: number): number | undefined {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (source[i] === '}') depth++;
    else if (source[i] === '{' && depth-- === 0) return i;
  }
  return undefined;
}

/** The blanks that a line starts with. */
export function indentAt(source: string, offset: number): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
}

export function lineBreakOf(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n';
}
