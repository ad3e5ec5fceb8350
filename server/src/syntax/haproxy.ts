import type { Notation } from './directive-places.ts';
import type { Directive, Word } from './directives.ts';

const SECTIONS =
  /^(global|defaults|frontend|backend|listen|userlist|peers|mailers|resolvers|cache|program|http-errors|ring|log-forward|log-profile|fcgi-app|crt-store|traces|acme)$/;

/**
 * The sections of an HAProxy configuration and the lines in them. Blanks part words; quotes may stand within a word, double ones with
 * backslashes and variables in them, single ones with nothing; a `#` begins a comment wherever it is not quoted.
 * https://docs.haproxy.org/2.6/configuration.html#2.2
 */
export function readHaproxy(path: string, text: string): readonly Directive[] {
  const sections: { readonly line: readonly Word[]; readonly block: Directive[]; end: number }[] = [];
  const loose: Directive[] = [];
  for (let at = 0; at < text.length; ) {
    const { words, end } = lineAt(path, text, at);
    at = end + 1;
    const [name, ...args] = words;
    if (!name) continue;
    const last = words.at(-1)?.span.end ?? end;
    const open = sections.at(-1);
    if (SECTIONS.test(name.text)) sections.push({ line: words, block: [], end: last });
    else {
      const span = { path, start: name.span.start, end: last };
      (open?.block ?? loose).push({ name: name.text, nameSpan: name.span, args, head: span, span });
      if (open) open.end = last;
    }
  }
  const made = sections.flatMap(({ line, block, end }): readonly Directive[] => {
    const [name, ...args] = line;
    if (!name) return [];
    const { start } = name.span;
    const head = { path, start, end: line.at(-1)?.span.end ?? end };
    return [{ name: name.text, nameSpan: name.span, args, block, head, span: { path, start, end } }];
  });
  return [...loose, ...made];
}

function lineAt(path: string, text: string, start: number): { readonly words: readonly Word[]; readonly end: number } {
  const words: Word[] = [];
  let at = start;
  while (at < text.length && text[at] !== '\n') {
    const char = text[at] ?? '';
    if (char === '#') {
      const end = text.indexOf('\n', at);
      return { words, end: end < 0 ? text.length : end };
    }
    if (/\s/.test(char)) at++;
    else {
      const word = wordAt(path, text, at);
      words.push(word);
      at = word.span.end;
    }
  }
  return { words, end: at };
}

function wordAt(path: string, text: string, start: number): Word {
  let inner = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n' || (quote === '' && /[\s#]/.test(char))) break;
    if (char === '\\' && quote !== "'" && at + 1 < text.length) {
      at++;
      const next = text[at] ?? '';
      // What a backslash does not protect keeps it.
      inner +=
        quote === '' && /[\s#"'\\]/.test(next) ? next : quote === '"' && /["\\$]/.test(next) ? next : `\\${next}`;
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else inner += char;
  }
  const written = text.slice(start, at);
  const whole = /^(["'])[\s\S]*\1$/.exec(written)?.[1] as Word['quote'];
  return { text: inner, ...(whole ? { quote: whole } : {}), span: { path, start, end: Math.max(at, start + 1) } };
}

/** Within double quotes a backslash takes the meaning of quotes, dollars and backslashes, within single ones nothing does. */
export const HAPROXY: Notation = {
  read: readHaproxy,
  beside: false,
  word(text, quote) {
    if (/[\r\n]/.test(text)) return undefined;
    if (quote === undefined && /^[^\s"'#]+$/.test(text)) return text.replace(/\\(?=[\s#"'\\]|$)/g, '\\\\');
    if (quote === "'") return text.includes("'") ? undefined : `'${text}'`;
    return `"${text.replace(/["\\$]/g, '\\$&')}"`;
  },
};
