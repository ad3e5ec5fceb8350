import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import type { PolicyPlace, SimulateParams, SimulationAnswer } from '../../server/src/lsp/protocol.ts';
import { escaped } from '../html.ts';
import { type Form, type FromPage, headersOf, policyOptions, resultHtml, simulatorPage, type ToPage } from './page.ts';

/** Where the policy stands that is to be asked; lines count from 1. */
export interface Target {
  readonly uri: string;
  readonly line: number;
}

/** An origin that no policy names. */
const STRANGER = 'https://attacker.example';

let open: { readonly show: (target: Target | undefined) => Promise<void> } | undefined;

/** Opens the simulator beside the code, for a policy or for the nearest one to the cursor. */
export async function simulateRequest(
  client: LanguageClient,
  context: vscode.ExtensionContext,
  target?: Target,
): Promise<void> {
  const wanted = target ?? atCursor();
  if (open) return open.show(wanted);
  const policies = await listed(client);
  if (policies.length === 0) {
    void vscode.window.showInformationMessage('CORS Lint: no CORS policy is known in this workspace.');
    return;
  }
  open = makePanel(client, context, policies, wanted);
}

function makePanel(
  client: LanguageClient,
  context: vscode.ExtensionContext,
  first: readonly PolicyPlace[],
  target: Target | undefined,
): NonNullable<typeof open> {
  const panel = vscode.window.createWebviewPanel(
    'corslint.simulator',
    'CORS Request',
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
    { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
  );
  panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'client', 'icon.png');
  let policies = first;
  let form: Form = startingForm(policies, nearest(policies, target));
  /** Answers that come late are dropped. */
  let asked = 0;

  const send = (message: ToPage) => void panel.webview.postMessage(message);
  const show = () =>
    send({ policies: policyOptions(policies, form.policy), origins: originOptions(policies[form.policy]), form });

  async function answer(): Promise<void> {
    const mine = ++asked;
    const result = await simulated(client, policies, form);
    if (mine === asked) send({ result: resultHtml(result) });
  }

  async function renew(): Promise<void> {
    const before = policies[form.policy];
    const now = await listed(client);
    const place = before && sameAgain(before, policies, now);
    policies = now;
    form = { ...form, policy: place ?? 0 };
    send({ policies: policyOptions(policies, form.policy), origins: originOptions(policies[form.policy]) });
    await answer();
  }

  const listeners = [
    panel.webview.onDidReceiveMessage(async (message: FromPage) => {
      if (message.kind === 'open') return void showCode(policies[form.policy]);
      if (message.kind === 'ready') show();
      else {
        if (message.form.policy !== form.policy) send({ origins: originOptions(policies[message.form.policy]) });
        form = message.form;
      }
      await answer();
    }),
    client.onNotification('corslint/changed', () => void renew()),
  ];
  panel.onDidDispose(() => {
    open = undefined;
    for (const it of listeners) it.dispose();
  });
  panel.webview.html = simulatorPage(randomBytes(16).toString('base64'));
  return {
    async show(next) {
      panel.reveal();
      policies = await listed(client);
      if (next) form = { ...startingForm(policies, nearest(policies, next)), method: form.method };
      show();
      await answer();
    },
  };
}

function atCursor(): Target | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line + 1 };
}

async function listed(client: LanguageClient): Promise<readonly PolicyPlace[]> {
  const all: readonly PolicyPlace[] =
    (await client.sendRequest(ExecuteCommandRequest.type, { command: 'corslint.policies' })) ?? [];
  // One that two files make is listed for both.
  const isSame = (a: PolicyPlace, b: PolicyPlace) => a.uri === b.uri && a.line === b.line && a.brief === b.brief;
  return all.filter((it, i) => all.findIndex(other => isSame(it, other)) === i);
}

function startingForm(policies: readonly PolicyPlace[], policy: number): Form {
  const origin = policies[policy]?.origins[0] ?? STRANGER;
  return { policy, origin, method: 'GET', headers: '', credentials: false };
}

function originOptions(policy: PolicyPlace | undefined): string {
  const origins = [...new Set([...(policy?.origins ?? []), STRANGER, 'null'])];
  return origins.map(it => `<option value="${escaped(it)}"></option>`).join('');
}

/** The policy of the target's file that is nearest to its line. */
function nearest(policies: readonly PolicyPlace[], target: Target | undefined): number {
  if (!target) return 0;
  const uri = vscode.Uri.parse(target.uri).toString();
  const distance = ({ line, endLine }: PolicyPlace) => Math.max(line - target.line, target.line - endLine, 0);
  const own = policies.filter(it => vscode.Uri.parse(it.uri).toString() === uri);
  const [best] = own.sort((a, b) => distance(a) - distance(b));
  return best ? policies.indexOf(best) : 0;
}

/** Where a policy stands after a change: in its turn while its file has as many, else where it is nearest. */
function sameAgain(it: PolicyPlace, before: readonly PolicyPlace[], now: readonly PolicyPlace[]): number {
  const [had, has] = [before, now].map(all => all.filter(own => own.uri === it.uri));
  const same = had?.length === has?.length ? has?.[had?.indexOf(it) ?? -1] : undefined;
  return same ? now.indexOf(same) : nearest(now, it);
}

async function simulated(
  client: LanguageClient,
  policies: readonly PolicyPlace[],
  { policy, origin, method, headers, credentials }: Form,
): Promise<SimulationAnswer | string> {
  const place = policies[policy];
  if (!place) return 'There is no policy any more.';
  const read = headersOf(headers);
  if ('wrong' in read) return `\`${read.wrong}\` is no header: write \`Name: value\`.`;
  const nth = policies.slice(0, policy).filter(it => it.uri === place.uri && it.line === place.line).length;
  const params: SimulateParams = {
    ...{ uri: place.uri, line: place.line, nth, origin: origin.trim(), method },
    ...{ headers: read.headers, credentials },
  };
  try {
    const request = { command: 'corslint.simulate', arguments: [params] };
    return await client.sendRequest(ExecuteCommandRequest.type, request);
  } catch (error) {
    return error instanceof Error ? `${error.message}.` : String(error);
  }
}

async function showCode(policy: PolicyPlace | undefined): Promise<void> {
  if (!policy) return;
  const at = new vscode.Position(policy.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(policy.uri), {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.One,
  });
}
