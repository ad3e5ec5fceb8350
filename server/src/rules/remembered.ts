import type { Acceptor } from '../model/acceptor.ts';

const MOST = 300;

/**
 * A decision about acceptors that is made once for tests that say the same, wherever they stand: while somebody types
 * elsewhere in a file, nothing is decided again.
 */
export function remembered<T>(decide: (acceptor: Acceptor) => T): (acceptor: Acceptor) => T {
  const known = new Map<string, { readonly value: T }>();
  const seen = new WeakMap<Acceptor, { readonly value: T }>();
  return acceptor => {
    const same = seen.get(acceptor);
    if (same) return same.value;
    const key = JSON.stringify(acceptor, (name, value: unknown) => (name === 'at' ? undefined : value));
    const decided = known.get(key) ?? { value: decide(acceptor) };
    if (known.size >= MOST) known.clear();
    known.set(key, decided);
    seen.set(acceptor, decided);
    return decided.value;
  };
}
