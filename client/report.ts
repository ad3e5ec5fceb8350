import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Audit } from '../server/src/lsp/protocol.ts';
import { showRulePage } from './rulePage.ts';

/** What the page asks for. */
type Message =
  | { readonly kind: 'open'; readonly uri: string; readonly line: number; readonly column: number }
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'copy' }
  | { readonly kind: 'save' }
  | { readonly kind: 'again' };

let panel: vscode.WebviewPanel | undefined;
let listener: vscode.Disposable | undefined;

/** Opens the report of an audit, in the place of the one before. */
export function showReport(audit: Audit, client: LanguageClient, context: vscode.ExtensionContext): void {
  panel ??= openPanel(context);
  const { webview } = panel;
  webview.html = page(audit.report.fragment);
  listener?.dispose();
  listener = webview.onDidReceiveMessage((message: Message) => act(message, audit, client));
  panel.reveal(undefined, false);
}

function openPanel(context: vscode.ExtensionContext): vscode.WebviewPanel {
  const options = { enableScripts: true, localResourceRoots: [], enableFindWidget: true };
  const made = vscode.window.createWebviewPanel('corslint.report', 'CORS Audit', vscode.ViewColumn.Active, options);
  made.iconPath = vscode.Uri.joinPath(context.extensionUri, 'client', 'icon.png');
  made.onDidDispose(() => {
    panel = undefined;
    listener?.dispose();
    listener = undefined;
  });
  return made;
}

async function act(message: Message, audit: Audit, client: LanguageClient): Promise<void> {
  switch (message.kind) {
    case 'open': {
      const at = new vscode.Position(message.line - 1, message.column - 1);
      const uri = client.protocol2CodeConverter.asUri(message.uri);
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), preview: true });
      return;
    }
    case 'rule':
      await showRulePage(message.rule);
      return;
    case 'copy':
      await vscode.env.clipboard.writeText(audit.report.markdown);
      vscode.window.setStatusBarMessage('CORS Lint: the report is on the clipboard.', 5000);
      return;
    case 'save':
      await save(audit);
      return;
    case 'again':
      await vscode.commands.executeCommand('corslint.auditWorkspace');
  }
}

async function save({ report }: Audit): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { HTML: ['html'], Markdown: ['md'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, 'cors-audit.html') } : {}),
  });
  if (!target) return;
  const text = target.path.endsWith('.md') ? report.markdown : report.html;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

function page(fragment: string): string {
  const nonce = randomBytes(16).toString('base64');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CORS audit</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style></head>
<body>
<nav aria-label="Report"><button data-send="again">Audit again</button><button data-send="copy">Copy as Markdown</button><button data-send="save">Save…</button></nav>
${fragment}
<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

/** Links to code and to rules are asked for, since a page in here may not go anywhere. */
const SCRIPT = `
const editor = acquireVsCodeApi();
document.addEventListener('click', event => {
  const button = event.target.closest('[data-send]');
  if (button) return editor.postMessage({ kind: button.dataset.send });
  const link = event.target.closest('a');
  if (!link) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { line, column, rule } = link.dataset;
  if (rule) editor.postMessage({ kind: 'rule', rule });
  else if (line) editor.postMessage({ kind: 'open', uri: link.getAttribute('href'), line: Number(line), column: Number(column) });
}, true);
`;

const STYLE = `
body { color: var(--vscode-foreground); font: var(--vscode-font-size)/1.5 var(--vscode-font-family); padding: 0 1.5rem 2rem; }
main { max-width: 64rem; }
nav { display: flex; gap: 0.5rem; justify-content: flex-end; position: sticky; top: 0; padding: 0.75rem 0; background: var(--vscode-editor-background); }
button { font: inherit; padding: 0.2rem 0.8rem; cursor: pointer; border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
h1 { font-size: 1.6rem; font-weight: 600; margin: 0; }
h2 { scroll-margin-top: 4rem; font-size: 1.15rem; font-weight: 600; margin: 2rem 0 0.5rem; }
#headline { margin: 0.2rem 0 1rem; color: var(--vscode-descriptionForeground); }
a { color: var(--vscode-textLink-foreground); text-decoration: none; }
a:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
code { font-family: var(--vscode-editor-font-family); color: var(--vscode-textPreformat-foreground); background: var(--vscode-textPreformat-background); padding: 0 0.25em; border-radius: 3px; }
.counts { display: flex; flex-wrap: wrap; gap: 0.75rem; list-style: none; margin: 0; padding: 0; }
.counts li { border: 1px solid var(--vscode-panel-border); border-radius: 4px; padding: 0.5rem 1rem; min-width: 5rem; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--vscode-panel-border); vertical-align: top; }
th { font-weight: 600; }
.number { text-align: right; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; }
.findings { list-style: none; margin: 0; padding: 0 0 0 1.1rem; }
.findings li { display: grid; grid-template-columns: 4.5rem 5.5rem 1fr; padding: 0.25rem 0; }
.findings a { font-variant-numeric: tabular-nums; }
.findings p { margin: 0; }
.proof, .summary { color: var(--vscode-descriptionForeground); }
.rule, .framework { color: var(--vscode-descriptionForeground); background: none; }
.framework { margin: 0 0.4rem; }
summary + ul { margin: 0.2rem 0 0.8rem; }
.severity { font-weight: 600; }
.error { color: var(--vscode-editorError-foreground); }
.warning { color: var(--vscode-editorWarning-foreground); }
.info { color: var(--vscode-editorInfo-foreground); }
.hint, .none { color: var(--vscode-descriptionForeground); }
`;
