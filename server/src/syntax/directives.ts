import type { Span } from '../text/span.ts';

/** A word of a configuration language that is made of words: its text without quotes and escapes, and where it stands with them. */
export interface Word {
  readonly text: string;
  readonly quote?: '"' | "'" | '`';
  readonly span: Span;
}

/** A line or block of such a language: its name, what stands behind it, and what stands within. */
export interface Directive {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Word[];
  readonly block?: readonly Directive[];
  /** From the name to the end of the arguments, with the semicolon where there is one; a block is left out. */
  readonly head: Span;
  /** With its block. */
  readonly span: Span;
}
