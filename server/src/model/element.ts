import type { Span } from '../text/span.ts';

/** An element of markup that loads something, as it is written. */
export interface LoadingElement {
  /** Lower case: `script`, `link`. */
  readonly name: string;
  readonly at: Span;
  /** By their names in lower case; the value is undefined where an expression gives it, and empty where there is none. */
  readonly attributes: ReadonlyMap<string, ElementAttribute>;
  /** It is written in JSX, where attributes have the names of properties. */
  readonly jsx: boolean;
}

export interface ElementAttribute {
  readonly value: string | undefined;
  /** The whole attribute. */
  readonly at: Span;
  /** As it is written. */
  readonly source: string;
}
