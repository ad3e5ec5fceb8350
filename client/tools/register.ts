import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, State } from 'vscode-languageclient/node';
import type { Audit, SimulateParams, SimulationAnswer } from '../../server/src/lsp/protocol.ts';
import {
  type AuditInput,
  auditAnswer,
  type ExplainInput,
  QUESTIONS,
  type SimulateInput,
  simulationAnswer,
} from './answers.ts';

/** What `corslint mcp` offers, for the language models of the editor. Nothing where it knows no such tools. */
export function registerTools(client: LanguageClient): readonly vscode.Disposable[] {
  // Editors that are built on VS Code may be without it.
  if (typeof vscode.lm?.registerTool !== 'function') return [];
  const ask = async <T>(command: string, given: readonly unknown[], token: vscode.CancellationToken): Promise<T> => {
    if (client.state !== State.Running) throw new Error('CORS Lint does not run.');
    const request = { command, arguments: given as never[] };
    return await client.sendRequest(ExecuteCommandRequest.type, request, token);
  };
  return [
    tool<AuditInput>('audit', 'Auditing CORS', QUESTIONS.audit, async (input, token) =>
      auditAnswer(await ask<Audit>('corslint.audit', [{ quiet: true }], token), input),
    ),
    tool<ExplainInput>('explain_error', 'Explaining a CORS error', QUESTIONS.explainError, async (input, token) => {
      const text = await ask<string | null>('corslint.explainError', [input.message], token);
      return text ?? 'This is no message of a browser about another origin.';
    }),
    tool<SimulateInput>('simulate_request', 'Simulating a request', QUESTIONS.simulateRequest, async (input, token) => {
      const { file, ...request } = input;
      const uri = await fileOf(file);
      const params: SimulateParams = { ...request, uri: client.code2ProtocolConverter.asUri(uri) };
      return simulationAnswer(await ask<SimulationAnswer>('corslint.simulate', [params], token), file);
    }),
  ];
}

function tool<T>(
  name: string,
  invocationMessage: string,
  question: (input: T) => vscode.LanguageModelToolConfirmationMessages,
  answer: (input: T, token: vscode.CancellationToken) => Promise<string>,
): vscode.Disposable {
  return vscode.lm.registerTool<T>(`corslint_${name}`, {
    prepareInvocation: ({ input }) => ({ invocationMessage, confirmationMessages: question(input) }),
    async invoke({ input }, token) {
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(await answer(input, token))]);
    },
  });
}

/** A file as a model names it: absolute, within one of the folders, or with the folder's name in front. */
async function fileOf(file: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders?.map(it => it.uri) ?? [];
  const isAbsolute = /^([a-z]:)?[\\/]/i.test(file);
  const candidates = isAbsolute
    ? [folders[0]?.with({ path: file.replaceAll('\\', '/') }) ?? vscode.Uri.file(file)]
    : folders.flatMap(it => [vscode.Uri.joinPath(it, file), vscode.Uri.joinPath(it, '..', file)]);
  for (const it of candidates) {
    const isThere = await vscode.workspace.fs.stat(it).then(
      () => true,
      () => false,
    );
    if (isThere) return it;
  }
  throw new Error(`There is no file ${file} in the workspace.`);
}
