import type { TextEdit as ProtocolEdit, SnippetTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../text/edit.ts';
import type { Client } from './client.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

const REVIEW = 'review';

/**
 * The same for a fix that is to be looked at first: an editor that can shows what would change and asks. `title` is the fix's.
 */
export function reviewedEdit(
  edits: readonly TextEdit[],
  session: Session,
  client: Client,
  title: string,
): WorkspaceEdit {
  const edit = workspaceEdit(edits, session, client);
  if (!client.confirms || !edit.documentChanges) return edit;
  return {
    documentChanges: edit.documentChanges.map(it =>
      'edits' in it ? { ...it, edits: it.edits.map(own => ({ ...own, annotationId: REVIEW })) } : it,
    ),
    changeAnnotations: {
      [REVIEW]: { label: title, description: 'Whether it is right, the code does not tell.', needsConfirmation: true },
    },
  };
}

/** A file that is not there yet, with its text. */
export function newFileEdit(uri: string, text: string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: false, overwrite: false } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
}

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
