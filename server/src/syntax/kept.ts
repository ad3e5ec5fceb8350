import ts from 'typescript';
import type { Difference } from '../text/difference.ts';
import { chainAround } from './chains.ts';
import { type Contents, contentsOfStatement } from './contents.ts';
import type { Reads } from './reads.ts';
import type { Statements } from './statements.ts';
import { tiesOf } from './ties.ts';

/** What was found at a node, and what was looked at for it. */
interface Entry {
  readonly value: unknown;
  readonly reads: Reads;
  readonly moved: Moved<unknown>;
}

/** What was found, with its places as they are after an edit; undefined where that cannot be told. */
export type Moved<T> = (value: T, by: Difference) => T | undefined;

/**
 * What was found of the nodes of a file, for the file that takes its place after an edit: all that stands in statements which neither
 * the edit nor anything that it decides has to do with. Which these are is told by names alone (`ties.ts`).
 */
export class Kept {
  readonly #found = new Map<Contents, Map<ts.Node, Map<string, Entry>>>();

  get(node: ts.Node, key: string): Entry | undefined {
    const contents = contentsAt(node);
    return contents && this.#found.get(contents)?.get(node)?.get(key);
  }

  put(node: ts.Node, key: string, entry: Entry): void {
    const contents = contentsAt(node);
    if (!contents) return;
    const nodes = this.#found.get(contents) ?? new Map<ts.Node, Map<string, Entry>>();
    const entries = nodes.get(node) ?? new Map<string, Entry>();
    this.#found.set(contents, nodes.set(node, entries.set(key, entry)));
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  clear(): void {
    this.#found.clear();
  }

  /** Forgets what rests on files that have changed, or on questions that have another answer. */
  forget(changed: ReadonlySet<string>): void {
    for (const nodes of this.#found.values())
      for (const entries of nodes.values())
        for (const [key, { reads }] of entries) if (reads.some(it => changed.has(it))) entries.delete(key);
  }

  /** Takes over what an edit leaves as it is. */
  takeOver(former: Kept, before: Statements, now: Statements, by: Difference): void {
    if (former.isEmpty) return;
    const { gone, come } = before.difference(now);
    const concerned = concernedBy([...gone, ...come], now);
    const left = new Set(now.all);
    for (const [contents, nodes] of former.#found) {
      if (!left.has(contents) || concerned.has(contents)) continue;
      for (const [node, entries] of nodes)
        for (const [key, entry] of entries) {
          const value = entry.moved(entry.value, by);
          if (value !== undefined) this.put(node, key, { ...entry, value });
        }
    }
  }
}

/** The statements of which something may be another thing where these are other ones: they, those that mention what they declare or change, and so on. */
function concernedBy(changed: readonly Contents[], statements: Statements): ReadonlySet<Contents> {
  const concerned = new Set(changed);
  const names = new Set<string>();
  for (const it of concerned) {
    const { declares, changes } = tiesOf(it);
    for (const name of [...declares, ...changes]) {
      if (names.has(name) || !(declares.has(name) || statements.having('holds', name).length > 0)) continue;
      names.add(name);
      for (const other of statements.having('mentions', name)) concerned.add(other);
    }
  }
  return concerned;
}

function contentsAt(node: ts.Node): Contents | undefined {
  let at = chainAround(node);
  while (at.parent && !ts.isSourceFile(at.parent)) at = chainAround(at.parent);
  return ts.isStatement(at) ? contentsOfStatement(at) : undefined;
}
