import { readFileSync, writeFileSync } from 'node:fs';
import type { Finding } from '../analysis/finding.ts';
import { identities } from './identity.ts';
import { type Io, UsageError } from './io.ts';
import { tell } from './output.ts';
import { absolute, folderOf, shown } from './paths.ts';
import { plural } from './report.ts';

/** Findings that are known and put up with for now. Lines are left out, so that the file changes only with the findings. */
interface BaselineFile {
  readonly schemaVersion: 1;
  readonly findings: readonly Entry[];
}

interface Entry {
  /** Relative to the baseline's folder. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
  readonly fingerprint: string;
}

interface Asked {
  readonly file: string;
  readonly io: Io;
  readonly textOf: (path: string) => string;
  /** Whether this run looked at the file, if it is there. */
  readonly isLookedAt: (path: string) => boolean;
}

/** Parts the findings into new ones and those that the baseline knows, and tells how many of its entries nothing answers to. */
export function heldAgainst(
  findings: readonly Finding[],
  { file, io, textOf, isLookedAt }: Asked,
): { readonly fresh: readonly Finding[]; readonly known: readonly Finding[] } {
  const path = absolute(io.cwd, file);
  const entries = readBaseline(path, file);
  if (!entries) throw new UsageError(`there is no baseline \`${file}\`; --update-baseline writes it`);
  const fingerprints = new Set(entries.map(it => it.fingerprint));
  const names = identities(findings, naming(path, textOf));
  const isKnown = (it: Finding) => fingerprints.has(names.get(it) ?? '');
  const seen = new Set(names.values());
  const gone = entries.filter(it => isLookedAt(absolute(folderOf(path), it.path)) && !seen.has(it.fingerprint));
  if (gone.length > 0)
    tell(
      io,
      `${plural(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone; --update-baseline takes them out`,
    );
  return { fresh: findings.filter(it => !isKnown(it)), known: findings.filter(isKnown) };
}

/** Writes the findings down as known. What the baseline knows of files that this run did not look at stays. */
export function updateBaseline(findings: readonly Finding[], { file, io, textOf, isLookedAt }: Asked): void {
  const path = absolute(io.cwd, file);
  const files = naming(path, textOf);
  const elsewhere = (readBaseline(path, file) ?? []).filter(it => !isLookedAt(absolute(folderOf(path), it.path)));
  const entries = [...identities(findings, files)].map(
    ([it, fingerprint]): Entry => ({ path: files.nameOf(it.at.path), rule: it.rule, message: it.message, fingerprint }),
  );
  const all = [...elsewhere, ...entries].sort(
    (a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
  );
  const data: BaselineFile = { schemaVersion: 1, findings: all };
  try {
    writeFileSync(path, `${JSON.stringify(data, undefined, 2)}\n`);
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  tell(io, `${plural(all.length, 'finding')} written to ${shown(io.cwd, path)}`);
}

function naming(path: string, textOf: (path: string) => string) {
  return { nameOf: (it: string) => shown(folderOf(path), it), textOf };
}

function readBaseline(path: string, name: string): readonly Entry[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`\`${name}\` cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    const { schemaVersion, findings } = JSON.parse(text) as Partial<BaselineFile>;
    if (schemaVersion === 1 && Array.isArray(findings) && findings.every(isEntry)) return findings;
  } catch {}
  throw new UsageError(`\`${name}\` is no baseline of corslint`);
}

function isEntry(it: unknown): it is Entry {
  const { path, fingerprint } = (typeof it === 'object' && it !== null ? it : {}) as Partial<
    Record<keyof Entry, unknown>
  >;
  return typeof path === 'string' && typeof fingerprint === 'string';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
