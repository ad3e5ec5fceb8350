import type { Span } from '../text/span.ts';

/** Walks through a text, pattern by pattern. Nothing here throws. */
export class Scanner {
  readonly path: string;
  readonly text: string;
  at = 0;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Goes over what a sticky pattern matches here, and tells it; undefined where it does not match. */
  over(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Goes over a sign. */
  takes(sign: string): boolean {
    const found = this.text.startsWith(sign, this.at);
    if (found) this.at += sign.length;
    return found;
  }

  /** Whether anything is left. */
  get more(): boolean {
    return this.at < this.text.length;
  }

  peek(): string | undefined {
    return this.text[this.at];
  }

  /** From a place up to here. */
  from(start: number): Span {
    return { path: this.path, start, end: this.at };
  }
}
