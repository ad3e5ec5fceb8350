import type { Hover } from 'vscode-languageserver';
import { contains } from '../text/span.ts';
import { rangeOf } from './convert.ts';
import { describe } from './describe.ts';
import type { Session } from './session.ts';

/** What the policy under the cursor means, in plain English. */
export function hover(path: string, offset: number, session: Session): Hover | null {
  const [policy] = session.policiesAt(path, offset);
  if (!policy) return null;
  const place = (at: { readonly path: string; readonly start: number }) => {
    const line = session.linesOf(at.path).position(at.start).line + 1;
    const name = at.path === path ? '' : `${at.path.slice(at.path.lastIndexOf('/') + 1)} `;
    return `[${name}line ${line}](${session.uriOf(at.path)}#L${line})`;
  };
  const shown = contains(policy.at, { path, start: offset, end: offset }) ? policy.at : policy.whole;
  return {
    contents: { kind: 'markdown', value: describe(policy, place) },
    ...(shown.path === path ? { range: rangeOf(session.linesOf(path), shown) } : {}),
  };
}
