const MOST_LINE = 5_000;

/** Why a file's text is not worth reading, in plain words: binary, or a bundle that nobody edits. */
export function reasonToSkip(path: string, text: string): string | undefined {
  if (text.includes('\0')) return 'binary';
  if (/[.-]min\.[cm]?js$/.test(path)) return 'minified';
  if (path.endsWith('.json')) return undefined;
  return text.length > 20_000 && isMinified(text) ? 'minified' : undefined;
}

/** Most of the text stands in lines that no person writes. */
function isMinified(text: string): boolean {
  let long = 0;
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const length = (end < 0 ? text.length : end) - from;
    if (length > MOST_LINE) long += length;
    from += length + 1;
  }
  return long > text.length / 2;
}
