import { differenceOf } from './difference.ts';

/** What tells whether a text contains something. */
export type Sieve = Pick<RegExp, 'test'>;

/** Shorter texts are searched whole, in code units. */
const LEAST = 2_000;

/**
 * An expression of which is asked again and again whether a text contains it that is being typed: of a text that differs from the
 * last one in one place, only the lines around that place are searched. The answers are those of the expression.
 */
export class Search implements Sieve {
  readonly #pattern: RegExp;
  readonly #every: RegExp;
  /** How many lines with something on them a match may go on for; undefined where there is no end to it. */
  readonly #lines: number | undefined;
  #found: { readonly text: string; readonly at: number } | undefined;
  #matches: { readonly text: string; readonly list: readonly (readonly string[])[] } | undefined;
  #counts: { readonly text: string; readonly counts: ReadonlyMap<string, number> } | undefined;

  constructor(pattern: RegExp) {
    const flags = pattern.flags.replace('g', '');
    this.#pattern = new RegExp(pattern.source, flags);
    this.#every = new RegExp(pattern.source, `${flags}g`);
    this.#lines = linesOf(pattern);
  }

  get source(): string {
    return this.#pattern.source;
  }

  /** Whether the text contains it. */
  test(text: string): boolean {
    if (this.#lines === undefined || text.length < LEAST) return this.#pattern.test(text);
    const before = this.#found;
    const around = before && aroundOf(before.text, text, this.#lines);
    const at = (before && around && this.#moved(before.at, around)) ?? text.search(this.#pattern);
    this.#found = { text, at };
    return at >= 0;
  }

  /** The first match. */
  exec(text: string): RegExpExecArray | null {
    if (!this.test(text)) return null;
    const every = new RegExp(this.#every);
    every.lastIndex = this.#found?.text === text ? this.#found.at : 0;
    return every.exec(text);
  }

  /** What every match holds, in order of place: its text and those of its groups. */
  all(text: string): readonly (readonly string[])[] {
    if (this.#lines === undefined || text.length < LEAST) return this.#allIn(text);
    const before = this.#matches;
    const around = before && aroundOf(before.text, text, this.#lines);
    const same = around && !this.#pattern.test(around.old) && !this.#pattern.test(around.fresh);
    const list = before && same ? before.list : this.#allIn(text);
    this.#matches = { text, list };
    return list;
  }

  /** Where its matches begin, in order of place. */
  places(text: string): readonly number[] {
    return this.test(text) ? [...text.matchAll(this.#every)].map(it => it.index) : [];
  }

  /** How often, in lower case, each text that it matches begins: matches may stand within one another. */
  counts(text: string): ReadonlyMap<string, number> {
    if (this.#lines === undefined || text.length < LEAST) return this.#countsIn(text);
    const before = this.#counts;
    const around = before && aroundOf(before.text, text, this.#lines);
    const counts = before && around ? this.#recounted(before.counts, around) : this.#countsIn(text);
    this.#counts = { text, counts };
    return counts;
  }

  /** Where the first match is after an edit, -1 where there is none; undefined where all has to be searched. */
  #moved(at: number, { start, old, fresh }: Around): number | undefined {
    if (at >= 0 && at < start) return at;
    const within = fresh.search(this.#pattern);
    if (within >= 0) return start + within;
    if (at < 0) return -1;
    return at < start + old.length ? undefined : at - old.length + fresh.length;
  }

  #allIn(text: string): readonly (readonly string[])[] {
    return [...text.matchAll(this.#every)].map(it => it.map(own => own ?? ''));
  }

  #countsIn(text: string): Map<string, number> {
    const counts = new Map<string, number>();
    const every = new RegExp(this.#every);
    for (let found = every.exec(text); found; found = every.exec(text)) {
      const word = found[0].toLowerCase();
      counts.set(word, (counts.get(word) ?? 0) + 1);
      every.lastIndex = found.index + 1;
    }
    return counts;
  }

  #recounted(counts: ReadonlyMap<string, number>, { old, fresh }: Around): ReadonlyMap<string, number> {
    const [gone, come] = [this.#countsIn(old), this.#countsIn(fresh)];
    if (gone.size === 0 && come.size === 0) return counts;
    const now = new Map(counts);
    for (const [word, count] of come) now.set(word, (now.get(word) ?? 0) + count);
    for (const [word, count] of gone) {
      const left = (now.get(word) ?? 0) - count;
      if (left > 0) now.set(word, left);
      else now.delete(word);
    }
    return now;
  }
}

/** The whole lines in which two texts differ, with some around; `start` is the same place in both. */
interface Around {
  readonly start: number;
  readonly old: string;
  readonly fresh: string;
}

/** Texts that differ in more than so much of them are taken for two that have nothing to do with each other. */
const MOST = 4;

/** The last answers, by the number of lines: many expressions are asked of one pair of texts. */
let last: { readonly before: string; readonly after: string; readonly by: Map<number, Around | undefined> } | undefined;

function aroundOf(before: string, after: string, lines: number): Around | undefined {
  if (last?.before !== before || last.after !== after) last = { before, after, by: new Map() };
  else if (last.by.has(lines)) return last.by.get(lines);
  const found = lookAround(before, after, lines);
  last.by.set(lines, found);
  return found;
}

function lookAround(before: string, after: string, lines: number): Around | undefined {
  if (before === after) return { start: 0, old: '', fresh: '' };
  if (before.charCodeAt(0) !== after.charCodeAt(0) && before.at(-1) !== after.at(-1)) return undefined;
  const { start, removed, added } = differenceOf(before, after);
  if (removed + added > after.length / MOST) return undefined;
  const from = lineBefore(after, start, lines);
  return {
    start: from,
    old: before.slice(from, lineAfter(before, start + removed, lines)),
    fresh: after.slice(from, lineAfter(after, start + added, lines)),
  };
}

/** Where the line of a place starts, or one that so many lines come between that have something on them. */
function lineBefore(text: string, offset: number, lines: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  if (offset === 0) start = 0;
  for (let left = lines; left > 0 && start > 0; ) {
    const next = start === 1 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (text.slice(next, start).trim() !== '') left--;
    start = next;
  }
  return start;
}

function lineAfter(text: string, offset: number, lines: number): number {
  let end = text.indexOf('\n', offset);
  for (let left = lines; left > 0 && end >= 0; ) {
    const next = text.indexOf('\n', end + 1);
    if (text.slice(end + 1, next < 0 ? undefined : next).trim() !== '') left--;
    end = next;
  }
  return end < 0 ? text.length : end;
}

/**
 * For how many lines a match may go on, counting only those with something on them; undefined where its source does not show an end.
 * Of what can match a line break, `\s` alone is understood, outside of brackets: it takes a match to another line as often as it is
 * written.
 */
function linesOf({ source, flags, multiline }: RegExp): number | undefined {
  if (/[suvy]/.test(flags) || /\\t-/.test(source)) return undefined;
  let lines = 0;
  let inClass: 'listed' | 'excluded' | undefined;
  let excludesBreaks = false;
  for (const [token] of source.matchAll(/\\(?:x..|u....|.)|\[\^|[^\\]/gs)) {
    if (/^\\(?:[nrDWpPkcfvu0]|x0)/.test(token) || token === '\n') {
      if (token !== '\\n' || inClass !== 'excluded') return undefined;
      excludesBreaks = true;
    } else if (inClass) {
      if (token === '\\s') {
        if (inClass === 'listed') return undefined;
        excludesBreaks = true;
      } else if (token === ']') {
        if (inClass === 'excluded' && !excludesBreaks) return undefined;
        inClass = undefined;
      }
    } else if (token === '[' || token === '[^') {
      inClass = token === '[' ? 'listed' : 'excluded';
      excludesBreaks = false;
    } else if (token === '\\s') lines++;
    else if ((token === '^' || token === '$') && !multiline) return undefined;
  }
  return lines > 0 && /\)[*+{]/.test(source) ? undefined : lines;
}
