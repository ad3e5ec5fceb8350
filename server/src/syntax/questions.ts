import { apart, note, type Reads } from './reads.ts';

interface Answer {
  readonly find: () => unknown;
  readonly value: unknown;
  /** As text, to compare with what it is later. */
  readonly text: string;
  readonly reads: Reads;
}

/**
 * Questions about manifests, lockfiles, `.env` files and imports, each by a key. Whoever asks rests on the answer and not on the
 * files in which it was found: a file that is written and gives the same answers makes nothing stale.
 */
export class Questions {
  readonly #answers = new Map<string, Answer>();
  /** Which questions looked at a file, or asked another question. */
  readonly #askers = new Map<string, Set<string>>();
  readonly #asking = new Set<string>();

  /** The answer, found by `find` where it is not known; `meanwhile` is the answer to a question that leads back to itself. */
  ask<T>(key: string, find: () => T, meanwhile: T): T {
    note(key);
    const known = this.#answers.get(key);
    if (known) return known.value as T;
    if (this.#asking.has(key)) return meanwhile;
    return this.#find(key, find) as T;
  }

  /** The questions to which there is another answer now that what is at `place` has changed. */
  changed(place: string): ReadonlySet<string> {
    const before = new Map<string, string>();
    const found = new Set<string>();
    for (let wave: readonly string[] = [place]; wave.length > 0; ) {
      const stale = [...new Set(wave.flatMap(it => [...(this.#askers.get(it) ?? [])]))];
      const dropped = stale.map(key => [key, this.#drop(key)] as const);
      wave = dropped.flatMap(([key, answer]) => {
        if (!answer) return [];
        if (!before.has(key)) before.set(key, answer.text);
        if (!this.#answers.has(key)) this.#find(key, answer.find);
        const text = this.#answers.get(key)?.text;
        if (text === before.get(key)) found.delete(key);
        else found.add(key);
        return text === answer.text ? [] : [key];
      });
    }
    return found;
  }

  #find(key: string, find: () => unknown): unknown {
    this.#asking.add(key);
    try {
      const { value, reads } = apart(find);
      this.#answers.set(key, { find, value, reads, text: JSON.stringify(value) ?? '' });
      for (const it of reads) {
        const askers = this.#askers.get(it);
        if (askers) askers.add(key);
        else this.#askers.set(it, new Set([key]));
      }
      return value;
    } finally {
      this.#asking.delete(key);
    }
  }

  #drop(key: string): Answer | undefined {
    const answer = this.#answers.get(key);
    this.#answers.delete(key);
    for (const it of answer?.reads ?? []) {
      const askers = this.#askers.get(it);
      askers?.delete(key);
      if (askers?.size === 0) this.#askers.delete(it);
    }
    return answer;
  }
}
