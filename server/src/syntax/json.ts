import { type Node, parseTree } from 'jsonc-parser';
import type { Span } from '../text/span.ts';
import { branchOf, type TreeNotation } from './tree.ts';
import { type Entry, literal, unknown, type Value } from './value.ts';

/** A JSON file, comments and trailing commas allowed; what is broken is left out. */
export class JsonFile {
  readonly path: string;
  readonly text: string;
  readonly value: Value;
  readonly documents: readonly Value[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    const root = parseTree(text, undefined, { allowTrailingComma: true, allowEmptyContent: true });
    this.value = root ? read(root, path) : unknown({ path, start: 0, end: 0 }, 'a file that is no JSON');
    this.documents = [this.value];
  }
}

function read(node: Node, path: string): Value {
  const span: Span = { path, start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case 'object':
      return {
        kind: 'record',
        container: 'object',
        entries: (node.children ?? []).flatMap(it => entry(it, path)),
        span,
      };
    case 'array':
      return { kind: 'list', container: 'array', items: (node.children ?? []).map(it => read(it, path)), span };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return literal(span, node.value as string | number | boolean | null);
    default:
      return unknown(span, 'broken JSON');
  }
}

function entry(node: Node, path: string): readonly Entry[] {
  const [key, value] = node.children ?? [];
  if (!key || !value) return [];
  const at = (it: Node): Span => ({ path, start: it.offset, end: it.offset + it.length });
  return [{ key: String(key.value), value: read(value, path), keySpan: at(key), span: at(node) }];
}

/** JSON as fixes are written into it, with the comments of JSONC. */
export const JSON_TREE: TreeNotation = {
  read: (path, text) => ({ key: 0, make: () => branchOf(new JsonFile(path, text).value, text) }),
  value: (value, like) => JSON.stringify(like.startsWith('"') ? String(value) : value),
  key: name => JSON.stringify(name),
  trivia: /(?:\s|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))*/y,
  comment: /^[ \t]*\/\//,
};
