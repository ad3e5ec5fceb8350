import type ts from 'typescript';
import { type Change, type Contents, contentsOf, type NamedCall } from './contents.ts';
import { beginningsOf } from './module-names.ts';
import { tiesOf } from './ties.ts';

/** What is looked up by a name, and the names by which a statement has it. */
const KINDS = {
  /** Calls, by the last name of what is called. */
  calls: (it: Contents) => it.callsByName,
  /** Changes, by the name of what they change. */
  changes: (it: Contents) => it.changesByName,
  /** Calls, by the name with which what is called begins. */
  begun: (it: Contents) => beginningsOf(it).calls,
  /** Variables, by the names with which they begin. */
  variables: (it: Contents) => beginningsOf(it).variables,
  /** Whatever it is that mentions a name. */
  mentions: (it: Contents) => tiesOf(it).mentions,
  /** Variables and classes of the top level. */
  holds: (it: Contents) => tiesOf(it).holds,
};
type Kind = keyof typeof KINDS;

/**
 * What stands in the statements of a file, by name. After an edit, only the statements that the parser did not take over are looked
 * at, and of the others nothing is gone through.
 */
export class Statements {
  readonly all: readonly Contents[];
  readonly #named: Map<Kind, Map<string, Contents[]>>;
  readonly #places = new Map<Contents, number>();
  #calls: readonly NamedCall[] | undefined;

  /** The statements before the edit are of no more use. */
  constructor(file: ts.SourceFile, before?: Statements) {
    this.all = contentsOf(file, before !== undefined);
    this.#named = before ? before.#named : new Map();
    if (before) this.#renew(before);
  }

  /** Every call of the file, in order of place. */
  get everyCall(): readonly NamedCall[] {
    this.#calls ??= this.all.flatMap(it => it.calls);
    return this.#calls;
  }

  /** The calls that stand in a node, in order of place. */
  callsWithin({ pos, end }: ts.Node): readonly NamedCall[] {
    const calls = this.everyCall;
    const first = firstFrom(calls, pos);
    let last = first;
    while ((calls[last]?.node.pos ?? end) < end) last++;
    return calls.slice(first, last).filter(it => it.node.end <= end);
  }

  /** The calls of this name, in order of place. */
  callsNamed(name: string): readonly NamedCall[] {
    return this.having('calls', name).flatMap(it => it.callsByName.get(name) ?? []);
  }

  /** The calls whose name passes, in order of place. */
  calls(wanted: (name: string) => boolean): readonly NamedCall[] {
    const names = [...this.#of('calls').keys()].filter(wanted);
    const [only, ...more] = names;
    if (only === undefined) return [];
    if (more.length === 0) return this.callsNamed(only);
    return this.#inOrder(new Set(names.flatMap(it => this.#of('calls').get(it) ?? []))).flatMap(it =>
      it.calls.filter(own => names.includes(own.name)),
    );
  }

  /** The changes of what is written with this name, in order of place. */
  changes(name: string): readonly { readonly target: ts.Identifier; readonly change: Change }[] {
    return this.having('changes', name).flatMap(it => it.changesByName.get(name) ?? []);
  }

  /** The statements that have something by this name, in order of place. */
  having(kind: Kind, name: string): readonly Contents[] {
    const found = this.#of(kind).get(name);
    return found ? this.#inOrder(new Set(found)) : [];
  }

  #inOrder(found: ReadonlySet<Contents>): readonly Contents[] {
    if (found.size < 2) return [...found];
    if (this.#places.size === 0) for (const [place, it] of this.all.entries()) this.#places.set(it, place);
    const placeOf = (it: Contents) => this.#places.get(it) ?? 0;
    return [...found].sort((a, b) => placeOf(a) - placeOf(b));
  }

  #of(kind: Kind): Map<string, Contents[]> {
    const known = this.#named.get(kind);
    if (known) return known;
    const made = new Map<string, Contents[]>();
    for (const it of this.all) add(made, it, kind);
    this.#named.set(kind, made);
    return made;
  }

  /** Sees to it that what statements mention is known: after an edit, it cannot be told any more of those that are gone. */
  lookAtMentions(): void {
    this.#of('mentions');
  }

  /** The statements that are gone in a later text, and those that have come. */
  difference({ all }: Statements): { readonly gone: readonly Contents[]; readonly come: readonly Contents[] } {
    const most = Math.min(this.all.length, all.length);
    let start = 0;
    while (start < most && this.all[start] === all[start]) start++;
    let tail = 0;
    while (tail < most - start && this.all.at(-1 - tail) === all.at(-1 - tail)) tail++;
    const [old, fresh] = [this.all.slice(start, this.all.length - tail), all.slice(start, all.length - tail)];
    const [was, is] = [new Set(old), new Set(fresh)];
    // What the parser cannot make sense of is parsed again wherever it stands, such as the end of a file.
    return { gone: old.filter(it => !is.has(it)), come: fresh.filter(it => !was.has(it)) };
  }

  #renew(before: Statements): void {
    const { gone, come } = before.difference(this);
    for (const [kind, named] of this.#named)
      for (let i = 0; i < Math.max(gone.length, come.length); i++) replace(named, gone[i], come[i], kind);
  }
}

/** The place among calls, which are in order of place, of the first that does not begin before an offset. */
function firstFrom(calls: readonly NamedCall[], offset: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.node.pos ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function add(named: Map<string, Contents[]>, contents: Contents, kind: Kind): void {
  for (const name of KINDS[kind](contents).keys()) {
    const alike = named.get(name);
    if (alike) alike.push(contents);
    else named.set(name, [contents]);
  }
}

/** A statement mostly has by name what the one had whose place it takes. */
function replace(
  named: Map<string, Contents[]>,
  before: Contents | undefined,
  now: Contents | undefined,
  kind: Kind,
): void {
  const come = now && KINDS[kind](now);
  for (const name of before ? KINDS[kind](before).keys() : []) {
    const alike = named.get(name) ?? [];
    const at = alike.indexOf(before as Contents);
    if (at < 0) continue;
    if (now && come?.has(name)) alike[at] = now;
    else if (alike.length > 1) alike.splice(at, 1);
    else named.delete(name);
  }
  const gone = before && KINDS[kind](before);
  if (!now || !come) return;
  for (const name of come.keys()) {
    if (gone?.has(name)) continue;
    const alike = named.get(name);
    if (alike) alike.push(now);
    else named.set(name, [now]);
  }
}
