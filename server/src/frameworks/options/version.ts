import type { Library } from '../../model/policy.ts';
import { isRange, lowestOf } from '../../model/versions.ts';
import type { Project } from '../../syntax/project.ts';

/** The version of a package that a file gets, by lockfile or range; `newest` is assumed where nothing tells. */
export function libraryOf(project: Project, from: string, name: string, newest: string): Library {
  const found = project.packages.dependency(from, name);
  const version = found?.version ?? lowest(found?.range);
  if (version === undefined) return { name, version: newest, assumed: true };
  const { range = '', lockedBy } = found ?? {};
  if (found?.version !== undefined || EXACT.test(range))
    return { name, version, assumed: false, ...(lockedBy === undefined ? {} : { lockedBy }) };
  return { name, version, assumed: true, ...(isRange(range) ? { range } : {}) };
}

/** A range that only one version is in. */
const EXACT = /^[v=]?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** `^5.1.0` allows 5.1.0 at the least, `5 || 4` 4.0.0; a tag or an address tells nothing, and where all is allowed the newest comes. */
function lowest(range: string | undefined): string | undefined {
  const own = range?.replace(/^(workspace:|npm:@?[^@]+@)/, '');
  return own === undefined || /^[*xX]?$/.test(own.trim()) ? undefined : lowestOf(own);
}

export function majorOf(library: Library | undefined): number | undefined {
  const major = library && /^\d+/.exec(library.version)?.[0];
  return major === undefined ? undefined : Number(major);
}

/** Whether a library is of this version or a later one. */
export function isAtLeast(library: Library, version: string): boolean {
  const [own, other] = [library.version, version].map(it => it.split(/[.+-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (own?.[i] || 0) - (other?.[i] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
