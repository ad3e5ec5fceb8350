import type { Span } from '../text/span.ts';
import type { Notation } from './directive-places.ts';
import type { Directive } from './directives.ts';

/** A header of a `_headers` file. */
export interface HeaderRow {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
  /** From the name to the end of the value. */
  readonly span: Span;
}

/** The headers below one path. */
export interface HeaderBlock {
  readonly path: string;
  readonly span: Span;
  readonly rows: readonly HeaderRow[];
  /** `! Name`: headers that are taken away again (Cloudflare). */
  readonly unset: readonly string[];
}

/**
 * A `_headers` file: a path on a line of its own, its headers on indented lines.
 * https://docs.netlify.com/routing/headers/#syntax-for-the-headers-file
 * https://developers.cloudflare.com/pages/configuration/headers/
 */
export function readHeadersFile(path: string, text: string): readonly HeaderBlock[] {
  const blocks: { path: string; span: Span; rows: HeaderRow[]; unset: string[] }[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const start = index + (/^\s*/.exec(line)?.[0].length ?? 0);
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (/^(\/|https?:\/\/)/.test(content)) {
      blocks.push({ path: content, span: { path, start, end: start + content.length }, rows: [], unset: [] });
      continue;
    }
    const block = blocks.at(-1);
    if (!block) continue;
    if (content.startsWith('!')) block.unset.push(content.slice(1).trim().toLowerCase());
    const row = rowOf(path, content, start);
    if (row) block.rows.push(row);
  }
  return blocks;
}

function rowOf(path: string, content: string, start: number): HeaderRow | undefined {
  const [, name, gap = '', value = ''] = /^([^\s:]+)(\s*:\s*)(.*)$/.exec(content) ?? [];
  if (name === undefined) return undefined;
  const from = start + name.length + gap.length;
  return {
    name,
    nameSpan: { path, start, end: start + name.length },
    value,
    valueSpan: { path, start: from, end: from + value.length },
    span: { path, start, end: start + content.length },
  };
}

/** A value goes on to the end of its line, and nothing in it means anything else. */
export const HEADERS_FILE: Notation = {
  read: (path, text) => readHeadersFile(path, text).map(blockOf),
  beside: false,
  word: text => (/^[^\s#][^\r\n]*$/.test(text) ? text : undefined),
};

function blockOf({ path, span, rows }: HeaderBlock): Directive {
  const end = rows.at(-1)?.span.end ?? span.end;
  return { name: path, nameSpan: span, args: [], head: span, span: { ...span, end }, block: rows.map(directiveOf) };
}

function directiveOf({ name, nameSpan, value, valueSpan, span }: HeaderRow): Directive {
  return { name, nameSpan, args: [{ text: value, span: valueSpan }], head: span, span };
}
