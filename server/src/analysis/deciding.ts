import type { BrowserError, Cause } from '../fetch/pasted.ts';
import type { Link } from '../model/link.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Span } from '../text/span.ts';

/** A place at which the answer is decided that an error is about. */
export interface Deciding {
  readonly at: Span;
  /** A whole sentence. */
  readonly says: string;
}

/**
 * Where it is decided what the error is about, of the policies that answer these calls. They need not be at fault: which pages, methods
 * or headers there are may stand nowhere in the workspace.
 */
export function decidingFor({ cause }: BrowserError, calls: readonly Link[]): readonly Deciding[] {
  const places = calls.flatMap(({ answer }) => (answer.kind === 'policy' ? [placeFor(cause, answer.policy)] : []));
  return places.filter(({ at }, i) => places.findIndex(it => it.at.path === at.path && it.at.start === at.start) === i);
}

function placeFor(cause: Cause, policy: CorsPolicy): Deciding {
  switch (cause) {
    case 'method':
      return { at: policy.methods.at, says: 'What answers the call says here which methods pages may use.' };
    case 'header':
      return { at: policy.allowedHeaders.at, says: 'What answers the call says here which headers pages may set.' };
    case 'credentials':
      return { at: policy.credentials.at, says: 'What answers the call says here whether cookies are allowed.' };
    case 'other-origin':
    case 'no-origin':
    case 'invalid-origin':
    case 'several-origins':
    case 'wildcard':
      return { at: policy.origins.at, says: 'What answers the call says here which sites may read it.' };
    default:
      return { at: policy.at, says: 'This answers the call.' };
  }
}
