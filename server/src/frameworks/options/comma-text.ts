import type { NewValue } from '../../model/edit.ts';
import { type List, textOf, type Value } from '../../syntax/value.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from './edits.ts';

/** The pieces of a text between its commas as a list; their places lie inside the literal where it is written plainly. */
export function pieces(value: Value, source: (span: Span) => string, trimmed: boolean): List | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const { span } = value;
  const inside = source(span).slice(1, -1) === text;
  let from = span.start + 1;
  const items = text.split(',').map((whole): Value => {
    const piece = trimmed ? whole.trim() : whole;
    const start = from + (trimmed ? whole.length - whole.trimStart().length : 0);
    from += whole.length + 1;
    return {
      kind: 'literal',
      value: piece,
      span: inside ? { path: span.path, start, end: start + piece.length } : span,
    };
  });
  return { kind: 'list', container: 'array', items, span };
}

/** Puts another value in the place of a piece within a literal; undefined where `at` is no such piece. */
export function replacePiece(at: Span, value: NewValue, read: Read): readonly TextEdit[] | undefined {
  const text = inCommas(value);
  return text === undefined ? undefined : read(at.path)?.replacePiece(at, text);
}

/** A value as a library reads it between commas: texts as they are, a pattern between slashes. */
export function inCommas(value: NewValue): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'texts':
      return value.texts.join(',');
    case 'pattern':
      return value.source.includes(',') ? undefined : `/${value.source}/${value.flags}`;
    default:
      return undefined;
  }
}
