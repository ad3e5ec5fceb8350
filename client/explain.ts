import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';

/** Asks for a browser's error, the clipboard's where it holds one, and shows what it means and what causes it. */
export async function explainBrowserError(client: LanguageClient): Promise<void> {
  const copied = await vscode.env.clipboard.readText();
  const text = await vscode.window.showInputBox({
    title: 'Explain a Browser Error',
    prompt: 'The line of the browser’s console, as it is copied.',
    value: /CORS|Cross-Origin|Access-Control|Failed to fetch|Load failed/i.test(copied) ? copied : '',
  });
  if (!text) return;
  const request = { command: 'corslint.explainError', arguments: [text] };
  const content: string | null = await client.sendRequest(ExecuteCommandRequest.type, request);
  if (content === null) {
    void vscode.window.showInformationMessage('CORS Lint: this is no message of a browser about another origin.');
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
