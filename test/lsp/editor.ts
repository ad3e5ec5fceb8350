import { PassThrough } from 'node:stream';
import {
  ApplyWorkspaceEditRequest,
  type CodeAction,
  CodeActionRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  FileChangeType,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  LogMessageNotification,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  type Range,
  RegistrationRequest,
  ShowDocumentRequest,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { type FakeDisk, fakeDisk, openFake } from './fake.ts';

export interface EditorOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly open?: OpenWorkspace;
  /** An editor that is sent diagnostics, and offers little else. */
  readonly plain?: boolean;
  /** Over those of `plain` or not. */
  readonly capabilities?: InitializeParams['capabilities'];
  /** What an editor says that knows no workspace folders. */
  readonly rootUri?: string;
  readonly initializationOptions?: unknown;
  readonly settings?: (scope: string | undefined) => unknown;
}

export const CAPABILITIES: InitializeParams['capabilities'] = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    diagnostic: { relatedInformation: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
  },
  window: { showDocument: { support: true } },
};

const PLAIN: InitializeParams['capabilities'] = {
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
  },
};

/** An editor that speaks to a server over streams in memory. */
export async function startEditor(options: EditorOptions = {}) {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  const disk: FakeDisk = fakeDisk(options.files ?? {});
  startServer(server, options.open ?? openFake, disk);
  server.listen();

  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published = new Map<string, { readonly version: number | undefined; readonly diagnostics: Diagnostic[] }>();
  const documents = new Map<string, TextDocument>();
  const registered: string[] = [];
  const log: string[] = [];
  const shown: string[] = [];
  const messages: string[] = [];
  let refreshes = 0;
  let settings = options.settings ?? (() => null);
  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
    published.set(uri, { version, diagnostics });
  });
  client.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  client.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
  client.onRequest(DiagnosticRefreshRequest.type, () => void refreshes++);
  client.onRequest(ConfigurationRequest.type, ({ items }) => items.map(it => settings(it.scopeUri)));
  client.onRequest(RegistrationRequest.type, ({ registrations }) => {
    registered.push(...registrations.map(it => it.method));
  });
  client.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push(uri);
    return { success: true };
  });
  client.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
    apply(edit);
    return { applied: true };
  });
  client.listen();

  const initialized = await client.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: options.rootUri ?? null,
    capabilities: { ...(options.plain ? PLAIN : CAPABILITIES), ...options.capabilities },
    ...(options.rootUri === undefined && {
      workspaceFolders: (options.folders ?? ['/w']).map(it => ({ uri: `file://${it}`, name: it })),
    }),
    initializationOptions: options.initializationOptions,
  });
  await client.sendNotification(InitializedNotification.type, {});

  /** Does what an editor does with an edit: refuses what is stale, changes the open document or the file. */
  function apply(edit: WorkspaceEdit): void {
    const changes = Object.entries(edit.changes ?? {}).map(([uri, edits]) => ({ uri, version: null, edits }));
    const versioned = (edit.documentChanges ?? []).flatMap(it =>
      'edits' in it ? [{ ...it.textDocument, edits: it.edits }] : [],
    );
    for (const { uri, version, edits } of [...changes, ...versioned]) {
      const document = documents.get(uri);
      if (version !== null && document?.version !== version) throw new Error(`stale edit of ${uri}`);
      const plain = edits.map(it =>
        'snippet' in it ? { range: it.range, newText: it.snippet.value } : { range: it.range, newText: it.newText },
      );
      const path = uri.replace('file://', '');
      const before = document ?? TextDocument.create(uri, 'x', 0, disk.read(path) ?? '');
      const text = TextDocument.applyEdits(before, plain);
      if (document) replace(uri, text);
      else disk.write(path, text);
    }
  }

  function replace(uri: string, text: string): void {
    const document = documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    const version = document.version + 1;
    documents.set(uri, TextDocument.create(uri, document.languageId, version, text));
    void client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  const editor = {
    client,
    disk,
    initialized,
    published,
    registered,
    log,
    shown,
    messages,
    apply,
    replace,
    refreshes: () => refreshes,
    text: (uri: string) => documents.get(uri)?.getText(),
    open(uri: string, text: string, languageId = 'typescript') {
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      void client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    close(uri: string) {
      documents.delete(uri);
      void client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    },
    save(uri: string) {
      disk.write(uri.replace('file://', ''), documents.get(uri)?.getText());
      void client.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    },
    /** Writes a file behind the server's back, and tells it so as an editor's watcher does. */
    write(path: string, text: string | undefined) {
      disk.write(path, text);
      const type = text === undefined ? FileChangeType.Deleted : FileChangeType.Changed;
      void client.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: `file://${path}`, type }],
      });
    },
    configure(next: (scope: string | undefined) => unknown) {
      settings = next;
      void client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    pull: (uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
      client.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
        ...(previousResultId === undefined ? {} : { previousResultId }),
      }),
    async problems(uri: string): Promise<readonly Diagnostic[]> {
      const report = await editor.pull(uri);
      return report.kind === 'full' ? report.items : [];
    },
    async actions(uri: string, range: Range, only?: string[]): Promise<readonly CodeAction[]> {
      const answer = await client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only ? { only } : {}) },
      });
      return (answer ?? []).filter((it): it is CodeAction => !('command' in it && typeof it.command === 'string'));
    },
    execute: (command: string, ...args: unknown[]): Promise<unknown> =>
      client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args as never[] }),
    async stop() {
      await client.sendRequest(ShutdownRequest.type);
      client.dispose();
      server.dispose();
    },
  };
  return editor;
}

export type Editor = Awaited<ReturnType<typeof startEditor>>;

/** Waits until `test` holds; fails after ten seconds. */
export async function until(test: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

export const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

export const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The whole of a line. */
export function line(number: number): Range {
  return { start: { line: number, character: 0 }, end: { line: number, character: 1000 } };
}
