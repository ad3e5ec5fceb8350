import type { Span } from '../text/span.ts';
import { HclReader } from './hcl-expression.ts';
import { TRIVIA } from './hcl-scanner.ts';
import { branchOf, type TreeNotation } from './tree.ts';
import type { Entry, RecordValue, Value } from './value.ts';

/** A block with its labels: `resource "aws_s3_bucket" "files" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: RecordValue;
  /** The type with its labels. */
  readonly head: Span;
  readonly span: Span;
}

/** What stands at the top of a file, or within a block: attributes, and the blocks. */
export interface HclBody {
  /** Attributes; blocks of one kind are a list of records under their type and labels, with blanks between. */
  readonly body: RecordValue;
  readonly blocks: readonly HclBlock[];
}

const DEPTH = 30;

/**
 * A file of HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md): the grammar of blocks, and of expressions what says a value by
 * itself; a reference is a member of `var`, `local` and the like, and everything else is unknown. What is broken is left out.
 */
export function readHcl(path: string, text: string): HclBody {
  return bodyOf(new HclReader(path, text), 0);
}

function bodyOf(reader: HclReader, depth: number): HclBody {
  const start = reader.at;
  const entries = new Map<string, Entry>();
  const blocks: HclBlock[] = [];
  while (reader.toContent()) {
    if (reader.peek() === '}') {
      if (depth > 0) break;
      reader.at++;
      continue;
    }
    const before = reader.at;
    const name = reader.name();
    if (name !== undefined && reader.takes('=')) {
      const value = reader.expression(0);
      const keySpan = { path: reader.path, start: before, end: before + name.length };
      entries.set(name, { key: name, keySpan, value, span: { path: reader.path, start: before, end: value.span.end } });
      reader.toLineEnd();
    } else if (name !== undefined) {
      const block = blockOf(reader, name, before, depth);
      if (block) {
        blocks.push(block);
        join(entries, block);
      } else reader.toLineEnd();
    } else reader.toLineEnd();
    if (reader.at === before) reader.at++;
  }
  const body: RecordValue = {
    kind: 'record',
    container: 'object',
    entries: [...entries.values()],
    span: { path: reader.path, start, end: reader.at },
  };
  return { body, blocks };
}

function blockOf(reader: HclReader, type: string, start: number, depth: number): HclBlock | undefined {
  const labels = reader.labels();
  const headEnd = reader.at;
  if (!reader.takes('{')) return undefined;
  const open = reader.at - 1;
  if (depth >= DEPTH) {
    reader.at = open;
    reader.skipBalanced();
    return undefined;
  }
  const { body } = bodyOf(reader, depth + 1);
  reader.takes('}');
  const { path } = reader;
  return {
    type,
    labels,
    body: { ...body, span: { path, start: open, end: reader.at } },
    head: { path, start, end: headEnd },
    span: { path, start, end: reader.at },
  };
}

function join(entries: Map<string, Entry>, { type, labels, body, head, span }: HclBlock): void {
  const key = [type, ...labels].join(' ');
  const known = entries.get(key);
  const items: readonly Value[] = known?.value.kind === 'list' ? [...known.value.items, body] : [body];
  const first = known?.span ?? span;
  entries.set(key, {
    key,
    keySpan: known?.keySpan ?? head,
    span: first,
    value: { kind: 'list', container: 'array', items, span: first },
  });
}

/** HCL as fixes are written into it: attributes on lines of their own, lists between brackets. */
export const HCL: TreeNotation = {
  read: (path, text) => ({ key: 0, make: () => branchOf(readHcl(path, text).body, text, ['[']) }),
  value(value, like) {
    if (like.startsWith('<<')) return undefined;
    return typeof value === 'string' || like.startsWith('"')
      ? JSON.stringify(String(value)).replace(/[$%](?=\{)/g, '$&$&')
      : String(value);
  },
  columns: true,
  key: (name, like) => (like.startsWith('"') ? JSON.stringify(name) : name),
  trivia: TRIVIA,
  comment: /^[ \t]*(#|\/\/)/,
};
