import { removeItem, render } from '../frameworks/options/edits.ts';
import type { PolicyEdit } from '../model/edit.ts';
import type { Documents } from '../syntax/document.ts';
import type { TextEdit } from '../text/edit.ts';

/** Writes a change to a request: a property that goes away, a value that becomes another. Other edits are no client's. */
export function writeRequest(edit: PolicyEdit, read: Documents): readonly TextEdit[] | undefined {
  const file = 'at' in edit ? read(edit.at.path) : undefined;
  if (!file) return undefined;
  if (edit.kind === 'drop')
    return file.role(edit.at) === 'statement' ? file.remove(edit.at) : removeItem(edit.at, read);
  return edit.kind === 'replace'
    ? file.replace(edit.at, render(edit.value, file.source(edit.at), file.quote))
    : undefined;
}
