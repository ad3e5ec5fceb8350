/** A text without the blanks and comments at its end. */
export function withoutComments(text: string): string {
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
export function matchingParenthesis(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++;
    else if (text[i] === '(' && --depth === 0) return i;
  }
  return 0;
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
