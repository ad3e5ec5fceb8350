import { intersects, minVersion, satisfies, subset, validRange } from 'semver';
import type { Library } from './policy.ts';

/** Release candidates count as the versions between which they stand. */
const PRERELEASES = { includePrerelease: true };

/**
 * Whether the version of a library is in a range, in the notation of npm. Where only a range is known, it is if all of that is, and is
 * not if none of it is; undefined otherwise.
 */
export function isWithin(library: Library, range: string): boolean | undefined {
  if (!library.assumed) return satisfies(library.version, range, PRERELEASES);
  if (library.range === undefined) return undefined;
  if (subset(library.range, range, PRERELEASES)) return true;
  return intersects(library.range, range, PRERELEASES) ? undefined : false;
}

/** The lowest version in a range; undefined where the text is none, or nothing is in it. */
export function lowestOf(range: string): string | undefined {
  return isRange(range) ? minVersion(range)?.version : undefined;
}

/** Whether a text is a range of versions, and no tag, address or name of a workspace's own package. */
export function isRange(text: string): boolean {
  return text.trim() !== '' && validRange(text) !== null;
}
