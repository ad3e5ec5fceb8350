import { BLANKS, HclScanner, TRIVIA } from './hcl-scanner.ts';
import { not, unknownTest } from './test.ts';
import { type Entry, literal, unknown, type Value } from './value.ts';

/** How deep expressions are read. */
const DEPTH = 40;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>+\-*%]|\/(?![/*])/y;
const HEREDOC = /<<(-?)([\w-]+)[ \t]*\r?\n/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Walks through a text of HCL. Nothing here throws. */
export class HclReader extends HclScanner {
  /** Goes to the end of the line, over brackets that are still open. */
  toLineEnd(): void {
    while (this.at < this.text.length && this.text[this.at] !== '\n' && this.text[this.at] !== '}') {
      if ('([{'.includes(this.text[this.at] ?? '')) this.skipBalanced();
      else if (this.text[this.at] === '"') this.#quoted(0);
      else if (this.text[this.at] === '#' || this.text.startsWith('//', this.at)) this.over(/[^\n]*/y);
      else this.at++;
    }
  }

  /** An expression; within brackets it may go over line breaks. */
  expression(depth: number, within = false): Value {
    const blank = () => this.over(within ? TRIVIA : BLANKS);
    blank();
    const start = this.at;
    if (depth > DEPTH) {
      this.toLineEnd();
      return unknown(this.from(start), 'more levels than are followed');
    }
    let value = this.#primary(depth);
    for (let end = this.at; ; end = this.at) {
      blank();
      const next = this.text[this.at];
      if (next === '?') {
        this.at++;
        const yes = this.expression(depth + 1, true);
        this.over(TRIVIA);
        if (this.text[this.at] !== ':') return unknown(this.from(start), 'an expression that is not followed');
        this.at++;
        const no = this.expression(depth + 1, true);
        const span = this.from(start);
        const test = unknownTest(span, 'a condition that is not followed', false);
        const branches = [
          { when: test, value: yes },
          { when: not(test), value: no },
        ];
        return { kind: 'choice', branches, total: true, span };
      }
      if (this.over(OPERATOR) === undefined) {
        this.at = end;
        return value;
      }
      this.over(TRIVIA);
      this.#primary(depth + 1);
      value = unknown(this.from(start), 'an expression that is not followed');
    }
  }

  #primary(depth: number): Value {
    const start = this.at;
    const char = this.text[start];
    if (char === '"') return this.#quoted(depth);
    if (char === '[') return this.#list(depth);
    if (char === '{') return this.#object(depth);
    if (char === '(') {
      this.at++;
      const value = this.expression(depth + 1, true);
      if (!this.#closes(')')) return this.#lost(start);
      return this.#followed(value, start);
    }
    if (char === '!' || char === '-') {
      this.at++;
      const value = this.#primary(depth + 1);
      return value.kind === 'literal' && typeof value.value === 'number' && char === '-'
        ? literal(this.from(start), -value.value)
        : unknown(this.from(start), 'an expression that is not followed');
    }
    HEREDOC.lastIndex = start;
    const heredoc = char === '<' ? HEREDOC.exec(this.text) : null;
    if (heredoc) return this.#heredoc(heredoc);
    const number = this.over(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return literal(this.from(start), Number(number));
    const name = this.over(/[\p{L}_][\p{L}\p{N}_-]*(?:::[\p{L}_][\p{L}\p{N}_-]*)*/uy);
    if (name === undefined) return this.#lost(start);
    const span = this.from(start);
    if (name === 'true' || name === 'false') return literal(span, name === 'true');
    if (name === 'null') return literal(span, null);
    if (this.text[this.at] === '(') return this.#call(name, start, depth);
    return this.#followed({ kind: 'external', module: '', name, span }, start);
  }

  /** `.name`, and what is taken out by an index, of which nothing is known. */
  #followed(of: Value, start: number): Value {
    let value = of;
    for (;;) {
      const member = this.over(/\.(?:[\p{L}_][\p{L}\p{N}_-]*|\d+|\*)/uy);
      if (member !== undefined) {
        const name = member.slice(1);
        value = /^[\d*]/.test(name)
          ? unknown(this.from(start), 'an item of a list')
          : { kind: 'member', object: value, name, span: this.from(start) };
      } else if (this.text[this.at] === '[') {
        this.skipBalanced();
        value = unknown(this.from(start), 'an item of a list');
      } else return value;
    }
  }

  #call(name: string, start: number, depth: number): Value {
    const callee: Value = { kind: 'external', module: '', name, span: this.from(start) };
    this.at++;
    const args = this.#items(')', depth);
    if (!args) return this.#lost(start);
    return this.#followed({ kind: 'call', callee, args, construct: false, span: this.from(start) }, start);
  }

  #list(depth: number): Value {
    const start = this.at++;
    this.over(TRIVIA);
    if (/^for\b/.test(this.text.slice(this.at, this.at + 4))) return this.#lost(start);
    const items = this.#items(']', depth);
    if (!items) return this.#lost(start);
    return this.#followed({ kind: 'list', container: 'array', items, span: this.from(start) }, start);
  }

  /** Expressions with commas between, up to the bracket that closes them; undefined where something else stands there. */
  #items(close: string, depth: number): readonly Value[] | undefined {
    const items: Value[] = [];
    for (;;) {
      if (!this.toContent()) return items;
      if (this.text[this.at] === close) {
        this.at++;
        return items;
      }
      items.push(this.expression(depth + 1, true));
      this.over(TRIVIA);
      if (this.text.startsWith('...', this.at)) return undefined;
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== close && this.at < this.text.length) return undefined;
    }
  }

  #object(depth: number): Value {
    const start = this.at++;
    const entries: Entry[] = [];
    for (;;) {
      this.over(/(?:\s|,|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))*/y);
      if (this.at >= this.text.length) break;
      if (this.text[this.at] === '}') {
        this.at++;
        break;
      }
      const from = this.at;
      const key = this.over(/[\p{L}_][\p{L}\p{N}_-]*|"[^"\\\n]*"/uy);
      const keySpan = this.from(from);
      if (key === undefined || !(this.takes('=') || this.takes(':'))) return this.#lost(start);
      const value = this.expression(depth + 1);
      const name = key.startsWith('"') ? key.slice(1, -1) : key;
      entries.push({ key: name, keySpan, value, span: { path: this.path, start: from, end: value.span.end } });
      if (!/^[\s,}#/]/.test(this.text.slice(this.at, this.at + 1)) && this.at < this.text.length)
        return this.#lost(start);
    }
    return { kind: 'record', container: 'object', entries, span: this.from(start) };
  }

  /** A text in double quotes; `${…}` within it is an expression, `%{…}` is not followed. */
  #quoted(depth: number): Value {
    const start = this.at++;
    return this.#template(start, depth, () => {
      if (this.text[this.at] !== '"' && this.text[this.at] !== '\n') return false;
      if (this.text[this.at] === '"') this.at++;
      return true;
    });
  }

  #heredoc([head, flush, marker = '']: RegExpExecArray): Value {
    const start = this.at;
    this.at += head.length;
    const closing = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'm');
    const rest = this.text.slice(this.at, this.at + 20_000);
    const found = closing.exec(rest);
    const from = this.at;
    this.at = from + (found ? found.index + found[0].trimEnd().length : rest.length);
    const inner = rest.slice(0, found?.index ?? rest.length).replace(/\r?\n$/, '');
    const text = flush ? inner.replace(/^[ \t]+/gm, '') : inner;
    return /[$%]\{/.test(text)
      ? unknown(this.from(start), 'a text with gaps', true)
      : literal(this.from(start), text.replaceAll('$${', '${'));
  }

  #template(start: number, depth: number, closed: () => boolean): Value {
    const parts: Value[] = [];
    let plain = '';
    const flush = () => {
      if (plain !== '') parts.push(literal(this.from(start), plain));
      plain = '';
    };
    while (this.at < this.text.length && !closed()) {
      const char = this.text[this.at] ?? '';
      if (char === '\\') {
        plain += ESCAPES[this.text[this.at + 1] ?? ''] ?? this.text.slice(this.at, this.at + 2);
        this.at += 2;
      } else if (this.text.startsWith('$${', this.at) || this.text.startsWith('%%{', this.at)) {
        plain += `${char}{`;
        this.at += 3;
      } else if (this.text.startsWith('${', this.at) || this.text.startsWith('%{', this.at)) {
        flush();
        const from = this.at;
        this.at += 2;
        const value = char === '$' && depth <= DEPTH ? this.expression(depth + 1, true) : undefined;
        if (value && this.#closes('}')) parts.push(value);
        else {
          this.at = from + 1;
          this.skipBalanced();
          parts.push(unknown(this.from(from), 'an expression that is not followed'));
        }
      } else {
        plain += char;
        this.at++;
      }
    }
    flush();
    const [only] = parts;
    const span = this.from(start);
    if (!only) return literal(span, '');
    if (parts.length === 1) return only.kind === 'literal' ? { ...only, span } : only;
    return { kind: 'template', parts, span };
  }

  #closes(sign: string): boolean {
    this.over(TRIVIA);
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  /** An expression that is not understood, up to where its brackets are closed or its line ends. */
  #lost(start: number): Value {
    this.at = start;
    if ('([{'.includes(this.text[start] ?? ' ')) this.skipBalanced();
    else {
      while (this.at < this.text.length && !/[\n,\])}]/.test(this.text[this.at] ?? '')) {
        if ('([{'.includes(this.text[this.at] ?? '')) this.skipBalanced();
        else this.at++;
      }
    }
    if (this.at === start && this.at < this.text.length && !/[\n,\])}]/.test(this.text[start] ?? '')) this.at++;
    return unknown(this.from(start), 'an expression that is not followed');
  }
}
