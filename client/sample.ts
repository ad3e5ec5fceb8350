import * as vscode from 'vscode';

/** Set while a window is being opened on the sample, which then goes on with the walkthrough. */
const GOES_ON = 'corslint.walkthrough';
const WALKTHROUGH = 'corslint.corslint#corslint.start';
/** A file of the sample with a problem, and its line from 0. */
const PROBLEM = { path: 'api/routes/catalogue.js', line: 11 };

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
}

/** Opens a fresh copy of the sample workspace, in this window where no folder is open. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const folder = await copySample(context);
  await context.globalState.update(GOES_ON, true);
  const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}

/** Goes to a problem of the sample, whatever folder is open. */
export async function showSampleProblem(context: vscode.ExtensionContext): Promise<void> {
  const folder = sampleCopy(context);
  const isThere = await vscode.workspace.fs.stat(folder).then(
    () => true,
    () => false,
  );
  const file = vscode.Uri.joinPath(isThere ? folder : await copySample(context), PROBLEM.path);
  const at = new vscode.Position(PROBLEM.line, 0);
  await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at), preview: false });
}

/** Whether this window was opened by the walkthrough, which is shown again then. */
export async function goOn(context: vscode.ExtensionContext): Promise<void> {
  if (context.globalState.get(GOES_ON) !== true) return;
  const sample = sampleCopy(context).path;
  if (!vscode.workspace.workspaceFolders?.some(it => it.uri.path === sample)) return;
  await context.globalState.update(GOES_ON, undefined);
  await openWalkthrough();
}

function sampleCopy({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'sample', 'shop');
}

async function copySample(context: vscode.ExtensionContext): Promise<vscode.Uri> {
  const target = sampleCopy(context);
  const source = vscode.Uri.joinPath(context.extensionUri, 'dist', 'sample', 'shop');
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(target, '..'));
  await vscode.workspace.fs.copy(source, target, { overwrite: true });
  return target;
}
