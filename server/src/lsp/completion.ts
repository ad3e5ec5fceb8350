import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { proposals } from '../analysis/complete.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

/** The options of a recognised library, and the forms of their values, at a place. */
export function completion(path: string, offset: number, session: Session): CompletionItem[] {
  const lines = session.linesOf(path);
  const found = proposals(session.policiesAt(path, offset), path, session.textOf(path) ?? '', offset);
  return found.map((it, index) => ({
    label: it.label,
    kind: it.kind === 'option' ? CompletionItemKind.Property : CompletionItemKind.Value,
    detail: 'corslint',
    documentation: { kind: 'markdown', value: it.says },
    filterText: it.kind === 'option' ? it.label : it.text,
    sortText: String(index).padStart(3, '0'),
    textEdit: { range: rangeOf(lines, it.at), newText: it.text },
  }));
}
