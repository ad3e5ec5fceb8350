import * as vscode from 'vscode';

/** What can be done, in the order in which it is mostly wanted. */
const ENTRIES: readonly (vscode.QuickPickItem & { readonly command: string })[] = [
  { label: '$(search) Audit Workspace', description: 'a report on every file', command: 'corslint.auditWorkspace' },
  { label: '$(list-tree) Show Policies and Calls', command: 'corslint.showPolicies' },
  { label: '$(play) Simulate a Request…', command: 'corslint.simulateRequest' },
  { label: '$(question) Explain a Browser Error…', command: 'corslint.explainBrowserError' },
  { label: '$(wand) Fix All in File', description: 'what can be fixed safely', command: 'corslint.fixAllInFile' },
  { label: '$(gear) Create Configuration File', command: 'corslint.createConfiguration' },
  { label: '$(book) Open Walkthrough', description: 'with a sample workspace', command: 'corslint.openWalkthrough' },
  { label: '$(output) Show Output', command: 'corslint.showOutput' },
  { label: '$(debug-restart) Restart Server', command: 'corslint.restartServer' },
];

/** The menu of the item in the status bar. */
export async function showMenu(): Promise<void> {
  const chosen = await vscode.window.showQuickPick(ENTRIES, { title: 'CORS Lint', placeHolder: 'What to do' });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
