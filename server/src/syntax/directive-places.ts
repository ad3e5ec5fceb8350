import type { TextEdit } from '../text/edit.ts';
import { blanksFrom, endOfLine, lineBreakAt, startsLine } from '../text/layout.ts';
import type { Span } from '../text/span.ts';
import type { Directive, Word } from './directives.ts';
import type { Document } from './document.ts';

/** A configuration language that is made of directives, and how it writes their words. */
export interface Notation {
  readonly read: (path: string, text: string) => readonly Directive[];
  /** A text as a word, in the quotes that are given where it can stand in them; undefined where no word says it. */
  readonly word: (text: string, quote: Word['quote']) => string | undefined;
  /** Whether a directive may stand beside another on a line. */
  readonly beside: boolean;
}

/** The words of a directive, its name first. */
export type Words = readonly [Word, ...Word[]];

/** What becomes of words when a directive is written once more: another text, or nothing. */
export type Changes = readonly (readonly [Word, string | undefined])[];

/** A directive, or some words of one. */
interface Place {
  readonly words: Words;
  readonly span: Span;
  readonly whole: boolean;
}

/** A file of such a language as those see it who write fixes: its places are directives, their words, and pieces of words. */
export class DirectivePlaces {
  readonly #file: Document;
  readonly #notation: Notation;

  constructor(file: Document, notation: Notation) {
    this.#file = file;
    this.#notation = notation;
  }

  /** The words of a directive, with or without its block, or those of some that stand side by side in one. */
  words(at: Span): Words | undefined {
    return this.#found(at)?.words;
  }

  /** Where the block begins in which a directive stands; 0 at the top of a file. */
  block(at: Span): number {
    const around = this.#directives().filter(it => it.block && it.span.start < at.start && at.end <= it.span.end);
    return around.at(-1)?.span.start ?? 0;
  }

  /** The words of the directive in which a place stands. */
  around(at: Span): Words | undefined {
    const found = this.#directives().findLast(it => it.head.start <= at.start && at.end <= it.head.end);
    return found && wordsOf(found);
  }

  /** The text of the word, or of the piece of one, that stands at a place. */
  text(at: Span): string | undefined {
    const word = this.#wordAround(at);
    return word && (isSame(word.span, at) ? word.text : this.#file.source(at));
  }

  /** Another text in the place of a word, or of a piece of one, in its own quotes. */
  replace(at: Span, text: string): readonly TextEdit[] | undefined {
    const word = this.#wordAround(at);
    if (!word) return undefined;
    const quote = this.#quoteOf(word);
    const spelled = this.#notation.word(text, quote);
    if (spelled === undefined || isSame(word.span, at))
      return spelled === undefined ? undefined : [{ at, text: spelled }];
    // A piece keeps what stands around it: it is written as its word is, or not at all.
    if (quote === undefined) return /^["'`]/.test(spelled) ? undefined : [{ at, text: spelled }];
    return spelled.startsWith(quote) ? [{ at, text: spelled.slice(1, -1) }] : undefined;
  }

  /** Takes a piece between the commas of a word away, with one comma. */
  removePiece(at: Span): readonly TextEdit[] | undefined {
    const word = this.#wordAround(at);
    if (!word || isSame(word.span, at)) return undefined;
    const { text } = this.#file;
    let [start, end] = [at.start, at.end];
    while (end < word.span.end && isBlank(text[end])) end++;
    if (text[end] === ',') {
      do end++;
      while (end < word.span.end && isBlank(text[end]));
      return [{ at: { ...at, end }, text: '' }];
    }
    start -= blankBefore(text, start);
    return text[start - 1] === ',' ? [{ at: { ...at, start: start - 1 }, text: '' }] : undefined;
  }

  /** Takes a directive away, with its line where nothing else stands on that, or some of its words. */
  remove(at: Span): readonly TextEdit[] | undefined {
    const found = this.#found(at);
    if (!found) return undefined;
    const { text } = this.#file;
    const { start, end } = found.span;
    if (!found.whole) return [{ at: { ...at, start: start - blankBefore(text, start), end }, text: '' }];
    const rest = blanksFrom(text, end);
    const own = startsLine(text, start);
    const whole = own && (rest.includes('\n') || end + rest.length === text.length);
    if (!own && !this.#notation.beside) return undefined;
    const from = whole ? text.lastIndexOf('\n', start - 1) + 1 : start;
    const keep = own || !rest.includes('\n') ? rest.length : 0;
    return [{ at: { ...at, start: withoutMark(text, from), end: end + keep }, text: '' }];
  }

  /** The same once more behind itself, some words as other texts or left out. */
  repeat(at: Span, changed: Changes): readonly TextEdit[] | undefined {
    const found = this.#found(at);
    const copy = found && this.#copy(found, changed);
    if (!found || copy === undefined) return undefined;
    const { text } = this.#file;
    const { start, end } = found.span;
    if (!found.whole) return [{ at: { ...at, start: end, end }, text: ` ${copy}` }];
    if (!startsLine(text, start))
      return this.#notation.beside ? [{ at: { ...at, start: end, end }, text: ` ${copy}` }] : undefined;
    // What is said behind it stays on its line.
    const lineEnd = endOfLine(text, end);
    const lineBreak = lineBreakAt(text, lineEnd);
    const followed = this.#directives().some(it => it.span.end > end && it.span.end <= lineEnd);
    const place = followed ? end : lineEnd;
    return [{ at: { ...at, start: place, end: place }, text: `${lineBreak}${this.#file.indent(start)}${copy}` }];
  }

  #copy({ words, span }: Place, changed: Changes): string | undefined {
    const { text } = this.#file;
    let copy = '';
    let from = span.start;
    for (const word of words) {
      const { start, end } = word.span;
      const gap = text.slice(from, start);
      from = end;
      const change = changed.find(it => isSame(it[0].span, word.span));
      const to = change?.[1];
      if (change && to === undefined) continue;
      const spelled = to === undefined ? this.#file.source(word.span) : this.#notation.word(to, this.#quoteOf(word));
      if (spelled === undefined) return undefined;
      // A comment between two words is said once.
      copy += (gap.includes('#') ? ' ' : gap) + spelled;
    }
    return text.slice(from, span.end).endsWith(';') ? `${copy};` : copy;
  }

  #quoteOf({ span }: Word): Word['quote'] {
    const first = this.#file.text[span.start];
    return first === '"' || first === "'" || first === '`' ? first : undefined;
  }

  #directives(): readonly Directive[] {
    const { path, text } = this.#file;
    return this.#file.made(this.#notation, () => allIn(this.#notation.read(path, text)));
  }

  #found(at: Span): Place | undefined {
    const all = this.#directives();
    const directive = all.find(it => isSame(it.span, at) || isSame(it.head, at));
    if (directive)
      return {
        words: wordsOf(directive),
        span: directive.block ? directive.head : directive.span,
        whole: !directive.block,
      };
    const [first, ...words] = all
      .filter(it => it.head.start < at.start && at.end <= it.head.end)
      .flatMap(it => it.args)
      .filter(({ span }) => at.start <= span.start && span.end <= at.end);
    return first?.span.start === at.start && (words.at(-1) ?? first).span.end === at.end
      ? { words: [first, ...words], span: at, whole: false }
      : undefined;
  }

  #wordAround(at: Span): Word | undefined {
    const around = this.#directives().filter(it => it.head.start <= at.start && at.end <= it.head.end);
    return around.flatMap(wordsOf).find(({ span }) => span.start <= at.start && at.end <= span.end);
  }
}

function allIn(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap(it => [it, ...allIn(it.block ?? [])]);
}

function wordsOf({ name, nameSpan, args }: Directive): Words {
  return [{ text: name, span: nameSpan }, ...args];
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** How many blanks stand before a place. */
function blankBefore(text: string, at: number): number {
  let start = at;
  while (isBlank(text[start - 1])) start--;
  return at - start;
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

/** A file may begin with a byte order mark, which is no part of its first line. */
function withoutMark(text: string, start: number): number {
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}
