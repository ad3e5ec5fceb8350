import type { FileFacts } from './facts.ts';

/** Which files' facts rest on a file or on the answer to a question: `FileFacts.reads`, the other way round. */
export class Dependents {
  readonly #of = new Map<string, Set<string>>();

  add({ path, reads }: FileFacts): void {
    for (const it of reads) {
      const known = this.#of.get(it);
      if (known) known.add(path);
      else this.#of.set(it, new Set([path]));
    }
  }

  delete({ path, reads }: FileFacts): void {
    for (const it of reads) {
      const known = this.#of.get(it);
      known?.delete(path);
      if (known?.size === 0) this.#of.delete(it);
    }
  }

  of(read: string): Iterable<string> {
    return this.#of.get(read) ?? [];
  }
}
