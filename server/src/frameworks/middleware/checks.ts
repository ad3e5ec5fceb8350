import type { OriginGuard, Removal } from '../../model/policy.ts';
import type { Searched } from '../../syntax/code.ts';
import type { Value } from '../../syntax/value.ts';
import { Search } from '../../text/search.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { originGuardOf } from './origin-guard.ts';
import { removalOf, TAKES_OFF } from './removals.ts';

/** What a middleware does that leaves less of a policy on the way. */
export interface Checks {
  readonly guard?: OriginGuard;
  readonly removes?: Removal;
}

/** What the text of a file has that turns requests away for their origin, or takes the header off. */
export const CHECKS = new Search(
  /[.[]['"`]?origin\b|\(\s*['"`]origin['"`]|\borigin\b[^:;()]*\}\s*=|access-control-allow-origin['"`]\s*\)/i,
);

/** The same, of what an application is handed to. */
export const SET_UP_CHECKS: Searched = { name: 'checks', words: CHECKS };

/** What the text of a middleware has that turns some away and not others, for their origin or for what is put on the request. */
const DECIDES = /origin|\bif\b|\?|&&|\|\|/i;

/** Whom a middleware turns away for their origin, and from whom it takes the header. */
export function checksOf(value: Value, { lookup, project }: Reading, plainErrors: boolean): Checks {
  if (value.kind !== 'function') return {};
  const { path, start, end } = value.span;
  const text = project.host.read(path)?.slice(start, end) ?? '';
  const guard = DECIDES.test(text) ? originGuardOf(value, lookup, { plainErrors }) : undefined;
  const removes = TAKES_OFF.test(text) ? removalOf(value, lookup) : takesAny(text, value);
  return { ...(guard ? { guard } : {}), ...(removes ? { removes } : {}) };
}

/** `for (const name of res.getHeaderNames()) res.removeHeader(name)`: which of them it takes is not followed. */
function takesAny(text: string, { span: at }: Value): Removal | undefined {
  if (!/getHeader(?:Name)?s\(/.test(text) || !/\bremoveHeader\(\s*[\w$]+\s*\)/.test(text)) return undefined;
  return { keeps: { kind: 'unknown', why: 'which headers other code takes off', at }, afterwards: false, at };
}

/** A check of which nothing is known. */
export function unknownCheck(why: string, at: Span): OriginGuard {
  return { passes: { kind: 'unknown', why, at }, at };
}
