import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import { compareFindings, onlyOnce } from '../analysis/judge.ts';
import { type Scope, scopesOf } from '../analysis/scopes.ts';
import type { Workspace } from '../analysis/workspace.ts';
import { UNUSED_SUPPRESSION } from '../rules/unused-suppression.ts';
import type { Settings } from '../settings.ts';
import type { FoundFile } from './files.ts';
import type { DiskHost } from './host.ts';
import type { Skipped } from './report.ts';

/** An error of corslint itself, and the file it happened on. */
export interface Failure {
  readonly path: string | undefined;
  readonly error: unknown;
}

/** What reading the files gave. */
export interface Reading {
  /** How many files were looked at. */
  readonly files: number;
  /** The files that can hold a policy. */
  readonly candidates: readonly string[];
  readonly facts: readonly FileFacts[];
  readonly skipped: readonly Skipped[];
  readonly failures: readonly Failure[];
}

/** Looks at each file and reads the facts of those that can hold a policy. `told` hears how many have been looked at. */
export function readFiles(
  workspace: Workspace,
  host: DiskHost,
  found: Iterable<FoundFile>,
  told: (files: number) => void,
): Reading {
  const candidates: string[] = [];
  const skipped: Skipped[] = [];
  let files = 0;
  for (const { path, named } of found) {
    if (named && !workspace.concerns(path)) {
      skipped.push({ path, reason: 'not a kind of file that holds CORS policies' });
      continue;
    }
    told(++files);
    const peek = host.peek(path, text => workspace.mentions(path, text));
    if (peek.kind === 'skipped') skipped.push({ path, reason: peek.reason });
    if (peek.kind === 'wanted') candidates.push(path);
  }
  const { facts, failures } = readFacts(workspace, candidates);
  for (const it of facts) if (it.skipped !== undefined) skipped.push({ path: it.path, reason: it.skipped });
  return { files, candidates, facts, skipped, failures };
}

/** The facts of these files; a file on which the reading itself fails is left out and told. */
export function readFacts(workspace: Workspace, paths: readonly string[]): Pick<Reading, 'facts' | 'failures'> {
  const facts: FileFacts[] = [];
  const failures: Failure[] = [];
  for (const path of paths) {
    try {
      facts.push(workspace.facts(path));
    } catch (error) {
      failures.push({ path, error });
    }
  }
  return { facts, failures };
}

/** Judges scope by scope; where that fails, file by file, so that one bad file costs no other its findings. */
export function judge(
  workspace: Workspace,
  facts: readonly FileFacts[],
  settings: Settings,
): { readonly findings: readonly Finding[]; readonly failures: readonly Failure[] } {
  const judged = scopesOf(facts, settings.sites).map(it => judgeScope(workspace, it, settings));
  return {
    findings: onlyOnce(judged.flatMap(it => it.findings)).toSorted(compareFindings),
    failures: judged.flatMap(it => it.failures),
  };
}

function judgeScope(workspace: Workspace, scope: Scope, settings: Settings): ReturnType<typeof judge> {
  try {
    return { findings: workspace.judge(scope, settings).map(withoutPlaceholders), failures: [] };
  } catch (error) {
    const [first, ...more] = scope.facts;
    if (more.length === 0) return { findings: [], failures: [{ path: first?.path, error }] };
    const single = scope.facts.map(it => judgeScope(workspace, { ...scope, facts: [it] }, settings));
    const failures = single.flatMap(it => it.failures);
    return {
      findings: single.flatMap(it => it.findings),
      failures: failures.length ? failures : [{ path: undefined, error }],
    };
  }
}

/** The same workspace, in which comments silence nothing. */
export function unsuppressed(workspace: Workspace): Workspace {
  return {
    ...workspace,
    judge: (scope, settings) =>
      workspace
        .judge(scope, settings)
        .flatMap(({ suppressed: _, ...it }) => (it.rule === UNUSED_SUPPRESSION ? [] : it)),
  };
}

/** Nobody can type over a placeholder here. */
function withoutPlaceholders(finding: Finding): Finding {
  return finding.fixes.some(it => it.placeholder !== undefined)
    ? { ...finding, fixes: finding.fixes.filter(it => it.placeholder === undefined) }
    : finding;
}
