import type { CodeFile } from '../../syntax/code.ts';
import type { Span } from '../../text/span.ts';

const NAMES = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const DECLARED = new RegExp(String.raw`\bexport\s+(?:async\s+function|function|const|let|var)\s+(${NAMES})\b`, 'g');
/** `export { a as GET }`, `export const { GET, b: POST } = …`. */
const LISTED = /\bexport\s*(?:const\s*|let\s*|var\s*)?\{([^}]*)\}/g;
const LAST = new RegExp(String.raw`(?:^|[\s:])(${NAMES})\s*$`);

/** A function that a file exports under the name of a method, and the name by which the file knows it where that is another. */
export interface ExportedMethod {
  readonly method: string;
  readonly at: Span;
  readonly local?: string;
}

/** The methods that a file of routes exports a function for, in order of place. */
export function exportedMethods({ text, path }: Pick<CodeFile, 'text' | 'path'>): readonly ExportedMethod[] {
  const found = [...text.matchAll(DECLARED)].map(it => methodAt(it[1] ?? '', it.index + it[0].length, path));
  for (const list of text.matchAll(LISTED)) {
    let start = list.index + list[0].indexOf('{') + 1;
    for (const item of (list[1] ?? '').split(',')) {
      const method = LAST.exec(item)?.[1];
      const local = /^\s*([\w$]+)\s+as\s/.exec(item)?.[1];
      const end = start + item.trimEnd().length;
      if (method) found.push({ ...methodAt(method, end, path), ...(local === undefined ? {} : { local }) });
      start += item.length + 1;
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start);
}

function methodAt(method: string, end: number, path: string): ExportedMethod {
  return { method, at: { path, start: end - method.length, end } };
}
