import type { Span } from '../text/span.ts';
import type { Value } from './value.ts';

/** A value as those see it who write fixes into files of keys and values. */
export interface Branch {
  readonly span: Span;
  /** What a text, number or truth value says; undefined for everything else, and where it is filled in elsewhere. */
  readonly text?: string;
  /** The entries of a mapping or the items of a list. */
  readonly parts?: readonly Part[];
  /** A list or mapping between brackets, with commas. */
  readonly bracketed?: boolean;
  /** Other places of the file say the same by its name. */
  readonly shared?: boolean;
}

/** An entry with its key, or an item. */
export interface Part {
  /** With the key, and with the dash of an item. */
  readonly span: Span;
  readonly key?: Span;
  readonly value: Branch;
}

/** What a fix writes. */
export type Plain = string | number | boolean;

/** A notation of keys and values, and how it writes them. */
export interface TreeNotation {
  /** The values of a file; of those of several documents the one in which a place stands. */
  readonly read: (path: string, text: string, offset: number) => { readonly key: number; readonly make: () => Branch };
  /** A value as source; `like` is the source of one whose quotes it takes. Undefined where it cannot stand there. */
  readonly value: (value: Plain, like: string, bracketed: boolean) => string | undefined;
  /** A key as source, with the quotes of another one. */
  readonly key: (name: string, like: string) => string;
  /** Whether signs of equality stand in a column as a rule. */
  readonly columns?: boolean;
  /** Blanks and comments. */
  readonly trivia: RegExp;
  /** What begins a comment that ends with its line. */
  readonly comment: RegExp;
}

/** The branches of a notation whose values stand where they are written. `commas` are the brackets in which parts have some between. */
export function branchOf(value: Value, text: string, commas = ['[', '{']): Branch {
  const { span } = value;
  switch (value.kind) {
    case 'literal':
      return value.value === null || value.value === undefined ? { span } : { span, text: String(value.value) };
    case 'list':
      return {
        span,
        bracketed: commas.includes('[') && text[span.start] === '[' && !text.startsWith('[[', span.start),
        parts: value.items.map(it => ({ span: it.span, value: branchOf(it, text, commas) })),
      };
    case 'record':
      return {
        span,
        bracketed: commas.includes('{') && text[span.start] === '{',
        parts: value.entries.map(it => ({ span: it.span, key: it.keySpan, value: branchOf(it.value, text, commas) })),
      };
    default:
      return { span };
  }
}
