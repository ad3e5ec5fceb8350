import type { Span } from '../text/span.ts';

/** An element of XML, with the text directly within it. */
export interface Element {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  readonly text: string;
  /** The text without the blanks around it. */
  readonly textSpan: Span;
  readonly span: Span;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
  /** Without quotes. */
  readonly valueSpan: Span;
  readonly span: Span;
}

interface Open {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: Element[];
  readonly start: number;
  readonly from: number;
}

/** The pieces of XML: comments, `<?…?>`, `<!…>`, CDATA, and tags. */
const PIECE =
  /<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<![^>]*>|<(\/?)([\w.:-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;
const ATTRIBUTE = /([\w.:-]+)(\s*=\s*)("[^"]*"|'[^']*')/g;
const DEPTH = 200;

/** The outermost elements; what is not closed ends where its parent does. Prefixes of names are left away. */
export function readXml(path: string, source: string): readonly Element[] {
  const root: Element[] = [];
  const open: Open[] = [];
  const here = () => open.at(-1)?.children ?? root;
  const close = (end: number, from: number) => {
    const it = open.pop();
    if (it) here().push(elementOf(it, path, source, from, end));
  };
  for (const found of source.matchAll(PIECE)) {
    const [whole, slash, name, inside = '', empty] = found;
    const end = found.index + whole.length;
    if (name === undefined || open.length > DEPTH) continue;
    const plain = name.replace(/^.*:/, '');
    if (slash) {
      if (!open.some(it => it.name === plain)) continue;
      while (open.at(-1)?.name !== plain) close(found.index, found.index);
      close(end, found.index);
      continue;
    }
    const attributes = attributesOf(inside, path, found.index + 1 + name.length);
    open.push({ name: plain, attributes, children: [], start: found.index, from: end });
    if (empty) close(end, end);
  }
  while (open.length > 0) close(source.length, source.length);
  return root;
}

function elementOf(
  { name, attributes, children, start, from }: Open,
  path: string,
  source: string,
  to: number,
  end: number,
): Element {
  const inner = children.length > 0 ? '' : source.slice(from, to);
  const text = unescaped(inner.trim());
  const first = from + (inner.length - inner.trimStart().length);
  const textSpan: Span = { path, start: first, end: first + inner.trim().length };
  return { name, attributes, children, text, textSpan, span: { path, start, end } };
}

function attributesOf(inside: string, path: string, offset: number): readonly Attribute[] {
  return [...inside.matchAll(ATTRIBUTE)].map(({ 0: whole, 1: name = '', 2: gap = '', 3: quoted = '', index }) => {
    const start = offset + index + name.length + gap.length + 1;
    return {
      name,
      value: unescaped(quoted.slice(1, -1)),
      valueSpan: { path, start, end: start + quoted.length - 2 },
      span: { path, start: offset + index, end: offset + index + whole.length },
    };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
