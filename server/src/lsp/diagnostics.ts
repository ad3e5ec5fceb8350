import { createHash } from 'node:crypto';
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type ResultProgressReporter,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Client } from './client.ts';
import { configurationProblems } from './configuration.ts';
import { diagnosticOf, toldOf } from './convert.ts';
import { attempt } from './guard.ts';
import type { Session } from './session.ts';

/** Milliseconds of quiet after which what follows from a change is told. */
const QUIET = 200;

/** What is to be shown in one file; `id` is the same exactly when the content is. */
interface Report {
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

export interface Diagnostics {
  /** `textDocument/diagnostic`. */
  pull(path: string, version: number | undefined, previous: string | undefined): DocumentDiagnosticReport;
  /** `workspace/diagnostic`; see `InitializationOptions`. */
  pullAll(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  ): Promise<WorkspaceDiagnosticReport>;
  /** Something changed: after a moment of quiet, whoever looks at what follows from it is told. */
  changed(): void;
  /** From now on the findings of every file are told, open or not. */
  showAll(): void;
  closed(path: string): void;
  dispose(): void;
}

/** A `workspace/diagnostic` request that waits for something to happen. */
interface Held {
  /** Path → the report that the client has. */
  readonly sent: Map<string, string>;
  readonly progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined;
  readonly finish: (items: WorkspaceDocumentDiagnosticReport[]) => void;
}

/** `afterwards` is called after whoever looks has been told. */
export function makeDiagnostics(
  connection: Connection,
  session: Session,
  client: Client,
  afterwards: () => void = () => {},
): Diagnostics {
  /** Path → the report that the client has for it as a document. */
  const told = new Map<string, string>();
  let asked = client.options.workspaceDiagnostics !== 'after-audit' && client.pulls;
  /** Whether the findings of every file are told, open or not. */
  const all = () => asked || session.settings.closedFiles;
  let held: Held | undefined;
  let timer: NodeJS.Timeout | undefined;

  function reportOf(path: string): Report {
    const items = [
      ...configurationProblems(path, session),
      ...session.findings(path).map(it => diagnosticOf(it, session, client.related)),
      ...(session.allTold().get(path) ?? []).map(it => toldOf(it, session, client.related)),
    ];
    return { items, id: createHash('sha1').update(JSON.stringify(items)).digest('base64url') };
  }

  /** The files in which something is said. */
  function everywhere(): readonly string[] {
    return [...session.allFindings().keys(), ...session.allTold().keys(), ...broken()];
  }

  /** The configuration files that make no sense, which are told open or not. */
  function broken(): readonly string[] {
    return [...session.settings.sources].filter(it => configurationProblems(it, session).length > 0);
  }

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        attempt(session.log, 'Telling what changed', () => {
          tell();
          afterwards();
        }),
      QUIET,
    );
  }

  function tell(): void {
    if (client.pulls) {
      const stale = [...session.shown.keys()].some(it => told.has(it) && told.get(it) !== reportOf(it).id);
      if (stale && client.refreshes) connection.languages.diagnostics.refresh();
      flush();
    } else push();
  }

  function push(): void {
    const unasked = new Set(broken());
    const paths = new Set([...session.shown.keys(), ...told.keys(), ...unasked, ...(all() ? everywhere() : [])]);
    for (const path of paths) {
      const wanted = all() || session.shown.has(path) || unasked.has(path);
      const { items, id } = wanted ? reportOf(path) : { items: [], id: '' };
      if (told.get(path) === id) continue;
      if (wanted) told.set(path, id);
      else told.delete(path);
      const version = session.shown.get(path)?.version;
      void connection.sendDiagnostics({
        uri: session.uriOf(path),
        diagnostics: [...items],
        ...(version === undefined || !client.publishesVersions ? {} : { version }),
      });
    }
  }

  /** Sends what the holder of the workspace request does not have yet. */
  function flush(): void {
    if (!held) return;
    const news = newsFor(held.sent);
    if (news.length === 0) return;
    if (held.progress) held.progress.report({ items: news });
    else {
      held.finish(news);
      held = undefined;
    }
  }

  function newsFor(sent: Map<string, string>): WorkspaceDocumentDiagnosticReport[] {
    const news: WorkspaceDocumentDiagnosticReport[] = [];
    for (const path of new Set([...(all() ? everywhere() : []), ...sent.keys()])) {
      const { id, items } = all() ? reportOf(path) : { id: '', items: [] };
      if (sent.get(path) === id) continue;
      sent.set(path, id);
      const version = session.shown.get(path)?.version ?? null;
      news.push({ kind: 'full', uri: session.uriOf(path), version, resultId: id, items: [...items] });
    }
    return news;
  }

  return {
    changed,
    pull(path, version, previous) {
      if (version !== session.shown.get(path)?.version && session.settings.of(path).run === 'onType')
        throw new ResponseError(LSPErrorCodes.ServerCancelled, 'overtaken by a change', { retriggerRequest: true });
      const { id, items } = reportOf(path);
      told.set(path, id);
      return previous === id ? { kind: 'unchanged', resultId: id } : { kind: 'full', resultId: id, items: [...items] };
    },
    async pullAll(params, token, progress) {
      held?.finish([]);
      const sent = new Map(params.previousResultIds.map(it => [session.pathOf(it.uri), it.value]));
      if (client.options.workspaceDiagnostics !== 'after-audit') {
        const had = new Map(sent);
        const news = newsFor(sent);
        const same = [...had.keys()].filter(it => had.get(it) === sent.get(it));
        return {
          items: [
            ...news,
            ...same.map(it => ({
              kind: 'unchanged' as const,
              uri: session.uriOf(it),
              version: session.shown.get(it)?.version ?? null,
              resultId: sent.get(it) ?? '',
            })),
          ],
        };
      }
      return new Promise(resolve => {
        const mine: Held = { sent, progress, finish: items => resolve({ items }) };
        held = mine;
        token.onCancellationRequested(() => {
          if (held === mine) held = undefined;
          resolve({ items: [] });
        });
        flush();
      });
    },
    showAll() {
      asked = true;
      changed();
    },
    closed(path) {
      // The editor goes on showing what it last had for the file until it is told otherwise.
      if (client.pulls) {
        told.delete(path);
        held?.sent.set(path, 'stale');
      }
      changed();
    },
    dispose() {
      clearTimeout(timer);
      held?.finish([]);
      held = undefined;
    },
  };
}
