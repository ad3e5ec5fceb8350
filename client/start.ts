import * as vscode from 'vscode';
import { showOverview } from './overview/view.ts';
import { provideRulePages } from './rulePage.ts';
import { makeClient } from './server.ts';
import { showStatus } from './status.ts';
import { registerTools } from './tools/register.ts';

export interface Started {
  /** Fulfilled when the server answers, or cannot be started. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** Puts the commands in place and starts the language server. */
export function start(context: vscode.ExtensionContext): Started {
  const output = vscode.window.createOutputChannel('CORS Lint', { log: true });
  const client = makeClient(context, output);
  const status = showStatus(client);
  const overview = showOverview(client);
  const command = (id: string, run: (...args: unknown[]) => unknown) =>
    vscode.commands.registerCommand(`corslint.${id}`, run);
  context.subscriptions.push(
    output,
    status,
    overview,
    provideRulePages(client),
    ...registerTools(client),
    command('auditWorkspace', async () => (await import('./audit.ts')).auditWorkspace(client, context)),
    command('explainBrowserError', async () => (await import('./explain.ts')).explainBrowserError(client)),
    command('fixAllInFile', fixAllInFile),
    command('showPolicies', () => vscode.commands.executeCommand('corslint.policies.focus')),
    command('filterPolicies', () => overview.filter()),
    command('refreshPolicies', () => overview.refresh()),
    command('simulateRequest', async (...place: readonly unknown[]) => {
      const { simulateRequest } = await import('./simulator/panel.ts');
      await simulateRequest(client, context, targetOf(place));
    }),
    command('createConfiguration', async () => (await import('./configuration.ts')).createConfiguration(client)),
    command('openWalkthrough', async () => (await import('./sample.ts')).openWalkthrough()),
    command('openSample', async () => (await import('./sample.ts')).openSample(context)),
    command('showSampleProblem', async () => (await import('./sample.ts')).showSampleProblem(context)),
    command('showMenu', async () => (await import('./menu.ts')).showMenu()),
    command('restartServer', () => status.starting(() => client.restart())),
    command('showOutput', () => output.show()),
  );
  const begin = async () => {
    await status.starting(() => client.start());
    await (await import('./sample.ts')).goOn(context);
  };
  return { ready: begin(), stop: () => client.dispose() };
}

/** A place as a code lens hands it over, or a row of the tree. */
function targetOf([first, line]: readonly unknown[]): { readonly uri: string; readonly line: number } | undefined {
  if (typeof first === 'string') return { uri: first, line: typeof line === 'number' ? line : 1 };
  return (first as { readonly at?: { readonly uri: string; readonly line: number } } | undefined)?.at;
}

async function fixAllInFile(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return void vscode.window.showInformationMessage('CORS Lint: no file is open.');
  const changes = await vscode.commands.executeCommand<number>('corslint.fixAll', document.uri.toString());
  if (!changes) vscode.window.setStatusBarMessage('CORS Lint: nothing that can be fixed safely.', 5000);
}
