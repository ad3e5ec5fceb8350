import type { ElementAttribute, LoadingElement } from '../model/element.ts';
import type { Span } from '../text/span.ts';
import { isMarkup } from './scripts.ts';

/**
 * What a text has in which an element loads something with CORS, or something that a missing `crossorigin` may spoil, or stands for a
 * header of CORS.
 */
export const LOADING =
  /\bcrossorigin\b|\btype\s*=\s*["']?module\b|\brel\s*=\s*["']?modulepreload\b|\bintegrity\s*=|\bas\s*=\s*[{"'\s]*(?:font|fetch)\b|\bhttp-?equiv\s*=\s*[{"'\s]*access-control-/i;

/** Whether a file can hold elements: markup, or code with JSX. */
export function holdsElements(path: string): boolean {
  return isMarkup(path) || /\.[jt]sx$/i.test(path);
}

const COMMENT = /<!--[\s\S]*?-->/g;
const COMMENT_OF_CODE = /\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*/gm;
const TAG = /<(script|link|meta|img|video|audio)\b((?:"[^"]*"|'[^']*'|\{[^{}]*\}|[^<>"'{}])*)>/gi;
const ATTRIBUTE = /([^\s=>"'{}/]+)(?:\s*=\s*("[^"]*"|'[^']*'|\{[^{}]*\}|[^\s"'{}>]+))?|\{[^{}]*\}/g;

/** The elements of markup and JSX, by their text. One that spreads attributes is left out. */
export function loadingElements(path: string, text: string): readonly LoadingElement[] {
  if (!LOADING.test(text)) return [];
  const jsx = !isMarkup(path);
  const plain = text.replace(jsx ? COMMENT_OF_CODE : COMMENT, it => it.replace(/[^\n]/g, ' '));
  return [...plain.matchAll(TAG)].flatMap(found => {
    const [whole, name = '', inner = ''] = found;
    const from = found.index + 1 + name.length;
    const attributes = new Map<string, ElementAttribute>();
    for (const { 0: source, 1: key, 2: given, index } of inner.matchAll(ATTRIBUTE)) {
      if (key === undefined) return [];
      const start = from + index;
      // `:href` of Vue and `bind:` of Svelte give expressions.
      const bound = /^(:|v-bind:|bind:|@)/.test(key) || given?.startsWith('{') === true;
      const literal = given && /^\{\s*(["'`])([^"'`$]*)\1\s*\}$/.exec(given)?.[2];
      attributes.set(key.replace(/^(:|v-bind:)/, '').toLowerCase(), {
        value: literal ?? (bound ? undefined : (given ?? '').replace(/^["']|["']$/g, '')),
        at: { path, start, end: start + source.length },
        source,
      });
    }
    const at = { path, start: found.index, end: found.index + whole.length };
    return [{ name: name.toLowerCase(), at, lines: linesOf(at, text), attributes, jsx }];
  });
}

/** What is to be taken away with an element that nothing else shares its lines with. */
function linesOf(at: Span, text: string): Span {
  const before = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, at.start))?.[1];
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(at.end))?.[0];
  if (before === undefined || after === undefined) return at;
  return { ...at, start: at.start - before.length, end: at.end + after.length };
}
