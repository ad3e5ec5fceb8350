import type { Dialect } from '../frameworks/framework.ts';
import { frameworkOf } from '../frameworks/index.ts';
import { type OptionDoc, optionDocs } from '../frameworks/options/docs.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Span } from '../text/span.ts';

/** Something to write at a place: an option, or a form of an option's value. */
export interface Proposal {
  readonly kind: 'option' | 'value';
  readonly label: string;
  /** What is put in the place of `at`. */
  readonly text: string;
  readonly says: string;
  readonly at: Span;
}

/** How a notation parts a name from its value, and the quotes of its texts. */
interface Notation {
  readonly sign: string;
  readonly quote: '"' | "'";
  /** What stands between a name and its value, and before the name, as patterns. */
  readonly between: string;
}

const CODE: Notation = { sign: ': ', quote: "'", between: '\\s*:' };
const HCL: Notation = { sign: ' = ', quote: '"', between: '[ \\t]*=' };

function notationOf(path: string): Notation {
  return /\.(tf|tofu)$/i.test(path) ? HCL : CODE;
}

/** What can be written at an offset within an options object that a framework has recognised. */
export function proposals(
  policies: readonly CorsPolicy[],
  path: string,
  text: string,
  offset: number,
): readonly Proposal[] {
  const policy = policies
    .filter(it => it.container?.path === path && it.container.start < offset && offset < it.container.end)
    .sort((a, b) => (b.container?.start ?? 0) - (a.container?.start ?? 0))[0];
  const dialect = policy && dialectOf(policy);
  if (!policy?.container || !dialect) return [];
  const docs = optionDocs(dialect.table, dialect.semantics);
  const before = text.slice(policy.container.start + 1, offset);
  const { sign, quote, between } = notationOf(path);
  const value = new RegExp(`(?:^|[,{\\n])\\s*['"]?([\\w$]+)['"]?${between}\\s*([^,\\n]*)$`).exec(before);
  if (nesting(before) > 0) return [];
  if (value)
    return values(
      docs.find(it => it.name === value[1]),
      { path, start: offset - (value[2]?.trimStart().length ?? 0), end: offset },
      quote,
    );
  const word = /(?:^|[,{\n]|\*\/)\s*([\w$]*)$/.exec(before)?.[1];
  if (word === undefined) return [];
  const written = new Set(
    [
      ...text.slice(policy.container.start, policy.container.end).matchAll(new RegExp(`([\\w$]+)['"]?${between}`, 'g')),
    ].map(it => it[1]),
  );
  const at: Span = { path, start: offset - word.length, end: offset };
  return docs
    .filter(it => !written.has(it.name))
    .map(it => ({ kind: 'option', label: it.name, text: `${it.name}${sign}`, says: it.says, at }));
}

function dialectOf(policy: CorsPolicy): Dialect | undefined {
  const dialect = frameworkOf(policy.framework)?.dialect;
  return typeof dialect === 'function' ? dialect(policy) : dialect;
}

function values(doc: OptionDoc | undefined, at: Span, quote: Notation['quote']): readonly Proposal[] {
  return (doc?.forms ?? []).map(it => {
    const text = it.text.replaceAll("'", quote);
    return { kind: 'value', label: text, text, says: it.effect, at };
  });
}

/** How many brackets are open: within a nested object or list nothing is proposed. */
function nesting(text: string): number {
  let depth = 0;
  let quote = '';
  for (const sign of text) {
    if (quote) {
      if (sign === quote) quote = '';
    } else if (sign === "'" || sign === '"' || sign === '`') quote = sign;
    else if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
  }
  return depth;
}
