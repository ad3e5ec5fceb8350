/** A stretch between commas together with one of them and the blanks beside it; undefined where none stands beside it within the bounds. */
export function withComma(
  text: string,
  bounds: { readonly start: number; readonly end: number },
  at: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } | undefined {
  let { start, end } = at;
  const blank = (offset: number) => (text[offset] ?? '').trim() === '' && offset < bounds.end;
  while (blank(end)) end++;
  if (text[end] === ',' && end < bounds.end) {
    do end++;
    while (blank(end));
    return { start: at.start, end };
  }
  while (start > bounds.start && blank(start - 1)) start--;
  return start > bounds.start && text[start - 1] === ',' ? { start: start - 1, end: at.end } : undefined;
}
