import { both, parts } from '../../model/acceptor.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import type { Test } from '../../syntax/value.ts';
import { acceptorOf, type Lookup } from './acceptor.ts';

/** Policies that are there only where what no request decides says so: a configuration, the time, a file. */
export function takenUnder(policies: readonly CorsPolicy[], when: Test, lookup: Lookup): readonly CorsPolicy[] {
  const taken = acceptorOf(when, lookup);
  if (![...parts(taken)].some(it => it.kind === 'unknown')) return policies;
  return policies.map(it => ({ ...it, taken: it.taken ? both([taken, it.taken]) : taken }));
}
