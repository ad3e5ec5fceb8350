import type { CorsPolicy, Guard } from '../model/policy.ts';
import type { Span } from '../text/span.ts';
import { excludes } from './branches.ts';

/** Whether two places of policies are the arms of one condition, `cond ? a : b`: one of them holds in the place of the other. */
export function areArms(
  [one, a]: readonly [Span, CorsPolicy | undefined],
  [other, b]: readonly [Span, CorsPolicy | undefined],
  read: (path: string) => string | undefined,
): boolean {
  if (!a || !b || one.path !== other.path || !(excludes(a, b) || excludes(b, a) || areApart(a.guards, b.guards)))
    return false;
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  const between = read(one.path)?.slice(first.end, second.start) ?? '';
  return between.includes(':') && !between.includes(';') && !/\n\s*(?:if|else|const|let|return)\b/.test(between);
}

/** Whether two environments exclude each other. */
function areApart(one: readonly Guard[], other: readonly Guard[]): boolean {
  return one.some(a =>
    other.some(b => {
      if (a.kind === 'variable' && b.kind === 'variable') return a.name === b.name && a.state !== b.state;
      if (a.kind === 'mode' && b.kind === 'mode') return a.mode !== b.mode;
      return a.kind === 'condition' && b.kind === 'condition' && a.text !== b.text;
    }),
  );
}
