import type { Acceptor } from '../model/acceptor.ts';

const MOST = 300;

/**
 * A decision about acceptors that is made once for tests that say the same, wherever they stand: while somebody types
 * elsewhere in a file, nothing is decided again.
 */
export function remembered<T>(decide: (acceptor: Acceptor) => T): (acceptor: Acceptor) => T {
  const known = new Map<string, { readonly value: T }>();
  return acceptor => {
    const key = JSON.stringify(acceptor, (name, value: unknown) => (name === 'at' ? undefined : value));
    const before = known.get(key);
    if (before) return before.value;
    const value = decide(acceptor);
    if (known.size >= MOST) known.clear();
    known.set(key, { value });
    return value;
  };
}
