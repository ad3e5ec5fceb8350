import type { Span } from '../text/span.ts';

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

/** The blanks that a line starts with. */
export function indentAt(source: string, offset: number): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
}

/** The line break that a file uses. */
export function lineBreakOf(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n';
}
