import type { Notation } from './directive-places.ts';
import type { Directive, Word } from './directives.ts';

interface Open {
  readonly name: string;
  readonly words: readonly Word[];
  readonly start: number;
  readonly headEnd: number;
  readonly block: Directive[];
}

const DEPTH = 50;
const WORD = /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|(?:\\\r?\n|[^\s>]|>(?![ \t]*(?:\r?\n|$)))+/y;

/**
 * The directives of an Apache configuration, `.htaccess` or a file of a virtual host: one a line, a line that ends in a backslash goes on,
 * and sections between `<Name …>` and `</Name>`. https://httpd.apache.org/docs/2.4/configuring.html#syntax
 */
export function readApache(path: string, text: string): readonly Directive[] {
  const root: Directive[] = [];
  const open: Open[] = [];
  const here = () => open.at(-1)?.block ?? root;
  const close = (end: number) => {
    const it = open.pop();
    if (it) here().push(made(it.words, it.headEnd, end, it.block));
  };
  for (const { 0: line, index } of text.matchAll(/(?:[^\n\\]|\\\r?\n|\\)+/g)) {
    const start = index + (/^\s*/.exec(line)?.[0].length ?? 0);
    const end = index + line.trimEnd().length;
    if (start >= end || text[start] === '#') continue;
    const closing = /^<\/(\w+)/.exec(text.slice(start, start + 60))?.[1]?.toLowerCase();
    if (closing !== undefined) {
      if (!open.some(it => it.name === closing)) continue;
      while (open.at(-1)?.name !== closing) close(start);
      close(end);
    } else if (text[start] === '<') {
      const words = wordsIn(path, text, start + 1, end);
      const name = words[0]?.text.toLowerCase();
      if (name !== undefined && open.length < DEPTH) open.push({ name, words, start, headEnd: end, block: [] });
    } else {
      const words = wordsIn(path, text, start, end);
      if (words.length > 0) here().push(made(words, end, end));
    }
  }
  while (open.length > 0) close(text.length);
  return root;
}

function made(words: readonly Word[], headEnd: number, end: number, block?: readonly Directive[]): Directive {
  const [name, ...args] = words as readonly [Word, ...Word[]];
  const { path, start } = name.span;
  return {
    name: name.text,
    nameSpan: name.span,
    args,
    ...(block ? { block } : {}),
    head: { path, start, end: headEnd },
    span: { path, start, end },
  };
}

function wordsIn(path: string, text: string, from: number, end: number): readonly Word[] {
  const words: Word[] = [];
  for (let at = from; at < end; ) {
    const blank = /\s|\\\r?\n/.exec(text.slice(at, at + 3));
    if (blank?.index === 0 || text[at] === '>') {
      at += blank?.index === 0 ? blank[0].length : 1;
      continue;
    }
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0] ?? text[at] ?? '';
    const quote = /^["']/.exec(found)?.[0] as Word['quote'];
    const inner = quote ? found.slice(1, found.length > 1 && found.endsWith(quote) ? -1 : undefined) : found;
    const span = { path, start: at, end: Math.min(at + Math.max(found.length, 1), end) };
    words.push({ text: inner.replace(/\\(["'\\])/g, quote ? '$1' : '\\$1'), ...(quote ? { quote } : {}), span });
    at = span.end;
  }
  return words;
}

/** Within quotes a backslash goes before them and before another one (`ap_getword_conf`); a word without any has no escapes. */
export const APACHE: Notation = {
  read: readApache,
  beside: false,
  word(text, quote) {
    if (/[\r\n]/.test(text)) return undefined;
    if (quote === undefined && /^[^\s"'<>\\][^\s>\\]*$/.test(text)) return text;
    const own = quote === "'" ? quote : '"';
    return `${own}${text.replace(/\\(?=["'\\]|$)/g, '\\\\').replaceAll(own, `\\${own}`)}${own}`;
  },
};
