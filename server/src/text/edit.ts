import { comparePlaces, type Span } from './span.ts';

/** Puts `text` in the place of `at`. */
export interface TextEdit {
  readonly at: Span;
  readonly text: string;
}

/** Applies the edits that concern `path`; undefined where two of them overlap. */
export function applyEdits(path: string, text: string, edits: readonly TextEdit[]): string | undefined {
  const own = edits.filter(it => it.at.path === path).sort((a, b) => comparePlaces(a.at, b.at));
  let result = '';
  let from = 0;
  for (const { at, text: replacement } of own) {
    if (at.start < from) return undefined;
    result += text.slice(from, at.start) + replacement;
    from = at.end;
  }
  return result + text.slice(from);
}
