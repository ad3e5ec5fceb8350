import { removeItem, render } from '../frameworks/options/edits.ts';
import type { PolicyEdit } from '../model/edit.ts';
import type { Documents } from '../syntax/document.ts';
import type { TextEdit } from '../text/edit.ts';

/** Writes a change to code of pages: a property that goes away, a value that becomes another, an attribute. Other edits are none of it. */
export function writeRequest(edit: PolicyEdit, read: Documents): readonly TextEdit[] | undefined {
  if (edit.kind === 'rewrite') return [{ at: edit.at, text: edit.source }];
  const file = 'at' in edit ? read(edit.at.path) : undefined;
  if (!file) return undefined;
  if (edit.kind === 'drop')
    return file.role(edit.at) === 'statement' ? file.remove(edit.at) : removeItem(edit.at, read);
  return edit.kind === 'replace'
    ? file.replace(edit.at, render(edit.value, file.source(edit.at), file.quote))
    : undefined;
}
