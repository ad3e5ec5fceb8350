import type { Audit, AuditFinding, SimulationAnswer } from '../../server/src/lsp/protocol.ts';

/** What the tools are given: as `inputSchema` in the manifest says. */
export interface AuditInput {
  readonly paths?: readonly string[];
}

export interface ExplainInput {
  readonly message: string;
}

export interface SimulateInput {
  readonly file: string;
  readonly line?: number;
  readonly origin: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: boolean;
}

/** A model reads no more than this many findings; the gravest come first. */
const MOST = 100;
const ORDER = ['error', 'warning', 'info', 'hint'];

/** An audit for a model, as JSON: of all files, or of those below `paths`, which are relative to the workspace. */
export function auditAnswer({ findings, policies, skipped, files }: Audit, { paths = [] }: AuditInput): string {
  const below = paths.map(it => it.replace(/^\.?\/+|\/+$/g, '')).filter(it => it !== '' && it !== '.');
  const isIn = ({ path }: { readonly path: string }) =>
    below.length === 0 || below.some(it => path === it || path.startsWith(`${it}/`));
  const found = findings.filter(isIn).sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return JSON.stringify({
    files,
    findings: found.slice(0, MOST).map(finding),
    ...(found.length > MOST ? { left: found.length - MOST } : {}),
    policies: policies
      .filter(isIn)
      .slice(0, MOST)
      .map(({ path, line, framework, summary }) => ({ path, line, framework, summary })),
    ...(skipped.length > 0 ? { skipped: skipped.map(({ path, why }) => ({ path, why })) } : {}),
  });
}

function finding({ path, line, column, rule, severity, message, proof }: AuditFinding) {
  return { path, line, column, rule, severity, message, ...(proof === undefined ? {} : { proof }) };
}

/** A simulation for a model, as JSON; lines count from 1. */
export function simulationAnswer({ policy, ...answer }: SimulationAnswer, file: string): string {
  return JSON.stringify({ policy: { file, line: policy.line }, ...answer });
}

/** What is asked before a tool is run: what it does, and what it does not. */
export const QUESTIONS = {
  audit: () => ({
    title: 'Audit CORS',
    message: 'Read the code and configuration of the workspace, and hand what is found to the model?',
  }),
  explainError: () => ({
    title: 'Explain a CORS error',
    message: 'Look for what causes this error in the workspace, and hand those lines to the model?',
  }),
  simulateRequest: ({ file, origin, method = 'GET' }: SimulateInput) => ({
    title: 'Simulate a cross-origin request',
    message: `Work out from ${file} what a ${method} of a page of ${origin} would get? Nothing is sent to any server.`,
  }),
} as const;
