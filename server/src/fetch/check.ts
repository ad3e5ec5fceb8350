import type { Engine, Failure } from './failure.ts';
import { combined, type HeaderValues } from './headers.ts';

/**
 * The CORS check; undefined where it passes. All engines agree on whether it does, and each finds its own reason first.
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  headers: HeaderValues,
  origin: string,
  credentials: boolean,
  engine: Engine = 'spec',
): Failure | undefined {
  const value = combined(headers, 'access-control-allow-origin');
  if (value === undefined) return { kind: 'missing-origin' };
  if (value === '*') {
    if (credentials) return { kind: 'wildcard' };
    return undefined;
  }
  if (value !== origin) return mismatch(value, headers['access-control-allow-origin']?.length ?? 0, engine);
  if (!credentials) return undefined;
  const allowed = combined(headers, 'access-control-allow-credentials');
  return allowed === 'true' ? undefined : { kind: 'credentials', value: allowed ?? '' };
}

/** Which of the ways not to equal the origin an engine names. */
function mismatch(value: string, lines: number, engine: Engine): Failure {
  switch (engine) {
    // services/network/public/cpp/cors/cors.cc, CheckAccess: a blank or comma first, then `null`, then what is no URL.
    case 'chromium':
      if (/[ ,]/.test(value)) return { kind: 'several-origins', value, lines };
      if (value === 'null' || isUrl(value)) return { kind: 'other-origin', value };
      return { kind: 'invalid-origin', value };
    // nsCORSListenerProxy.cpp, CheckRequestApproved: only several lines are several.
    case 'firefox':
      return lines > 1 ? { kind: 'several-origins', value, lines } : { kind: 'other-origin', value };
    // CrossOriginAccessControl.cpp, passesAccessControlCheck: a comma, or one text for all the rest.
    case 'webkit':
      return value.includes(',') ? { kind: 'several-origins', value, lines } : { kind: 'other-origin', value };
    default:
      return { kind: 'other-origin', value };
  }
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text);
}
