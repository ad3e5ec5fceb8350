import type { Preflight } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import type { Span } from '../../text/span.ts';

const ROUTE = /(?:^|\/)app\/routes\/.+\.[cm]?[jt]sx?$/;
const OF_REMIX = /['"]@remix-run\/|['"]react-router['"]|\/\+types\//;

/**
 * Whether a file is a route of Remix or React Router that shows no page: `action` answers POST, PUT, PATCH and DELETE, and `loader` all
 * else. `OPTIONS` goes to `loader`, and is answered with 400 and no header where there is none (run with @remix-run/server-runtime 2.17.5
 * and react-router 7.18.7).
 */
export function isResourceRoute({ path, text }: Pick<CodeFile, 'path' | 'text'>): boolean {
  return ROUTE.test(path) && OF_REMIX.test(text) && !/\bexport\s+default\b|\bas\s+default\b/.test(text);
}

/** What answers the preflight of an `action`; undefined where a `loader` may. */
export function preflightOfAction({ text }: Pick<CodeFile, 'text'>, action: Span): Preflight | undefined {
  return /\bexport\b[^;]*?\bloader\b/.test(text) ? undefined : { by: 'none', beside: action };
}
