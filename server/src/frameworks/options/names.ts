import type { Field } from '../../model/policy.ts';
import type { OptionTable } from './table.ts';

/** The words by which libraries and people call the fields; writing another library's word is the commonest slip. */
const WORDS: readonly (readonly [Field, RegExp])[] = [
  [
    'origins',
    /^(allowed?|accepted?|cors|white_?list(ed)?)?_?-?origins?(list|whitelist|allowed)?$|^whitelist$|^allow_?origin_?list$|^access-control-allow-origin$/i,
  ],
  [
    'credentials',
    /^((allow|with|support|supports|enable|access)_?-?)?(allow)?credential(s|ed)?$|^access-control-allow-credentials$/i,
  ],
  [
    'methods',
    /^((allow(ed)?|http|request|accepted?)_?-?)?methods?$|^allow_?request_?methods$|^access-control-allow-methods$/i,
  ],
  ['allowedHeaders', /^((allow(ed)?|request|accepted?)_?-?)?(request_?)?headers?$|^access-control-allow-headers$/i],
  ['exposedHeaders', /^expose(d)?(_?-?headers?)?$|^allow_?response_?headers$|^access-control-expose-headers$/i],
  ['maxAge', /^(preflight_?)?max_?-?age(_?(in)?_?seconds)?$|^preflight_?cache$|^access-control-max-age$/i],
];

/** The real option that a name which is none probably means. */
export function nearestOption(
  name: string,
  table: OptionTable,
): { readonly name: string; readonly field: Field | undefined } | undefined {
  const field = WORDS.find(it => it[1].test(name))?.[0];
  const own = field && table.names[field];
  if (field && own !== undefined) return { name: own, field };
  const real: readonly (readonly [string, Field | undefined])[] = [
    ...Object.entries(table.names).map(([key, value]) => [value, key as Field] as const),
    ...table.others.map(it => [it, undefined] as const),
  ];
  const close = real
    .map(([it, of]) => ({ name: it, field: of, distance: distance(name.toLowerCase(), it.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return close && close.distance <= Math.max(1, Math.floor(name.length / 4))
    ? { name: close.name, field: close.field }
    : undefined;
}

/** How many letters have to be put in, left out or exchanged (Levenshtein). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
