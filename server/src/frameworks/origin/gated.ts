import { both } from '../../model/acceptor.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { asksPut } from '../../syntax/put.ts';
import { testsOrigin } from '../../syntax/test.ts';
import { beforeSent } from '../../syntax/unsent.ts';
import type { Test } from '../../syntax/value.ts';
import { acceptorOf, type Lookup } from './acceptor.ts';
import { decide, whereAnybody } from './fixed.ts';

/**
 * Policies that a request gets only where a condition on its origin holds: `if (list.includes(origin)) cors({ origin: true })(…)`.
 * A condition on anything else says nothing of who may read.
 */
export function gated(policies: readonly CorsPolicy[], when: Test, lookup: Lookup): readonly CorsPolicy[] {
  if (beforeSent(when) === false) return [];
  if (!testsOrigin(when) && !asksPut(when)) return policies;
  const written = acceptorOf(when, lookup);
  const gate = decide(written, whereAnybody(written));
  if (gate.kind === 'all') return policies;
  // What the others get is answered elsewhere, so that one answer of the library says nothing of them.
  return policies.map(({ behaviour: _, ...policy }) => {
    const { origins } = policy;
    const mode = origins.mode === 'echo-any' ? 'echo-match' : origins.mode;
    return { ...policy, origins: { ...origins, mode, acceptor: both([gate, origins.acceptor]) } };
  });
}
