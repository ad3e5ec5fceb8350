import type { Span } from '../text/span.ts';
import { isMarkup } from './scripts.ts';

/** An address in a style sheet, as it is written. */
export interface StyleUrl {
  readonly text: string;
  readonly at: Span;
}

/** Whether a file is a style sheet, in CSS or in what is made into it. */
export function isStyleSheet(path: string): boolean {
  return /\.(css|scss|sass|less|pcss)$/i.test(path);
}

/** Whether a text loads fonts from an address with a host. */
export const FONT_FACE = /@font-face\b[^{}]{0,20}\{[^{}]*\burl\(\s*["']?(?:https?:)?\/\//i;

const STYLE = /<style\b(?:"[^"]*"|'[^']*'|[^>"'])*>([\s\S]*?)<\/style\s*>/gi;
const COMMENT = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g;
const FACE = /@font-face\b[^{}]{0,20}\{([^{}]*)\}/gi;
const URL_OF = /\burl\(\s*(["']?)((?:https?:)?\/\/[^"'()\s]+)\1\s*\)/gi;

/**
 * The addresses with a host from which `@font-face` loads fonts: in a style sheet, and in the `<style>` elements of markup.
 * https://drafts.csswg.org/css-fonts/#font-face-rule
 */
export function fontsIn(path: string, text: string): readonly StyleUrl[] {
  if (!FONT_FACE.test(text)) return [];
  const plain = text.replace(COMMENT, it => it.replace(/[^\n]/g, ' '));
  const styles = isStyleSheet(path)
    ? [{ from: 0, text: plain }]
    : isMarkup(path)
      ? [...plain.matchAll(STYLE)].map(it => ({ from: it.index + it[0].indexOf('>') + 1, text: it[1] ?? '' }))
      : [];
  return styles.flatMap(style =>
    [...style.text.matchAll(FACE)].flatMap(face => {
      const from = style.from + face.index + face[0].indexOf('{') + 1;
      return [...(face[1] ?? '').matchAll(URL_OF)].map(({ 0: whole, 2: url = '', index }) => {
        const start = from + index + whole.indexOf(url);
        return { text: url, at: { path, start, end: start + url.length } };
      });
    }),
  );
}
