import { createHash } from 'node:crypto';
import type { Finding } from '../analysis/finding.ts';

/** How the files of a run are known. */
interface Files {
  /** The name of a file, which a finding keeps when lines move and not when the file does. */
  readonly nameOf: (path: string) => string;
  readonly textOf: (path: string) => string;
}

/**
 * By what each finding is known again wherever its line has moved to: rule, file, the source it stands on without its white
 * space, and after a colon which of several it is, in order of place.
 */
export function identities(findings: readonly Finding[], { nameOf, textOf }: Files): ReadonlyMap<Finding, string> {
  const repeats = new Map<string, number>();
  return new Map(
    findings.map(it => {
      const source = textOf(it.at.path).slice(it.at.start, it.at.end).replace(/\s+/g, '');
      const key = [it.rule, nameOf(it.at.path), source].join('\0');
      const count = (repeats.get(key) ?? 0) + 1;
      repeats.set(key, count);
      return [it, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}:${count}`];
    }),
  );
}
