import {
  CodeActionKind,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { chosenEncoding, type Encoding } from './positions.ts';
import { COMMANDS, type InitializationOptions } from './protocol.ts';

/** The kind of the code action that applies every safe fix of a file. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.corslint`;

/** What the editor can do and wants. */
export interface Client {
  readonly options: InitializationOptions;
  /** Whether it asks for diagnostics; others are sent them. */
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly refreshesLenses: boolean;
  readonly related: boolean;
  readonly publishesVersions: boolean;
  readonly configuration: boolean;
  readonly configurationNews: boolean;
  readonly folders: boolean;
  readonly watches: boolean;
  readonly progress: boolean;
  readonly showDocument: boolean;
  readonly versionedEdits: boolean;
  readonly snippetEdits: boolean;
  /** Whether edits may ask to be confirmed. */
  readonly confirms: boolean;
  /** Whether edits may make files. */
  readonly createsFiles: boolean;
  /** Whether code actions may be objects; without that, only commands are understood. */
  readonly actionLiterals: boolean;
  /** Whether hovers may be Markdown. */
  readonly markdown: boolean;
  readonly encoding: Encoding;
}

export function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const { general, textDocument, workspace, window } = capabilities;
  return {
    options: readOptions(initializationOptions),
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    related:
      textDocument?.diagnostic?.relatedInformation === true ||
      textDocument?.publishDiagnostics?.relatedInformation === true,
    publishesVersions: textDocument?.publishDiagnostics?.versionSupport === true,
    configuration: workspace?.configuration === true,
    configurationNews: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    showDocument: window?.showDocument?.support === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    confirms: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    actionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    encoding: chosenEncoding(general?.positionEncodings),
  };
}

/** What the server offers in return. */
export function capabilitiesFor(client: Client): InitializeResult['capabilities'] {
  return {
    positionEncoding: client.encoding,
    // Documents are kept in UTF-16, by whose positions alone they can be changed in parts.
    textDocumentSync: {
      openClose: true,
      change: client.encoding === 'utf-16' ? TextDocumentSyncKind.Incremental : TextDocumentSyncKind.Full,
      save: true,
    },
    ...(client.pulls
      ? { diagnosticProvider: { identifier: 'corslint', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
    hoverProvider: true,
    codeLensProvider: { resolveProvider: true },
    completionProvider: { triggerCharacters: ["'", '"', ':', ' '] },
    executeCommandProvider: { commands: Object.values(COMMANDS) },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didRename: { filters: [{ scheme: 'file', pattern: { glob: '**' } }] } },
    },
  };
}

function readOptions(given: unknown): InitializationOptions {
  if (typeof given !== 'object' || given === null) return {};
  const { settings, workspaceDiagnostics, status, simulateCommand, ...rest } = given as Record<string, unknown>;
  return {
    settings: typeof settings === 'object' && settings !== null ? { ...settings } : rest,
    workspaceDiagnostics: workspaceDiagnostics === 'after-audit' ? 'after-audit' : 'on-request',
    status: status === true,
    ...(typeof simulateCommand === 'string' ? { simulateCommand } : {}),
  };
}
