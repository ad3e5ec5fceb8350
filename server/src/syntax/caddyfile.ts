import type { Notation } from './directive-places.ts';
import type { Directive, Word } from './directives.ts';

interface Open {
  readonly words: readonly Word[];
  readonly headEnd: number;
  readonly block: Directive[];
}

const DEPTH = 50;
/** Characters of a heredoc. */
const MOST = 4000;
const MARKER = /^<<([\w-]+)\r?$/;

/**
 * The lines of a Caddyfile as its lexer splits them: words between white space, quotes and backticks, a comment where a word may begin, a
 * line that goes on behind a backslash, blocks from a `{` at the end of a line to a `}` that begins one. What is broken is left out.
 * https://caddyserver.com/docs/caddyfile/concepts#structure, caddyconfig/caddyfile/lexer.go
 */
export function readCaddyfile(path: string, text: string): readonly Directive[] {
  const root: Directive[] = [];
  const open: Open[] = [];
  let words: Word[] = [];
  const here = () => open.at(-1)?.block ?? root;
  const put = (all: readonly Word[], headEnd: number, end: number, block?: readonly Directive[]) => {
    const [name, ...args] = all;
    if (!name) return;
    const { start } = name.span;
    here().push({
      name: name.text,
      nameSpan: name.span,
      args,
      ...(block ? { block } : {}),
      head: { path, start, end: headEnd },
      span: { path, start, end },
    });
  };
  const endLine = () => {
    const last = words.at(-1);
    if (last && isBrace(last, '{') && open.length < DEPTH) {
      const head = words.slice(0, -1);
      // A block without a name, the global options, is called by its brace.
      open.push({
        words: head.length > 0 ? head : [last],
        headEnd: head.at(-1)?.span.end ?? last.span.end,
        block: [],
      });
    } else if (last) put(words, last.span.end, last.span.end);
    words = [];
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const char = text[at] ?? '';
    if (char === '\n') {
      endLine();
      at++;
    } else if (/\s/.test(char)) at++;
    else if (char === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf('\n', at) + 1;
    else if (char === '#') at = lineEnd(text, at);
    else {
      const word = wordAt(path, text, at);
      at = word.span.end;
      const closed = words.length === 0 && isBrace(word, '}') ? open.pop() : undefined;
      if (closed) put(closed.words, closed.headEnd, at, closed.block);
      else words.push(word);
    }
  }
  endLine();
  for (let it = open.pop(); it; it = open.pop()) put(it.words, it.headEnd, text.length, it.block);
  return root;
}

function isBrace({ text, quote }: Word, brace: string): boolean {
  return text === brace && quote === undefined;
}

function wordAt(path: string, text: string, start: number): Word {
  const quote = /^["`]/.exec(text[start] ?? '')?.[0] as Word['quote'];
  if (quote) {
    const end = quotedEnd(text, start, quote);
    const closed = end > start + 1 && text[end - 1] === quote;
    const inner = text.slice(start + 1, closed ? end - 1 : end);
    return { text: quote === '"' ? inner.replaceAll('\\"', '"') : inner, quote, span: { path, start, end } };
  }
  let end = start;
  while (end < text.length && !/\s/.test(text[end] ?? '')) end++;
  const marker = MARKER.exec(text.slice(start, end))?.[1];
  const closing = marker === undefined ? undefined : heredocEnd(text, end, marker);
  if (closing) return { text: text.slice(closing.from, closing.to), span: { path, start, end: closing.end } };
  return { text: text.slice(start, end), span: { path, start, end } };
}

function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

/** The lines of a heredoc and where its closing marker ends. */
function heredocEnd(text: string, at: number, marker: string) {
  const from = text.indexOf('\n', at) + 1;
  const found = from === 0 ? -1 : text.slice(from, from + MOST).indexOf(marker);
  if (found < 0) return undefined;
  const end = from + found + marker.length;
  return { from, to: Math.max(text.lastIndexOf('\n', end), from), end };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Of what a quoted text holds, a backslash takes the meaning of the double quote alone, and nothing that of a backtick. */
export const CADDYFILE: Notation = {
  read: readCaddyfile,
  beside: false,
  word(text, quote) {
    if (quote === undefined && /^[^\s"`#{}<][^\s]*$/.test(text)) return text;
    if (quote === '`') return text.includes('`') ? undefined : `\`${text}\``;
    return text.endsWith('\\') || text.includes('\\"') ? undefined : `"${text.replaceAll('"', '\\"')}"`;
  },
};
