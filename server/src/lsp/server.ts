import {
  type CancellationToken,
  CodeLensRefreshRequest,
  type Connection,
  ErrorCodes,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { OpenWorkspace } from '../analysis/workspace.ts';
import { type Client, capabilitiesFor, clientOf } from './client.ts';
import { codeActions } from './codeActions.ts';
import { codeLenses, lensTexts, resolveLens } from './codeLens.ts';
import { type CommandContext, execute } from './commands.ts';
import { completion } from './completion.ts';
import { pathOf } from './convert.ts';
import { makeDiagnostics } from './diagnostics.ts';
import { followDocuments, makeDocuments } from './documents.ts';
import { answer, attempt } from './guard.ts';
import { hover } from './hover.ts';
import type { Io } from './io.ts';
import { makeScanner } from './scan.ts';
import { openSession } from './session.ts';
import { unwrap } from './settings.ts';
import { pullSettings } from './settingsSync.ts';
import { makeStatus, type StatusReport } from './status.ts';
import { registerWatching, takeEvents } from './watch.ts';

/** Milliseconds before the workspace is read first: an editor shows its documents and asks about them right after the start. */
const SETTLE = 25;

/** At most this many files that are not checked are logged after the workspace has been read. */
const MOST_LOGGED = 50;

/** What exists once the client has said who it is. */
interface Live extends CommandContext {
  readonly status: StatusReport;
}

/** Wires a language server to a connection. The caller has made the connection and listens on it afterwards. */
export function startServer(connection: Connection, open: OpenWorkspace, io: Io, version = '0.0.0'): void {
  const log = (text: string) => connection.console.info(text);
  const fail = (text: string) => connection.console.error(text);
  const warn = (message: string) =>
    void connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: `corslint: ${message}` })
      .catch(() => {});
  const session = openSession(open, io, log, warn);
  const scan = makeScanner(session);
  const documents = makeDocuments();
  const said = new Set<string>();
  let scanning = { isCancellationRequested: false };
  let live: Live | undefined;
  let lenses = '';
  let begin = () => {};
  const begun = new Promise<void>(resolve => {
    begin = resolve;
  });

  /** Answers a request once the settings are known. */
  function serve<T>(what: string, token: CancellationToken, fallback: T, work: (live: Live) => T | Promise<T>) {
    return answer(token, fail, what, fallback, async () => {
      if (!live) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'not initialized');
      await begun;
      return work(live);
    });
  }

  async function readWorkspace(): Promise<void> {
    scanning.isCancellationRequested = true;
    const mine = { isCancellationRequested: false };
    scanning = mine;
    live?.status.reading();
    try {
      const { complete, files, skipped } = await scan(mine);
      if (!complete) return;
      if (session.folders.length > 0)
        log(`Read ${files === 1 ? '1 file' : `${files} files`}, ${session.candidates.size} of them of interest.`);
      for (const { path, why } of skipped.slice(0, MOST_LOGGED)) log(`Not checked: ${path}: ${why}`);
      live?.status.read(skipped);
    } catch (error) {
      fail(`Reading the workspace failed: ${String(error)}`);
      live?.status.read([]);
    }
    live?.diagnostics.changed();
  }

  async function settingsChanged(): Promise<void> {
    if (live) await pullSettings(connection, session, live.client);
    session.settingsChanged();
    await readWorkspace();
  }

  /** With `run` on save, what was checked is not always what is shown. */
  function isCurrent(path: string): boolean {
    const shown = session.shown.get(path);
    return shown === undefined || documents.get(shown.uri)?.version === shown.version;
  }

  /** Whether this is one file and no folder. */
  function isFile(uri: string): boolean {
    return io.exists(pathOf(uri));
  }

  /** A document that is too large, say, would pass for a clean one; an editor that shows the state says so itself. */
  function sayIfSkipped(path: string): void {
    const why = said.has(path) || !session.workspace.concerns(path) ? undefined : session.whySkipped(path);
    if (why === undefined) return;
    said.add(path);
    log(`Not checked: ${path}: ${why}`);
    if (!live?.client.options.status && !session.isLeftOut(path)) warn(`${path} is not checked: ${why}`);
  }

  /** What stands over a policy may follow from another file, or from the settings. */
  function renewLenses(client: Client): void {
    if (!client.refreshesLenses) return;
    const now = JSON.stringify([...session.shown.keys()].map(it => [it, lensTexts(it, session)]));
    if (now === lenses) return;
    lenses = now;
    void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const client = clientOf(params);
    session.setFolders(foldersOf(params));
    session.setEncoding(client.encoding);
    session.settings.take(undefined, unwrap(client.options.settings));
    const status = makeStatus(connection, session, client);
    const diagnostics = makeDiagnostics(connection, session, client, () => {
      status.tell();
      for (const path of session.shown.keys()) sayIfSkipped(path);
      renewLenses(client);
    });
    live = { connection, session, client, scan, diagnostics, status, isCurrent };
    return { serverInfo: { name: 'corslint', version }, capabilities: capabilitiesFor(client) };
  });

  connection.onInitialized(async () => {
    if (!live) return;
    registerWatching(connection, live.client);
    await pullSettings(connection, session, live.client);
    session.settingsChanged();
    begin();
    if (live.client.folders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(it => pathOf(it.uri));
        session.setFolders([...session.folders.filter(it => !gone.includes(it)), ...added.map(it => pathOf(it.uri))]);
        void settingsChanged();
      });
    await new Promise(resolve => setTimeout(resolve, SETTLE));
    // A client that is gone by then is not told.
    await readWorkspace().catch(() => {});
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    const given: unknown = settings;
    if (live && !live.client.configuration) session.settings.take(undefined, unwrap(given));
    void settingsChanged();
  });

  connection.onDidChangeWatchedFiles(({ changes }) =>
    attempt(fail, 'Taking news of files', () => {
      if (takeEvents(changes, session)) void readWorkspace();
      else live?.diagnostics.changed();
    }),
  );

  connection.workspace.onDidRenameFiles(({ files }) =>
    attempt(fail, 'Taking other names of files', () => {
      if (files.some(it => !isFile(it.newUri))) return void readWorkspace();
      const renamed = [
        ...files.map((it): FileEvent => ({ uri: it.oldUri, type: FileChangeType.Deleted })),
        ...files.map((it): FileEvent => ({ uri: it.newUri, type: FileChangeType.Created })),
      ];
      if (takeEvents(renamed, session)) void readWorkspace();
      else live?.diagnostics.changed();
    }),
  );

  followDocuments(documents, session, fail, {
    changed: () => live?.diagnostics.changed(),
    closed: path => live?.diagnostics.closed(path),
  });

  connection.languages.diagnostics.on((params, token) => {
    const asked = documents.get(params.textDocument?.uri)?.version;
    return serve('Checking a file', token, { kind: 'full', items: [] }, it =>
      it.diagnostics.pull(session.pathOf(params.textDocument.uri), asked, params.previousResultId),
    );
  });
  connection.languages.diagnostics.onWorkspace((params, token, _, progress) =>
    serve('Checking the workspace', token, { items: [] }, it => it.diagnostics.pullAll(params, token, progress)),
  );
  connection.onCodeAction((params, token) =>
    serve('Looking for fixes', token, [], ({ client }) => {
      const path = session.pathOf(params.textDocument.uri);
      if (!session.shown.has(path) || !isCurrent(path)) return [];
      return [...codeActions(params, path, session, client)];
    }),
  );
  connection.onHover((params, token) =>
    serve('Describing a policy', token, null, ({ client }) => {
      const path = session.pathOf(params.textDocument.uri);
      return hover(path, session.linesOf(path).offset(params.position), session, client.markdown);
    }),
  );
  connection.onCodeLens((params, token) =>
    serve('Saying policies in brief', token, [], () => {
      const path = session.pathOf(params.textDocument.uri);
      return isCurrent(path) ? [...codeLenses(path, session)] : [];
    }),
  );
  connection.onCodeLensResolve((lens, token) =>
    serve('Saying a policy in brief', token, lens, ({ client }) => resolveLens(lens, session, client)),
  );
  connection.onCompletion((params, token) =>
    serve('Proposing options', token, [], () => {
      const path = session.pathOf(params.textDocument.uri);
      return completion(path, session.linesOf(path).offset(params.position), session);
    }),
  );
  connection.onExecuteCommand((params, token, progress) =>
    serve<unknown>(`Doing ${params.command}`, token, null, it => execute(params, token, progress, it)),
  );
  connection.onShutdown(() => {
    scanning.isCancellationRequested = true;
    live?.diagnostics.dispose();
  });
  documents.listen(connection);
}

/** The workspace's folders, as clients of every age name them. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(it => pathOf(it.uri));
  return rootUri ? [pathOf(rootUri)] : rootPath ? [rootPath.replaceAll('\\', '/')] : [];
}
