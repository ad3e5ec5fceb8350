import type { CorsPolicy } from '../model/policy.ts';
import type { Fix } from './rule.ts';
import type { Way } from './weakness.ts';

/** Fixes that make a test exact: it still lets in what it names, and nobody else. */
export function exactFixes(_way: Way, _policy: CorsPolicy): readonly Fix[] {
  return [];
}
