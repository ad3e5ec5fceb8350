import { type Acceptor, either, type PatternTest, type Subject, type WrittenText } from '../../model/acceptor.ts';
import { STAND_IN_DOMAIN, STAND_IN_HOST } from '../../origins/holes.ts';
import type { OpenPattern, Pattern } from '../../syntax/value.ts';

type Lookup = (name: string) => readonly WrittenText[] | undefined;

/** The origins that a regular expression matches, one put together with an environment variable included. */
export function patternAcceptor(pattern: Pattern | OpenPattern, subject: Subject, lookup: Lookup): Acceptor {
  const at = pattern.span;
  // A pattern that stands nowhere in the source has no place to be changed at.
  const place = pattern.kind === 'pattern' && pattern.made ? {} : { at };
  const matching = (source: string): PatternTest => ({
    kind: 'matches',
    subject,
    source,
    flags: pattern.flags,
    ...place,
  });
  if (pattern.kind === 'pattern') return matching(pattern.source);
  const { before, variable, after, fallback } = pattern;
  const around = (text: string) => before + text + after;
  const values = variable.each ? undefined : lookup(variable.name)?.map(it => it.text);
  if (values?.length) return either([...new Set(values)].map(it => matching(around(it))));
  const [value, ...others] = shapesOf(pattern, subject);
  const open: Acceptor =
    value === undefined
      ? { kind: 'unknown', why: `what \`${variable.name}\` holds`, at }
      : { ...matching(around(value)), assumed: { env: variable.name, value, others: others.map(around) } };
  return fallback === undefined ? open : either([matching(around(fallback)), open]);
}

/**
 * What the variable may hold, as its name and its place tell: a host, with its root or a dot before it, or an origin. None
 * where it may hold a pattern of its own, which may end in `$`.
 */
function shapesOf({ before, variable, after, flags }: OpenPattern, subject: Subject): readonly string[] {
  if (/PATTERN|REGEX|(^|_)RE(_|$)/i.test(variable.name) || !/^[gimsuy]*$/.test(flags)) return [];
  const bare = /^\^?$/.test(before) && /^\$?$/.test(after);
  if (bare && (before + after === '' || !/DOMAIN|HOST|ORIGIN|URL/i.test(variable.name))) return [];
  const host = /DOMAIN|HOST/i.test(variable.name) || !/^\^?$/.test(before) || !subject.endsWith('origin');
  if (!host) return [`https://${STAND_IN_HOST}`, `https://${STAND_IN_DOMAIN}`];
  const begun = /(:\/\/|:\\\/\\\/|\.|\^)$/.test(before) && !/[^\\]\.$/.test(before);
  return [STAND_IN_DOMAIN, STAND_IN_HOST, ...(begun ? [] : [`.${STAND_IN_DOMAIN}`])];
}
