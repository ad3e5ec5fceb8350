import { decide, whereAnybody } from '../frameworks/origin/fixed.ts';
import { type Acceptor, both, either, negate, wordsOf } from '../model/acceptor.ts';
import type { App } from '../model/app.ts';
import { meets, type PathPattern } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { type Read, withPolicies } from './guarded.ts';

/**
 * Policies of which one holds as a configuration, the time or a file decides: `cors(config.open ? anybody : ours)`, `if … else …`
 * around two of them. Whom each of them lets in gets in; of anybody else nobody knows who reads the code alone.
 */
export function inBranches(read: Read): Read {
  const own = read.policies.filter(it => it.taken);
  if (own.length < 2) return read;
  const changed = new Map<CorsPolicy, CorsPolicy>();
  for (const policy of own) {
    const others = own.filter(it => it !== policy && excludes(it, policy) && isInPlaceOf(it, policy, read.apps));
    if (others.length > 0) changed.set(policy, among(policy, others));
  }
  return changed.size === 0 ? read : withPolicies(read, it => changed.get(it) ?? it);
}

/** Whether a policy holds only where the other does not. */
export function excludes(a: CorsPolicy, b: CorsPolicy): boolean {
  const other = new Set(needed(b.taken).map(it => JSON.stringify(it)));
  return needed(a.taken).some(it => other.has(JSON.stringify(negate(it))));
}

/** The conditions that have to hold, each by itself and without the place where it stands. */
function needed(taken: Acceptor | undefined): readonly Acceptor[] {
  if (taken?.kind === 'and') return taken.of.flatMap(needed);
  if (taken?.kind === 'not') return needed(taken.of).map(negate);
  if (taken?.kind !== 'unknown') return [];
  return [taken.fixed === undefined ? taken : { kind: 'unknown', why: '', fixed: taken.fixed }];
}

/** Whether both are given to one call, or registered on one application for the same addresses. */
function isInPlaceOf(a: CorsPolicy, b: CorsPolicy, apps: readonly App[]): boolean {
  if (a.at.path === b.at.path && a.at.start === b.at.start) return true;
  return apps.some(({ steps }) => {
    const at = (policy: CorsPolicy): PathPattern | undefined =>
      steps.find(it => it.kind === 'cors' && it.policy === policy)?.matches;
    const [one, other] = [at(a), at(b)];
    return one !== undefined && other !== undefined && meets(one, other) !== 'no';
  });
}

const UNSURE: Acceptor = { kind: 'unknown', why: 'whether credentials are allowed' };

function among(own: CorsPolicy, others: readonly CorsPolicy[]): CorsPolicy {
  const { behaviour: _, ...policy } = own;
  const { origins, taken = { kind: 'all' } } = policy;
  const here = both([taken, origins.acceptor]);
  // What is open with the user's cookies in one branch and without them in another is not the same.
  const alike = others.every(it => known(it.credentials) === known(policy.credentials));
  const there = others.map(it => both([it.taken ?? { kind: 'all' }, it.origins.acceptor, ...(alike ? [] : [UNSURE])]));
  const same = alike && others.every(it => wordsOf(it.origins.acceptor) === wordsOf(origins.acceptor));
  const open = same ? origins.acceptor : either([here, ...there]);
  const acceptor = decide(open, whereAnybody(open));
  const ways = [own, ...others].map(it => ({ when: it.taken ?? { kind: 'all' as const }, policy: it }));
  if (same || acceptor.kind === 'all') return { ...policy, ways };
  return {
    ...policy,
    origins: { ...origins, mode: origins.mode === 'echo-any' ? 'echo-match' : origins.mode, acceptor },
    oddities: policy.oddities.filter(it => it.kind !== 'wildcard-reflected'),
    ways,
  };
}
