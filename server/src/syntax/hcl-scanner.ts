import { Scanner } from './scanner.ts';

/** Blanks and comments within a line. */
export const BLANKS = /(?:[ \t\r]|\\\r?\n|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))*/y;
/** Those and line breaks. */
export const TRIVIA = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))*/y;

/** What stands between the expressions of HCL: names, labels, brackets. */
export class HclScanner extends Scanner {
  /** Goes over blanks, line breaks and comments; false at the end. */
  toContent(): boolean {
    this.over(TRIVIA);
    return this.more;
  }

  name(): string | undefined {
    const found = this.over(/[\p{L}_][\p{L}\p{N}_-]*|"[^"\\\n]*"(?=[ \t]*=)/uy);
    return found?.startsWith('"') ? found.slice(1, -1) : found;
  }

  /** Takes a sign behind blanks; `=` is none where it begins `==`. */
  override takes(sign: string): boolean {
    const before = this.at;
    if (sign === '}') this.toContent();
    else this.over(BLANKS);
    const found = this.text.startsWith(sign, this.at) && !(sign === '=' && /[=>]/.test(this.text[this.at + 1] ?? ''));
    this.at = found ? this.at + sign.length : before;
    return found;
  }

  labels(): readonly string[] {
    const labels: string[] = [];
    for (;;) {
      this.over(BLANKS);
      const found = this.over(/"[^"\\\n]*"|[\p{L}_][\p{L}\p{N}_-]*/uy);
      if (found === undefined) return labels;
      labels.push(found.startsWith('"') ? found.slice(1, -1) : found);
    }
  }

  /** From a bracket to behind the one that closes it; texts in quotes are passed over. */
  skipBalanced(): void {
    let depth = 0;
    const signs = /[([{]|[)\]}]|"(?:[^"\\\n]|\\.)*"?|#[^\n]*|\/\/[^\n]*/g;
    signs.lastIndex = this.at;
    for (let found = signs.exec(this.text); found; found = signs.exec(this.text)) {
      this.at = signs.lastIndex;
      if ('([{'.includes(found[0])) depth++;
      else if (')]}'.includes(found[0]) && --depth <= 0) return;
    }
    this.at = this.text.length;
  }
}
