import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { entryKind, linkOf } from './header-source.ts';
import { indentAt, likeEntry, lineBreakOf } from './header-text.ts';
import type { Read } from './options-edits.ts';

/** Adds a header behind the one that names the origin, written the same way. */
export function addAfter(model: Span, name: string, text: string, read: Read): readonly TextEdit[] | undefined {
  const source = read(model.path);
  if (source !== undefined && linkOf(source, model) !== model) return addAfter(linkOf(source, model), name, text, read);
  const line = source === undefined ? undefined : likeEntry(source, model, name, text);
  if (source === undefined || line === undefined) return undefined;
  const at: Span = { path: model.path, start: model.end, end: model.end };
  const lineStart = source.lastIndexOf('\n', model.start - 1) + 1;
  const ownLine = source.slice(lineStart, model.start).trim() === '';
  const gap = ownLine ? `${lineBreakOf(source)}${indentAt(source, model.start)}` : ' ';
  switch (entryKind(source, model)) {
    case 'statement':
      return [{ at, text: `${gap}${line}` }];
    case 'chained':
      return [{ at, text: ownLine ? `${gap}${line.trimStart()}` : line }];
    case 'property':
    case 'row':
      return [{ at, text: `,${gap}${line}` }];
    case 'other':
      return undefined;
  }
}
