import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';

/** Makes a commented configuration in a workspace folder, or shows the one that is there. */
export async function createConfiguration(client: LanguageClient): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (!folder) {
    if (folders.length === 0) void vscode.window.showInformationMessage('CORS Lint: no folder is open.');
    return;
  }
  const request = { command: 'corslint.init', arguments: [client.code2ProtocolConverter.asUri(folder.uri)] };
  const made: string = await client.sendRequest(ExecuteCommandRequest.type, request);
  const document = await vscode.workspace.openTextDocument(client.protocol2CodeConverter.asUri(made));
  await document.save();
  await vscode.window.showTextDocument(document);
}
