import {
  type CancellationToken,
  type Connection,
  type ExecuteCommandParams,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { explainError } from '../analysis/explain.ts';
import { policyAt } from '../analysis/simulate.ts';
import { CONFIG_FILE, newConfiguration } from '../configuration.ts';
import { RULE_IDS, ruleOf, ruleUrl } from '../rules/index.ts';
import { rulePage } from '../rules/page.ts';
import type { Span } from '../text/span.ts';
import { audit } from './audit.ts';
import type { Client } from './client.ts';
import { uriOf } from './convert.ts';
import type { Diagnostics } from './diagnostics.ts';
import { newFileEdit, workspaceEdit } from './edits.ts';
import { fixAll } from './fixes.ts';
import { cancelled } from './guard.ts';
import { overview } from './overview.ts';
import { policyList, simulation } from './policies.ts';
import { type Audit, COMMANDS, type SimulateParams } from './protocol.ts';
import { headline } from './report.ts';
import type { Scanner } from './scan.ts';
import type { Session } from './session.ts';

export interface CommandContext {
  readonly connection: Connection;
  readonly session: Session;
  readonly client: Client;
  readonly scan: Scanner;
  readonly diagnostics: Diagnostics;
  /** Whether what was checked is what the editor shows. */
  readonly isCurrent: (path: string) => boolean;
}

/** `workspace/executeCommand`. */
export async function execute(
  { command, arguments: args = [] }: ExecuteCommandParams,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
  context: CommandContext,
): Promise<unknown> {
  const [first, second] = args as readonly unknown[];
  if (command === COMMANDS.audit) return auditWorkspace(isQuiet(first), token, progress, context);
  if (command === COMMANDS.fixAll && typeof first === 'string') return fixFile(first, context);
  if (command === COMMANDS.init && (first === undefined || typeof first === 'string'))
    return initialize(first, context);
  if (command === COMMANDS.showRule && typeof first === 'string') return showRule(first, context);
  if (command === COMMANDS.rulePage && typeof first === 'string') return pageOf(first);
  if (command === COMMANDS.explainError && typeof first === 'string') return explained(first, context);
  if (command === COMMANDS.policies && (first === undefined || typeof first === 'string'))
    return policyList(first, context.session);
  if (command === COMMANDS.describe && typeof first === 'string') return described(first, second, context);
  if (command === COMMANDS.overview) return overview(context.session);
  if (command === COMMANDS.simulate && isSimulation(first)) return simulated(first, context);
  if (command === COMMANDS.explain && typeof first === 'string')
    return pageOf(first) ?? explained(first, context) ?? null;
  throw new ResponseError(LSPErrorCodes.RequestFailed, `cannot do ${command} with these arguments`);
}

function isQuiet(it: unknown): boolean {
  return typeof it === 'object' && it !== null && 'quiet' in it && it.quiet === true;
}

function isSimulation(it: unknown): it is SimulateParams {
  const { uri, origin } = (typeof it === 'object' && it !== null ? it : {}) as Record<string, unknown>;
  return typeof uri === 'string' && typeof origin === 'string';
}

function simulated(params: SimulateParams, { session }: CommandContext): unknown {
  const result = simulation(params, session);
  if (typeof result === 'string') throw new ResponseError(LSPErrorCodes.RequestFailed, result);
  return result;
}

/** What the policy at a line means; shown, since most editors drop what a command answers. */
function described(uri: string, line: unknown, { connection, session }: CommandContext): string | null {
  const policy = policyAt(policyList(uri, session), typeof line === 'number' ? line : 1);
  if (!policy) return null;
  const text = policy.summary.join('\n');
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: text });
  return text;
}

async function auditWorkspace(
  quiet: boolean,
  token: CancellationToken,
  given: WorkDoneProgressReporter,
  { connection, session, client, scan, diagnostics }: CommandContext,
): Promise<Audit> {
  // A client that sent no token for progress may still show some that the server starts.
  const own =
    !WorkDoneProgressReporter.isNullInstance(given) || !client.progress
      ? undefined
      : await connection.window.createWorkDoneProgress();
  const progress = own ?? given;
  const stop = { isCancellationRequested: false };
  const cancel = () => {
    stop.isCancellationRequested = true;
  };
  token.onCancellationRequested(cancel);
  own?.token.onCancellationRequested(cancel);
  progress.begin('CORS audit', undefined, 'Reading files', true);
  try {
    const scanned = await scan(stop, it => progress.report(`${it} files`));
    if (!scanned.complete) throw cancelled();
    if (!quiet) diagnostics.showAll();
    const result = audit(session, scanned);
    session.log(`Audit: ${headline(result)}.`);
    return result;
  } finally {
    progress.done();
  }
}

/** What a browser's error means, and the lines of the workspace that cause it, as links. */
function explained(text: string, { session }: CommandContext): string | undefined {
  const groups = [...session.groups()];
  const facts = groups.flatMap(([, own]) => own);
  const findings = [...session.allFindings().values()].flat();
  const found = explainError(
    text,
    facts,
    findings,
    groups.flatMap(([{ sites }]) => sites),
  );
  if (!found) return undefined;
  const place = ({ path, start }: Span) => {
    const line = session.linesOf(path).position(start).line + 1;
    return `- [${path}:${line}](${session.uriOf(path)}#L${line})`;
  };
  const causes = found.findings.map(({ at, message, rule, fixes }) =>
    [`${place(at)} ${message} (${rule})`, ...fixes.map(it => `  - Fix: ${it.title}`)].join('\n'),
  );
  const none = 'No line of this workspace is known to cause it.';
  const deciding = found.deciding.map(it => `${place(it.at)} ${it.says}`);
  const parts = [causes.length > 0 ? causes.join('\n') : none, ...(deciding.length > 0 ? [deciding.join('\n')] : [])];
  return ['# What happened', ...found.says, '# Where it comes from', ...parts].join('\n\n');
}

/** Answers how many places were changed. */
async function fixFile(uri: string, { connection, session, client, isCurrent }: CommandContext): Promise<number> {
  const path = session.pathOf(uri);
  const edits = isCurrent(path) ? fixAll(session, path) : [];
  if (edits.length === 0) return 0;
  const { applied } = await connection.workspace.applyEdit({
    label: 'Fix all CORS problems that can be fixed safely',
    edit: workspaceEdit(edits, session, client),
  });
  return applied ? edits.length : 0;
}

async function initialize(
  folder: string | undefined,
  { connection, session, client }: CommandContext,
): Promise<string> {
  const root = folder === undefined ? session.folders.at(-1) : session.pathOf(folder);
  if (root === undefined || !session.folders.includes(root))
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'no folder is open');
  const uri = uriOf(`${root}/${CONFIG_FILE}`);
  if (!session.io.exists(`${root}/${CONFIG_FILE}`)) {
    if (!client.createsFiles)
      throw new ResponseError(LSPErrorCodes.RequestFailed, 'this editor lets nobody make files; run `corslint init`');
    const edit = newFileEdit(uri, newConfiguration());
    const { applied } = await connection.workspace.applyEdit({ label: 'Create configuration file', edit });
    if (!applied) throw new ResponseError(LSPErrorCodes.RequestFailed, 'the editor did not make the file');
  }
  if (client.showDocument) await connection.window.showDocument({ uri, takeFocus: true });
  return uri;
}

/** Answers the page's address, for editors that cannot open it themselves. */
async function showRule(rule: string, { connection, client }: CommandContext): Promise<string | null> {
  if (!RULE_IDS.includes(rule)) return null;
  const uri = ruleUrl(rule);
  if (client.showDocument) await connection.window.showDocument({ uri, external: true });
  return uri;
}

function pageOf(id: string): string | null {
  const rule = ruleOf(id);
  return rule ? rulePage(rule) : null;
}
