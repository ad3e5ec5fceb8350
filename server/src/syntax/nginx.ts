import type { Notation } from './directive-places.ts';
import type { Directive, Word } from './directives.ts';

/** How deep blocks are read; nginx itself knows no more than a handful. */
const DEPTH = 50;

interface Open {
  readonly head: readonly Word[];
  readonly start: number;
  readonly headEnd: number;
  readonly block: Directive[];
}

/**
 * The directives of an nginx configuration, as `ngx_conf_read_token` splits them. What is broken is left out; `{{ … }}` and `{% … %}` of
 * templates are parts of words and nothing.
 */
export function readNginx(path: string, text: string): readonly Directive[] {
  const root: Directive[] = [];
  const open: Open[] = [];
  let words: Word[] = [];
  const here = () => open.at(-1)?.block ?? root;
  const add = (directive: Directive | undefined) => directive && here().push(directive);
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) at++;
    else if (char === '#') at = lineEnd(text, at);
    else if (text.startsWith('{%', at)) at = after(text, '%}', at);
    else if (char === ';') {
      add(directive(words, at + 1, at + 1));
      words = [];
      at++;
    } else if (char === '{' && !text.startsWith('{{', at)) {
      const start = words[0]?.span.start ?? at;
      const headEnd = words.at(-1)?.span.end ?? at;
      if (/_by_lua_block$/.test(words[0]?.text ?? '') || open.length >= DEPTH) at = balanced(text, at);
      else {
        open.push({ head: words, start, headEnd, block: [] });
        at++;
      }
      words = [];
    } else if (char === '}') {
      const closed = open.pop();
      if (closed) add(directive(closed.head, closed.headEnd, at + 1, closed.block));
      words = [];
      at++;
    } else {
      const word = wordAt(path, text, at);
      words.push(word);
      at = word.span.end;
    }
  }
  for (let closed = open.pop(); closed; closed = open.pop())
    add(directive(closed.head, closed.headEnd, text.length, closed.block));
  return root;
}

function directive(
  words: readonly Word[],
  headEnd: number,
  end: number,
  block?: readonly Directive[],
): Directive | undefined {
  const [name, ...args] = words;
  if (!name) return undefined;
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

function wordAt(path: string, text: string, start: number): Word {
  const quote = /^["']/.exec(text[start] ?? '')?.[0] as Word['quote'];
  const end = quote ? quotedEnd(text, start, quote) : plainEnd(text, start);
  const closed = quote && end > start + 1 && text[end - 1] === quote;
  const inner = quote ? text.slice(start + 1, closed ? end - 1 : end) : text.slice(start, end);
  return { text: unescaped(inner), ...(quote ? { quote } : {}), span: { path, start, end } };
}

function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function plainEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith('{{', at)) at = after(text, '}}', at) - 1;
    else if (text.startsWith('${', at)) at = after(text, '}', at) - 1;
    else if (/[\s;{]/.test(text[at] ?? '')) return Math.max(at, start + 1);
  }
  return text.length;
}

/** A backslash before a quote or another one is taken away; before `t`, `r` and `n` it makes a control character. */
function unescaped(text: string): string {
  return text.replace(/\\(["'\\trn])/g, (_, char: string) => ({ t: '\t', r: '\r', n: '\n' })[char] ?? char);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function after(text: string, closing: string, at: number): number {
  const end = text.indexOf(closing, at);
  return end < 0 ? text.length : end + closing.length;
}

/** Behind the brace that closes the one at a place: code of another language stands between. */
function balanced(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Backslashes go before quotes, backslashes and the letters that would be control characters with one. */
export const NGINX: Notation = {
  read: readNginx,
  beside: true,
  word(text, quote) {
    const escaped = text.replace(/\\(?=["'\\trn]|$)/g, '\\\\');
    if (quote === undefined && /^[^\s;{}"'#][^\s;{]*$/.test(text)) return escaped;
    const own = quote === "'" ? quote : '"';
    return `${own}${escaped.replaceAll(own, `\\${own}`)}${own}`;
  },
};
