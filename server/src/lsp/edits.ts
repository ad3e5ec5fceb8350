import type { TextEdit as ProtocolEdit, SnippetTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../text/edit.ts';
import type { Client } from './client.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

/**
 * Edits as the client takes them. Open documents are named with the version that was looked at, so that an editor refuses
 * what is stale. `select` is a word of the new text that the editor selects for typing over, where it can.
 */
export function workspaceEdit(
  edits: readonly TextEdit[],
  session: Session,
  client: Client,
  select?: string,
): WorkspaceEdit {
  const paths = [...new Set(edits.map(it => it.at.path))];
  const plain = ({ at, text }: TextEdit): ProtocolEdit => ({
    range: rangeOf(session.linesOf(at.path), at),
    newText: text,
  });
  const rich = (edit: TextEdit): ProtocolEdit | SnippetTextEdit => {
    if (select === undefined || !client.snippetEdits) return plain(edit);
    const value = snippet(edit.text).replace(select, `\${1:${select}}`);
    return { range: plain(edit).range, snippet: { kind: 'snippet', value } };
  };
  const of = (path: string) => edits.filter(it => it.at.path === path);
  if (!client.versionedEdits)
    return { changes: Object.fromEntries(paths.map(path => [session.uriOf(path), of(path).map(plain)])) };
  const documentChanges = paths.map(
    (path): TextDocumentEdit => ({
      textDocument: { uri: session.uriOf(path), version: session.shown.get(path)?.version ?? null },
      edits: of(path).map(rich),
    }),
  );
  return { documentChanges };
}

function snippet(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&');
}
