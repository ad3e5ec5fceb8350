import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';

const SCHEME = 'corslint-rule';

/** Lets the editor show the pages of rules itself, from what the server knows: nothing is fetched from anywhere. */
export function provideRulePages(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const rule = uri.path.slice(1).replace(/\.md$/, '');
      const request = { command: 'corslint.rulePage', arguments: [rule] };
      return (await client.sendRequest(ExecuteCommandRequest.type, request)) ?? 'There is no such rule.';
    },
  });
}

export async function showRulePage(rule: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
