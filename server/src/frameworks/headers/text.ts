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
