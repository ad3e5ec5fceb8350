import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import type { Audit } from '../server/src/lsp/protocol.ts';
import { showReport } from './report.ts';

/** Has the server read the whole workspace and shows what it found. From then on every file's findings are in Problems. */
export async function auditWorkspace(client: LanguageClient, context: vscode.ExtensionContext): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'CORS audit', cancellable: true };
  const audit = await vscode.window.withProgress(options, async (progress, token) => {
    const workDoneToken = randomUUID();
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, it => {
      if (it.kind !== 'end' && it.message !== undefined) progress.report({ message: it.message });
    });
    try {
      const request = { command: 'corslint.audit', workDoneToken };
      return (await client.sendRequest(ExecuteCommandRequest.type, request, token)) as Audit | null;
    } catch (error) {
      if (!token.isCancellationRequested) client.error('The audit failed.', error, 'force');
      return null;
    } finally {
      listener.dispose();
    }
  });
  if (audit) showReport(audit, client, context);
}
