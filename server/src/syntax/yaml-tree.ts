import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Span } from '../text/span.ts';
import { FILLED, withoutActions } from './templated.ts';
import type { Branch, Part, TreeNotation } from './tree.ts';

type Yaml = typeof import('yaml');

/** YAML as fixes are written into it: block and flow style, anchors, every kind of quotes. */
export const YAML: TreeNotation = {
  read(path, text, offset) {
    const start = documentStart(text, offset);
    const end = documentEnd(text, Math.max(offset, start + 3));
    return { key: start, make: () => documentIn(path, text, start, end) };
  },
  value(value, like, bracketed) {
    if (/^[|>]/.test(like)) return undefined;
    if (typeof value !== 'string') return isQuoted(like) ? quoted(String(value), like) : String(value);
    return isQuoted(like) ? quoted(value, like) : plain(value, bracketed);
  },
  key: (name, like) => (isQuoted(like) ? quoted(name, like) : plain(name, true)),
  trivia: /(?:\s|(?<=\s)#[^\n]*)*/y,
  comment: /^[ \t]+#/,
};

function isQuoted(source: string): boolean {
  return source.startsWith('"') || source.startsWith("'");
}

function quoted(text: string, like: string): string {
  return like.startsWith("'") && !/[\r\n]/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}

/** Without quotes, unless it would be read as something else. */
function plain(text: string, bracketed: boolean): string {
  const yaml = require('yaml') as Yaml;
  const written = yaml.stringify(bracketed ? [text] : text, {
    collectionStyle: bracketed ? 'flow' : 'any',
    flowCollectionPadding: false,
    lineWidth: 0,
  });
  return (bracketed ? written.trim().slice(1, -1) : written.trim()) || "''";
}

/** A line `---` begins a document, whatever stands before it. */
const MARKER = /^---(?=[ \t\r\n]|$)/gm;

function documentStart(text: string, offset: number): number {
  for (let at = offset; ; at--) {
    at = text.lastIndexOf('\n---', at);
    if (at < 0) return 0;
    if (/^\n---(?:\s|$)/.test(text.slice(at, at + 5))) return at + 1;
  }
}

function documentEnd(text: string, offset: number): number {
  MARKER.lastIndex = offset;
  return MARKER.exec(text)?.index ?? text.length;
}

/** A document out of a file, with its places in that. */
function documentIn(path: string, whole: string, offset: number, end: number): Branch {
  const yaml = require('yaml') as Yaml;
  const nothing: Branch = { span: { path, start: offset, end: offset } };
  try {
    const options = { logLevel: 'silent', uniqueKeys: false, prettyErrors: false, keepSourceTokens: true } as const;
    const document = yaml.parseDocument(withoutActions(whole.slice(offset, end)), options);
    const root = document.contents as Node | null;
    const named = new Set<string>();
    yaml.visit(document, { Alias: (_, alias) => void named.add(alias.source) });
    return document.errors.length > 0 || !root ? nothing : branch(root, { yaml, path, text: whole, offset, named });
  } catch {
    return nothing;
  }
}

interface Reader {
  readonly yaml: Yaml;
  readonly path: string;
  readonly text: string;
  readonly offset: number;
  /** The anchors that aliases speak of. */
  readonly named: ReadonlySet<string>;
}

function branch(node: Node | null | undefined, reader: Reader, empty?: Span): Branch {
  const { yaml, path, offset, named } = reader;
  const [start = 0, end = 0] = node?.range ?? [];
  const span = node?.range ? { path, start: start + offset, end: end + offset } : (empty ?? { path, start: 0, end: 0 });
  const { anchor } = (node ?? {}) as { readonly anchor?: string };
  const shared = anchor !== undefined && named.has(anchor) ? { shared: true } : {};
  if (yaml.isScalar(node)) {
    const { value, tag } = node;
    const known =
      value !== null && value !== undefined && !String(value).includes(FILLED) && !String(value).includes('${');
    return { span, ...(known && (!tag || /^!Sub$|^tag:yaml/.test(tag)) ? { text: String(value) } : {}), ...shared };
  }
  if (yaml.isMap(node) || yaml.isSeq(node)) {
    const parts = yaml.isMap(node)
      ? entries(node as YAMLMap<Node, Node>, reader)
      : items(node as YAMLSeq<Node>, reader);
    return { span, parts, bracketed: node.flow === true, ...shared };
  }
  return { span, ...shared };
}

function entries(map: YAMLMap<Node, Node>, reader: Reader): readonly Part[] {
  return map.items.flatMap((pair: Pair<Node, Node>): readonly Part[] => {
    if (!pair.key?.range) return [];
    const key = branch(pair.key, reader).span;
    const after = { ...key, start: key.end };
    const value = branch(pair.value, reader, after);
    return [{ key, value, span: { ...key, end: Math.max(lastOf(value, reader), key.end) } }];
  });
}

/** An item with its dash, which is the first token of it. */
function items(list: YAMLSeq<Node>, reader: Reader): readonly Part[] {
  const tokens = list.srcToken?.type === 'block-seq' ? list.srcToken.items : [];
  return list.items.map((item, index): Part => {
    const value = branch(item, reader);
    const dash = tokens[index]?.start.find(it => it.type === 'seq-item-ind');
    const start = dash ? dash.offset + reader.offset : value.span.start;
    return { value, span: { ...value.span, start, end: lastOf(value, reader) } };
  });
}

/** Where the last thing in a value ends: the range of a block goes on to the line behind it. */
function lastOf({ span, parts, bracketed }: Branch, { text }: Reader): number {
  const last = bracketed ? undefined : parts?.at(-1);
  let { end } = last?.span ?? span;
  while (end > span.start && (text[end - 1] ?? '').trim() === '') end--;
  return end;
}
