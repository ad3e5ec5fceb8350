import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import type { Status } from '../server/src/lsp/protocol.ts';
import { SELECTOR } from './server.ts';

export interface StatusItem extends vscode.Disposable {
  /** Shows that the server is starting, or that it could not. */
  starting(start: () => Promise<void>): Promise<void>;
}

/** The item behind `{}` in the status bar: what the server is doing, and what it says of the file in front. */
export function showStatus(client: LanguageClient): StatusItem {
  const item = vscode.languages.createLanguageStatusItem('corslint', SELECTOR);
  item.name = 'CORS Lint';
  let server: Status | undefined;
  let failed = false;

  function render(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const view = failed || client.state === State.Stopped ? STOPPED : viewOf(server, uri);
    item.busy = client.state === State.Starting || view.busy === true;
    item.text = view.text;
    item.detail = view.detail ?? '';
    item.severity = view.severity ?? vscode.LanguageStatusSeverity.Information;
    item.command = view === STOPPED ? SHOW_OUTPUT : MENU;
  }

  const listeners = [
    client.onNotification('corslint/status', (status: Status) => {
      server = status;
      render();
    }),
    client.onDidChangeState(render),
    vscode.languages.onDidChangeDiagnostics(render),
    vscode.window.onDidChangeActiveTextEditor(render),
  ];

  return {
    async starting(start) {
      failed = false;
      server = undefined;
      render();
      try {
        await start();
      } catch (error) {
        failed = true;
        client.error('The server does not start.', error, false);
        void vscode.window.showErrorMessage('CORS Lint does not start.', 'Show Output').then(choice => {
          if (choice) client.outputChannel.show();
        });
      }
      render();
    },
    dispose() {
      item.dispose();
      for (const it of listeners) it.dispose();
    },
  };
}

interface View {
  readonly text: string;
  readonly detail: string | undefined;
  readonly severity?: vscode.LanguageStatusSeverity;
  readonly busy?: boolean;
}

const SHOW_OUTPUT = { command: 'corslint.showOutput', title: 'Show Output' };
const MENU = { command: 'corslint.showMenu', title: 'Menu…' };
const STOPPED: View = {
  text: 'CORS Lint does not run',
  detail: 'The output tells why.',
  severity: vscode.LanguageStatusSeverity.Error,
};

function viewOf(server: Status | undefined, uri: vscode.Uri | undefined): View {
  const why = server?.skipped.find(it => uri && vscode.Uri.parse(it.uri).toString() === uri.toString())?.why;
  const files = server === undefined ? undefined : `${plural(server.files, 'file', 'files')} of interest`;
  if (why !== undefined)
    return { text: 'CORS Lint: not checked', detail: why, severity: vscode.LanguageStatusSeverity.Warning };
  const own = uri ? vscode.languages.getDiagnostics(uri).filter(it => it.source === 'corslint') : [];
  const reading = server?.state === 'reading';
  return {
    text: own.length === 0 ? 'CORS Lint: nothing found' : `CORS Lint: ${plural(own.length, 'problem', 'problems')}`,
    detail: reading ? 'reading the workspace' : files,
    busy: reading,
  };
}

function plural(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
