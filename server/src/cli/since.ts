import { execFileSync } from 'node:child_process';
import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import { type Io, UsageError } from './io.ts';
import { absolute, folderOf, inside, slashed } from './paths.ts';

/** Files that decide how all files below their folder are read. */
const FOR_ALL_BELOW =
  /\/(package\.json|(package-lock|npm-shrinkwrap|bun|deno)\.(json|lock)|yarn\.lock|pnpm-lock\.yaml|[jt]sconfig[^/]*\.json|\.env[^/]*|corslint\.config\.json)$/;

/**
 * The files that differ from where `revision` and this branch parted, as absolute paths: committed or not, deleted and
 * untracked ones too. Git is told to run nothing that the repository names.
 */
export function changedSince(revision: string, io: Io): ReadonlySet<string> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: io.cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  let top: string;
  try {
    top = slashed(git('rev-parse', '--show-toplevel').trimEnd());
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(missing ? '--since needs git, which is not installed' : '--since needs a git repository');
  }
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`).trim();
  } catch {
    throw new UsageError(`--since: git knows no revision \`${revision}\` here`);
  }
  const listed = (text: string) => text.split('\0').filter(Boolean);
  const changed = listed(
    git('-C', top, 'diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', parting(commit, git), '--'),
  );
  const untracked = listed(git('-C', top, 'ls-files', '--others', '--exclude-standard', '-z'));
  return new Set([...changed, ...untracked].map(it => absolute(top, it)));
}

/** The last commit in common; in a shallow clone, which may not have it, the revision itself. */
function parting(commit: string, git: (...args: string[]) => string): string {
  try {
    return git('merge-base', commit, 'HEAD').trim();
  } catch {
    return commit;
  }
}

/**
 * The findings that a change may have made: they stand in a changed file or speak of one, or one was looked at when they
 * were found.
 */
export function concerning(
  findings: readonly Finding[],
  facts: readonly FileFacts[],
  changed: ReadonlySet<string>,
): readonly Finding[] {
  const reads = new Map(facts.map(it => [it.path, it.reads]));
  const below = [...changed].filter(it => FOR_ALL_BELOW.test(it)).map(it => inside(folderOf(it), ''));
  const isConcerned = (path: string) =>
    changed.has(path) || (reads.get(path) ?? []).some(it => changed.has(it)) || below.some(it => path.startsWith(it));
  return findings.filter(it => [it.at, ...it.related.map(other => other.at)].some(({ path }) => isConcerned(path)));
}
