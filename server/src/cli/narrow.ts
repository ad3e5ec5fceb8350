import type { Finding } from '../analysis/finding.ts';
import { heldAgainst, updateBaseline } from './baseline.ts';
import type { Run } from './check.ts';
import { absolute, inside } from './paths.ts';
import { open } from './report.ts';
import { changedSince, concerning } from './since.ts';

/** The findings that `--since` and `--baseline` leave, suppressed ones included, and those that the baseline knows. */
export function narrow(
  { args, io, host, reading }: Run,
  all: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly known: readonly Finding[] | undefined } {
  const changed = args.since === undefined ? undefined : changedSince(args.since, io);
  const findings = changed ? concerning(all, reading.facts, changed) : all;
  if (args.baseline === undefined) return { findings, known: undefined };
  const roots = (args.paths.length > 0 ? args.paths : ['.']).map(it => absolute(io.cwd, it));
  const isLookedAt = (path: string) =>
    changed === undefined && roots.some(it => it === path || path.startsWith(inside(it, '')));
  const asked = { file: args.baseline, io, textOf: (path: string) => host.read(path) ?? '', isLookedAt };
  if (args.updateBaseline) updateBaseline(open(all), asked);
  // Which of several equal findings one is, is counted among all of them.
  const { known } = heldAgainst(open(all), asked);
  const isKnown = new Set(known);
  return {
    findings: findings.filter(it => !isKnown.has(it)),
    known: findings.filter(it => isKnown.has(it)),
  };
}
