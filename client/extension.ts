import * as vscode from 'vscode';
import { auditWorkspace } from './audit.ts';
import { explainBrowserError } from './explain.ts';
import { showOverview } from './overview/view.ts';
import { provideRulePages } from './rulePage.ts';
import { makeClient } from './server.ts';
import { showStatus } from './status.ts';

let stop: (() => Promise<void>) | undefined;

/** Starts the language server and puts the commands in place. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('CORS Lint', { log: true });
  const client = makeClient(context, output);
  const status = showStatus(client);
  const overview = showOverview(client);
  const command = (id: string, run: () => unknown) => vscode.commands.registerCommand(`corslint.${id}`, run);
  context.subscriptions.push(
    output,
    status,
    overview,
    provideRulePages(client),
    command('auditWorkspace', () => auditWorkspace(client, context)),
    command('explainBrowserError', () => explainBrowserError(client)),
    command('fixAllInFile', fixAllInFile),
    command('showPolicies', () => vscode.commands.executeCommand('corslint.policies.focus')),
    command('filterPolicies', () => overview.filter()),
    command('refreshPolicies', () => overview.refresh()),
    command('restartServer', () => status.starting(() => client.restart())),
    command('showOutput', () => output.show()),
  );
  stop = () => client.dispose();
  await status.starting(() => client.start());
}

export async function deactivate(): Promise<void> {
  await stop?.();
}

async function fixAllInFile(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return void vscode.window.showInformationMessage('CORS Lint: no file is open.');
  const changes = await vscode.commands.executeCommand<number>('corslint.fixAll', document.uri.toString());
  if (!changes) vscode.window.setStatusBarMessage('CORS Lint: nothing that can be fixed safely.', 5000);
}
