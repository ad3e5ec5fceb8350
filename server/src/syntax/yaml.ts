import type { Node, Pair } from 'yaml';
import type { Span } from '../text/span.ts';
import { FILLED, withoutActions } from './templated.ts';
import { type Entry, literal, unknown, type Value } from './value.ts';

/** How deep aliases and nesting are followed. */
const DEPTH = 100;

interface Reader {
  readonly path: string;
  readonly yaml: typeof import('yaml');
  /** The nodes with a name that have been met so far; the last one of a name counts. */
  readonly anchors: Map<string, Node>;
  /** Nodes that may still be read: without aliases there are fewer than characters, so that only an alias bomb runs out. */
  readonly budget: { left: number };
  /** A template of Helm, in which branches that exclude one another may give one key. */
  readonly templated: boolean;
}

/**
 * The documents of a YAML file, or of a template of one. Anchors and merges are followed; texts under a tag such as `!Sub` are not
 * known.
 */
export function readYaml(path: string, written: string): readonly Value[] {
  const text = withoutActions(written);
  const templated = text !== written;
  // Loaded by need: most runs meet no YAML.
  const yaml = require('yaml') as typeof import('yaml');
  try {
    const documents = yaml.parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, prettyErrors: false });
    if (!Array.isArray(documents)) return [];
    const budget = { left: text.length + 100 };
    return documents.map(document => {
      const root = document.contents as Node | null;
      return read(root, { path, yaml, anchors: new Map(), budget, templated }, 0, { path, start: 0, end: 0 });
    });
  } catch {
    return [];
  }
}

function read(node: Node | null | undefined, reader: Reader, depth: number, empty: Span): Value {
  if (!node) return literal(empty, null);
  const { yaml, path, budget, anchors } = reader;
  const span: Span = node.range ? { path, start: node.range[0], end: node.range[1] } : empty;
  if (depth > DEPTH || budget.left-- <= 0) return unknown(span, 'more aliases or levels than are followed');
  if (yaml.isAlias(node)) {
    const meant = anchors.get(node.source);
    return meant ? read(meant, reader, depth + 1, span) : unknown(span, 'an alias of nothing');
  }
  const { anchor } = node as { readonly anchor?: string };
  if (anchor) anchors.set(anchor, node);
  if (isTagged(node)) return tagged(node, reader, span);
  if (yaml.isScalar(node)) return scalar(node.value, span);
  if (yaml.isSeq(node)) {
    const items = node.items.map(it => read(it as Node, reader, depth + 1, span));
    return { kind: 'list', container: 'array', items, span };
  }
  if (yaml.isMap(node)) {
    const all = node.items.flatMap(it => entry(it as Pair<Node, Node | null>, reader, depth, span));
    const entries = all.filter(it => !it.key.includes(FILLED));
    if (!reader.templated) return { kind: 'record', container: 'object', entries, span };
    const rest = entries.length < all.length ? { rest: unknown(span, FILLED_IN) } : {};
    return { kind: 'record', container: 'object', entries: oncePerKey(entries), ...rest, span };
  }
  return unknown(span, 'broken YAML');
}

function isTagged(node: Node): boolean {
  const { tag } = node as { readonly tag?: string };
  return tag !== undefined && !tag.startsWith('tag:yaml.org,2002:');
}

/** `!Sub` of a text without `${` is that text. */
function tagged(node: Node, { yaml }: Reader, span: Span): Value {
  const { tag } = node as { readonly tag?: string };
  const { value } = node as { readonly value?: unknown };
  const plain = tag === '!Sub' && yaml.isScalar(node) && typeof value === 'string' && !value.includes('${');
  if (tag?.includes(FILLED)) return unknown(span, FILLED_IN);
  return plain ? literal(span, value) : unknown(span, `a value that \`${tag}\` gives`);
}

const FILLED_IN = 'a text that is filled in elsewhere';

/** Of branches that give one key, it is not known which holds. */
function oncePerKey(entries: readonly Entry[]): readonly Entry[] {
  const counted = new Map<string, number>();
  for (const { key } of entries) counted.set(key, (counted.get(key) ?? 0) + 1);
  return entries.map(it =>
    counted.get(it.key) === 1 ? it : { ...it, value: unknown(it.value.span, 'it is given in several branches') },
  );
}

const HOLES = new RegExp(`\\$\\{|${FILLED}`);

function scalar(value: unknown, span: Span): Value {
  if (typeof value === 'string' && HOLES.test(value)) return unknown(span, FILLED_IN);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return literal(span, value);
  return unknown(span, 'a value of another kind');
}

/** A merge stands before what the mapping itself says, so that this wins. */
function entry(pair: Pair<Node, Node | null>, reader: Reader, depth: number, whole: Span): readonly Entry[] {
  const { yaml, path } = reader;
  const { key, value } = pair;
  if (!yaml.isScalar(key) || !key.range) return [];
  const keySpan: Span = { path, start: key.range[0], end: key.range[1] };
  const found = read(value, reader, depth + 1, { ...keySpan, start: keySpan.end });
  if (key.value === '<<') return merged(found);
  const end = found.span.start >= keySpan.end && found.span.end <= whole.end ? found.span.end : keySpan.end;
  return [{ key: String(key.value), value: found, keySpan, span: { ...keySpan, end } }];
}

function merged(value: Value): readonly Entry[] {
  if (value.kind === 'list') return value.items.flatMap(merged);
  return value.kind === 'record' ? value.entries : [];
}
