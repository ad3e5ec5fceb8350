import type { Span } from '../text/span.ts';

/** An element of markup that loads something or stands for a header, as it is written. */
export interface LoadingElement {
  /** Lower case: `script`, `link`, `meta`, `img`, `video`, `audio`. */
  readonly name: string;
  readonly at: Span;
  /** The same with the rest of its lines, where these hold nothing else. */
  readonly lines: Span;
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
