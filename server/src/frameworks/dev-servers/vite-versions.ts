import type { Library } from '../../model/policy.ts';
import { isWithin } from '../../model/versions.ts';
import type { Value } from '../../syntax/value.ts';
import { isAtLeast, majorOf } from '../options/version.ts';

/** `defaultAllowedOrigins` (vite 8.3.8 and 6.0.11, dist/node): pages of the developer's own machine. */
export const LOCAL: Value = {
  kind: 'pattern',
  source: '^https?:\\/\\/(?:(?:[^:]+\\.)?localhost|127\\.0\\.0\\.1|\\[::1\\])(?::\\d+)?$',
  flags: '',
  shared: true,
  span: { path: '', start: 0, end: 0 },
};

/** What holds where `server.cors` is not given. */
export interface Default {
  readonly origins: 'any' | 'off' | 'local';
  /** Options without an `origin` get that of the default, too, and not `*`. */
  readonly merged: boolean;
  /** False where only a range is known, and later versions within it let nobody else in. */
  readonly certain: boolean;
}

/** For each major the first version that is no longer open to everybody, and the first that lets pages of the machine in. */
const CLOSED: Readonly<Record<number, readonly [string, string]>> = {
  4: ['4.5.6', '4.5.9'],
  5: ['5.4.12', '5.4.14'],
  6: ['6.0.9', '6.0.11'],
};

/**
 * The default of a version, as read in dist/node of 3.2.11, 4.5.5 to 4.5.9, 4.5.14, 5.4.11 to 5.4.14, 5.4.21, 6.0.0,
 * 6.0.8 to 6.0.11, 6.1.0, 7.1.0 and 8.3.8.
 */
export function defaultOf(library: Library): Default {
  const major = majorOf(library) ?? 8;
  const merged = isAtLeast(library, '6.0.11');
  if (major > 6) return { origins: 'local', merged, certain: true };
  const [closed, local] = CLOSED[major] ?? ['', ''];
  if (closed === '') return { origins: 'any', merged, certain: true };
  const alike = isAtLeast(library, local) ? `>=${local} <${major + 1}` : `>=${major}.0.0 <${closed}`;
  const certain = !library.assumed || isWithin(library, alike) === true;
  if (!isAtLeast(library, closed)) return { origins: 'any', merged, certain };
  return { origins: isAtLeast(library, local) ? 'local' : 'off', merged, certain };
}
