import type { Span } from '../text/span.ts';
import { Scanner } from './scanner.ts';
import { branchOf, type TreeNotation } from './tree.ts';
import { type Entry, literal, type RecordValue, unknown, type Value } from './value.ts';

/** How deep arrays and inline tables are read. */
const DEPTH = 50;

/** A table while it is filled: `[a.b]`, `a.b = 1` and `[[a]]` add to what is there. */
interface Table {
  readonly kind: 'table';
  readonly span: Span;
  readonly entries: Map<string, { keySpan: Span; value: Table | Tables | Value; span: Span }>;
}

interface Tables {
  readonly kind: 'tables';
  readonly items: Table[];
  readonly span: Span;
}

/** The value of a TOML file (https://toml.io/en/v1.0.0); a line that is broken is left out. */
export function readToml(path: string, text: string): Value {
  const reader = new Reader(path, text);
  const root = table({ path, start: 0, end: text.length });
  let into: Table | undefined = root;
  while (reader.toContent()) {
    const start = reader.at;
    const header = /^\[\[?/.exec(reader.text.slice(start, start + 2))?.[0];
    if (header) {
      reader.at += header.length;
      const names = reader.key();
      reader.toLineEnd();
      const span: Span = { path, start, end: reader.at };
      into = names && (header === '[[' ? item(root, names, span) : descend(root, names, span));
      continue;
    }
    const pair = reader.pair(0);
    if (pair && into) put(into, pair);
    reader.toLineEnd();
  }
  return frozen(root);
}

interface Name {
  readonly text: string;
  readonly span: Span;
}

interface Pair {
  readonly names: readonly Name[];
  readonly value: Value;
  readonly span: Span;
}

class Reader extends Scanner {
  /** Goes over blanks, line breaks and comments; false at the end. */
  toContent(): boolean {
    this.over(/(?:\s|#[^\n]*)*/y);
    return this.more;
  }

  toLineEnd(): void {
    this.over(/[^\n]*/y);
  }

  /** `a."b c".d`; undefined where there is none. */
  key(): readonly Name[] | undefined {
    const names: Name[] = [];
    for (;;) {
      this.over(/[ \t]*/y);
      const start = this.at;
      const found = this.over(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y);
      if (!found || names.length > DEPTH) return undefined;
      const text = /^["']/.test(found) ? found.slice(1, -1) : found;
      names.push({ text, span: this.from(start) });
      if (!this.over(/[ \t]*\./y)) return names;
    }
  }

  /** `key = value`. */
  pair(depth: number): Pair | undefined {
    const start = this.at;
    const names = this.key();
    if (!names || !this.over(/[ \t]*=[ \t]*/y)) return undefined;
    const value = this.#value(depth);
    return { names, value, span: this.from(start) };
  }

  #value(depth: number): Value {
    const start = this.at;
    const char = this.text[start];
    if (depth > DEPTH) return unknown(this.from(start), 'more levels than are followed');
    if (char === '[') return this.#array(depth);
    if (char === '{') return this.#inline(depth);
    const long = this.over(/"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|'''(?:[^']|'(?!''))*'''/y);
    if (long) return literal(this.from(start), escapes(long.slice(3, -3).replace(/^\r?\n/, ''), long[0] === '"'));
    const quoted = this.over(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y);
    if (quoted) return literal(this.from(start), escapes(quoted.slice(1, -1), quoted[0] === '"'));
    const bare = this.over(/[^\s,#\]}]+/y) ?? '';
    const span = this.from(start);
    if (bare === 'true' || bare === 'false') return literal(span, bare === 'true');
    return /^[+-]?\d[\d_]*(\.\d+)?$/.test(bare)
      ? literal(span, Number(bare.replaceAll('_', '')))
      : unknown(span, 'a value that is not followed');
  }

  #array(depth: number): Value {
    const start = this.at++;
    const items: Value[] = [];
    while (this.toContent() && this.text[this.at] !== ']') {
      const before = this.at;
      items.push(this.#value(depth + 1));
      this.over(/(?:\s|#[^\n]*)*,?/y);
      if (this.at === before) break;
    }
    this.takes(']');
    return { kind: 'list', container: 'array', items, span: this.from(start) };
  }

  #inline(depth: number): Value {
    const start = this.at++;
    const pairs: Pair[] = [];
    while (this.toContent() && this.text[this.at] !== '}') {
      const pair = this.pair(depth + 1);
      if (!pair) break;
      pairs.push(pair);
      this.over(/(?:\s|#[^\n]*)*,?/y);
    }
    this.takes('}');
    const inner = table(this.from(start));
    for (const it of pairs) put(inner, it);
    return frozen(inner);
  }
}

function escapes(text: string, has: boolean): string {
  if (!has) return text;
  return text.replace(/\\(?:u([\da-f]{4})|\r?\n\s*|(.))/gi, (_, code?: string, char?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : char ? ({ n: '\n', t: '\t', r: '\r' }[char] ?? char) : '',
  );
}

function table(span: Span): Table {
  return { kind: 'table', span, entries: new Map() };
}

/** The table under some names, made where there is none; undefined where something else stands there. */
function descend(root: Table, names: readonly Name[], span: Span): Table | undefined {
  let at: Table | undefined = root;
  for (const { text, span: keySpan } of names) {
    if (!at) return undefined;
    if (!at.entries.has(text)) at.entries.set(text, { keySpan, value: table(span), span });
    const value: Table | Tables | Value | undefined = at.entries.get(text)?.value;
    at = value?.kind === 'table' ? value : value?.kind === 'tables' ? value.items.at(-1) : undefined;
  }
  return at;
}

/** Another table of a list of them. */
function item(root: Table, names: readonly Name[], span: Span): Table | undefined {
  const last = names.at(-1);
  const holder = descend(root, names.slice(0, -1), span);
  if (!last || !holder) return undefined;
  if (!holder.entries.has(last.text))
    holder.entries.set(last.text, { keySpan: last.span, value: { kind: 'tables', items: [], span }, span });
  const { value } = holder.entries.get(last.text) ?? {};
  if (value?.kind !== 'tables') return undefined;
  const made = table(span);
  value.items.push(made);
  return made;
}

function put(into: Table, { names, value, span }: Pair): void {
  const last = names.at(-1);
  const holder = descend(into, names.slice(0, -1), span);
  const first = names[0];
  if (!last || !first || !holder) return;
  holder.entries.set(last.text, { keySpan: { ...first.span, end: last.span.end }, value, span });
}

function frozen({ entries, span }: Table): RecordValue {
  return {
    kind: 'record',
    container: 'object',
    entries: [...entries].map(
      ([key, it]): Entry => ({ key, keySpan: it.keySpan, span: it.span, value: settled(it.value) }),
    ),
    span,
  };
}

function settled(value: Table | Tables | Value): Value {
  if (value.kind === 'table') return frozen(value);
  if (value.kind === 'tables')
    return { kind: 'list', container: 'array', items: value.items.map(frozen), span: value.span };
  return value;
}

/** TOML as fixes are written into it. */
export const TOML: TreeNotation = {
  read: (path, text) => ({ key: 0, make: () => branchOf(readToml(path, text), text) }),
  value: (value, like) =>
    typeof value === 'string' || /^["']/.test(like) ? quoted(String(value), like) : String(value),
  key: (name, like) => (/^["']/.test(like) || !/^[\w-]+$/.test(name) ? quoted(name, like) : name),
  trivia: /(?:\s|#[^\n]*)*/y,
  comment: /^[ \t]*#/,
};

function quoted(text: string, like: string): string {
  return like.startsWith("'") && !/['\r\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}
