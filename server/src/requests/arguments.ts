/** Longer lists of arguments are not read, in code units. */
const LONGEST = 20_000;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The arguments of the call whose parenthesis stands open at a place, as texts, found by brackets and quotes alone. Undefined where
 * that does not tell them for certain: where something may be an expression of signs, or markup.
 */
export function argumentsAt(text: string, open: number): readonly string[] | undefined {
  const found: string[] = [];
  const waiting = [')'];
  let start = open + 1;
  const end = Math.min(text.length, open + LONGEST);
  for (let at = start; at < end; at++) {
    const sign = text.charAt(at);
    if (sign === "'" || sign === '"' || sign === '`') {
      const after = afterQuotes(text, at, sign);
      if (after === undefined) return undefined;
      at = after - 1;
    } else if (sign === '/') {
      const after = afterSlash(text, at);
      if (after === undefined) return undefined;
      at = after - 1;
    } else if (sign === '<' && !/^ <=? /.test(text.slice(at - 1, at + 3))) return undefined;
    else if (CLOSING[sign] !== undefined) waiting.push(CLOSING[sign]);
    else if (sign === waiting.at(-1)) {
      waiting.pop();
      if (waiting.length > 0) continue;
      const last = text.slice(start, at).trim();
      return last === '' ? found : [...found, last];
    } else if (sign === ')' || sign === ']' || sign === '}') return undefined;
    else if (sign === ',' && waiting.length === 1) {
      found.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return undefined;
}

/** Where a text in quotes is over; undefined where it is not, or holds code. */
function afterQuotes(text: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === quote) return at + 1;
    else if (quote === '`' ? sign === '$' && text.charAt(at + 1) === '{' : sign === '\n') return undefined;
  }
  return undefined;
}

/** Behind a comment, or the sign of a division after a name, a number or a bracket. */
function afterSlash(text: string, at: number): number | undefined {
  const next = text.charAt(at + 1);
  if (next === '/' || next === '*') {
    const end = text.indexOf(next === '/' ? '\n' : '*/', at + 2);
    return end < 0 ? undefined : end + (next === '/' ? 1 : 2);
  }
  return /[\w)\]]\s*$/.test(text.slice(Math.max(0, at - 9), at)) ? at + 1 : undefined;
}
