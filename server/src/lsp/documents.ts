import { TextDocuments, type TextDocumentsConfiguration } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from './convert.ts';
import { attempt, type Log } from './guard.ts';
import type { Session } from './session.ts';

export type Documents = TextDocuments<TextDocument>;

export function makeDocuments(): Documents {
  const configuration: TextDocumentsConfiguration<TextDocument> = TextDocument;
  return new TextDocuments(configuration);
}

/** Endings by which a document that has no file yet is read. */
const ENDINGS: Readonly<Record<string, string>> = {
  javascript: '.js',
  javascriptreact: '.jsx',
  typescript: '.ts',
  typescriptreact: '.tsx',
  json: '.json',
  yaml: '.yaml',
  toml: '.toml',
};

/** The path of a document; one without a file has a made-up path that tells its language. */
export function pathOfDocument({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): string {
  const path = pathOf(uri);
  return path === uri ? uri + (ENDINGS[languageId] ?? '') : path;
}

/** Keeps the session's view of the open documents: after every change, or after saving where the settings say so. */
export function followDocuments(
  documents: Documents,
  session: Session,
  fail: Log,
  tell: { readonly changed: () => void; readonly closed: (path: string) => void },
): void {
  function show(document: TextDocument): void {
    const path = pathOfDocument(document);
    session.show({ uri: document.uri, path, version: document.version, text: document.getText() });
    tell.changed();
  }
  documents.onDidChangeContent(({ document }) =>
    attempt(fail, 'Taking a change', () => {
      const path = pathOfDocument(document);
      if (!session.shown.has(path) || session.settings.of(path).run === 'onType') show(document);
    }),
  );
  documents.onDidSave(({ document }) => attempt(fail, 'Taking a saved file', () => show(document)));
  documents.onDidClose(({ document }) =>
    attempt(fail, 'Closing a file', () => {
      const path = pathOfDocument(document);
      session.hide(path);
      tell.closed(path);
    }),
  );
}
