/** The quotes that a text uses. */
export function quoteOf(text: string): string {
  return (text.match(/"/g)?.length ?? 0) > (text.match(/'/g)?.length ?? 0) ? '"' : "'";
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Where the line of a place ends, without its break. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** The line break at the end of a line; the one that the text uses where it has none. */
export function lineBreakAt(text: string, lineEnd: number): string {
  return text[lineEnd] === '\n' ? '\n' : text.startsWith('\r\n', lineEnd) ? '\r\n' : lineBreakOf(text);
}

/** The blanks that the line of a place starts with. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, line + 400))?.[0] ?? '';
}

/** Whether nothing stands before a place on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** The blanks from a place on, with the line break that ends them. */
export function blanksFrom(text: string, offset: number): string {
  let end = offset;
  while (text[end] === ' ' || text[end] === '\t') end++;
  if (text[end] === '\r' && text[end + 1] === '\n') end++;
  return text.slice(offset, text[end] === '\n' ? end + 1 : end);
}

/** The first place from `offset` on that is neither blank nor in a comment (`//` or `/* … *\/`). */
export function skipTrivia(text: string, offset: number): number {
  for (let at = offset; ; ) {
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
    } else if (at < text.length && (text[at] ?? '').trim() === '') at++;
    else return at;
  }
}
