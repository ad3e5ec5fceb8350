import type { TextEdit } from '../text/edit.ts';
import { blanksFrom, endOfLine, startsLine } from '../text/layout.ts';
import type { Span } from '../text/span.ts';
import type { Document } from './document.ts';
import { type Element, readXml } from './xml.ts';

/** What `XmlPlaces` remembers the elements of a file by. */
const XML = {};

/** A file of XML as those see it who write fixes: its places are elements, attributes and texts. */
export class XmlPlaces {
  readonly #file: Document;

  constructor(file: Document) {
    this.#file = file;
  }

  /** Another value between the quotes of an attribute, or another text between the tags of an element. */
  replace(at: Span, text: string): readonly TextEdit[] | undefined {
    const { path } = this.#file;
    const found = this.#all().some(
      it => isSame(it.textSpan, at) || it.attributes.some(one => isSame(one.valueSpan, at)),
    );
    return found && at.path === path ? [{ at, text: escaped(text) }] : undefined;
  }

  /** Takes an element away, with its line where it has that to itself. */
  remove(at: Span): readonly TextEdit[] | undefined {
    if (!this.#element(at)) return undefined;
    const { text } = this.#file;
    const rest = blanksFrom(text, at.end);
    if (!startsLine(text, at.start) || !rest.includes('\n')) return [{ at, text: '' }];
    return [{ at: { ...at, start: text.lastIndexOf('\n', at.start - 1) + 1, end: at.end + rest.length }, text: '' }];
  }

  /** An element once more behind itself, with other values of some attributes. */
  repeat(at: Span, values: Readonly<Record<string, string>>): readonly TextEdit[] | undefined {
    const element = this.#element(at);
    const { text, lineBreak } = this.#file;
    if (!element || !startsLine(text, at.start)) return undefined;
    let copy = '';
    let from = at.start;
    for (const { name, valueSpan } of element.attributes) {
      const value = values[name];
      if (value === undefined) continue;
      copy += text.slice(from, valueSpan.start) + escaped(value);
      from = valueSpan.end;
    }
    copy += text.slice(from, at.end);
    // What is said behind it stays on its line.
    const line = endOfLine(text, at.end);
    const end = /^\s*(<!--(?:[^-]|-(?!->))*-->)?\s*$/.test(text.slice(at.end, line)) ? line : at.end;
    return [{ at: { ...at, start: end, end }, text: `${lineBreak}${this.#file.indent(at.start)}${copy}` }];
  }

  #element(at: Span): Element | undefined {
    return this.#all().find(it => isSame(it.span, at));
  }

  #all(): readonly Element[] {
    const { path, text } = this.#file;
    return this.#file.made(XML, () => allIn(readXml(path, text)));
  }
}

function allIn(elements: readonly Element[]): readonly Element[] {
  return elements.flatMap(it => [it, ...allIn(it.children)]);
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
