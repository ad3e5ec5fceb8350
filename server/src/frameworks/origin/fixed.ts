import { type Acceptor, ALL, both, either, NONE, negate, parts } from '../../model/acceptor.ts';

/** How conditions that are the same for every request are taken to be decided, by what tells them apart. */
export type Decided = ReadonlyMap<string, boolean>;

export const UNDECIDED: Decided = new Map();

/** More of them than this are not tried in all their ways. */
const MOST = 5;

/**
 * Conditions that decide only whether anybody is let in at all (`if (config.cors) …`), decided so that somebody is: what is said
 * then holds where CORS is on. Those that decide between different origins (`config.open || list.includes(origin)`) stay open.
 */
export function whereAnybody(acceptor: Acceptor): Decided {
  let left = acceptor;
  const decided = new Map<string, boolean>();
  for (const key of fixedIn(acceptor)) {
    const [met, unmet] = [true, false].map(it => decide(left, new Map([[key, it]])));
    if (!met || !unmet) continue;
    const choice = unmet.kind === 'none' || said(met) === said(unmet) ? true : met.kind === 'none' ? false : undefined;
    if (choice === undefined) continue;
    decided.set(key, choice);
    left = choice ? met : unmet;
  }
  const open = fixedIn(left);
  if (open.length === 0 || open.length > MOST) return decided;
  const cases = Array.from({ length: 2 ** open.length }, (_, i) => {
    const assumed = new Map(open.map((key, bit) => [key, (i & (1 << bit)) === 0]));
    return { assumed, left: decide(left, assumed) };
  }).filter(it => it.left.kind !== 'none');
  const [first] = cases;
  if (!first || cases.some(it => said(it.left) !== said(first.left))) return decided;
  return new Map([...decided, ...first.assumed]);
}

function fixedIn(acceptor: Acceptor): readonly string[] {
  return [...new Set([...parts(acceptor)].flatMap(it => (it.kind === 'unknown' && it.fixed ? [it.fixed] : [])))];
}

/** An acceptor with some of its fixed conditions decided. */
export function decide(acceptor: Acceptor, decided: Decided): Acceptor {
  if (decided.size === 0) return acceptor;
  switch (acceptor.kind) {
    case 'unknown': {
      const holds = acceptor.fixed === undefined ? undefined : decided.get(acceptor.fixed);
      return holds === undefined ? acceptor : holds ? ALL : NONE;
    }
    case 'not':
      return negate(decide(acceptor.of, decided));
    case 'and':
      return both(acceptor.of.map(it => decide(it, decided)));
    case 'or':
      return either(acceptor.of.map(it => decide(it, decided)));
    default:
      return acceptor;
  }
}

/** The same text for the same tests in another order. */
function said(acceptor: Acceptor): string {
  if (acceptor.kind === 'and' || acceptor.kind === 'or')
    return `${acceptor.kind}(${[...new Set(acceptor.of.map(said))].sort().join()})`;
  if (acceptor.kind === 'not') return `not(${said(acceptor.of)})`;
  return JSON.stringify(acceptor, (key, value: unknown) =>
    key === 'at' && acceptor.kind !== 'unknown' ? undefined : value,
  );
}
