import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../server/src/lsp/protocol.ts';
import { showRulePage } from './rulePage.ts';

const LANGUAGES = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'json',
  'jsonc',
  'yaml',
  'toml',
  'xml',
  'nginx',
  'terraform',
  'headers-file',
];
/** Files of notations for which an editor may know no language. */
const PATTERNS = [
  '**/*.{conf,nginx,vhost}',
  '**/sites-{available,enabled}/*',
  '**/nginx*.{template,tmpl,j2}',
  '**/{_headers,.htaccess}',
  '**/*.{cfg,tf,tofu}',
  '**/[Ww]eb*.config',
  '**/{Caddyfile,Caddyfile.*,*.caddy,*.caddyfile}',
];
/** Files, new documents, and files of a workspace that is not on disk. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** The documents that the server is told of. It decides for each whether it can hold a policy. */
export const SELECTOR = SCHEMES.flatMap(scheme => [
  ...LANGUAGES.map(language => ({ scheme, language })),
  ...PATTERNS.map(pattern => ({ scheme, pattern })),
]);

export function makeClient(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): LanguageClient {
  const server: NodeModule = {
    module: vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath,
    transport: TransportKind.ipc,
  };
  const initializationOptions: InitializationOptions = {
    workspaceDiagnostics: 'after-audit',
    status: true,
    simulateCommand: 'corslint.simulateRequest',
  };
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    outputChannel: output,
    initializationOptions,
    diagnosticPullOptions: { onChange: true, onSave: true },
    middleware: {
      executeCommand: (command, args, next) =>
        command === 'corslint.showRule' ? showRulePage(String(args[0])) : next(command, args),
    },
  };
  return new LanguageClient('corslint', 'CORS Lint', { run: server, debug: server }, options);
}
