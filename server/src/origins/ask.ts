import type { Acceptor } from '../model/acceptor.ts';
import { type Answer, NO, type Sets, setsOf, within } from './answer.ts';
import { branches, isComparison } from './branches.ts';
import { findForeign, type LookAlike } from './foreign.ts';
import { otherShapes, standIns } from './holes.ts';
import { hostOf } from './hosts.ts';
import { holds } from './language.ts';
import { type Named, namesIn, ownOf } from './named.ts';
import {
  findAnything,
  findEverything,
  findInsecure,
  findLocal,
  findNull,
  findSubdomains,
  findTenant,
  type Insecure,
  type Subdomains,
  type Tenant,
} from './questions.ts';
import { type Budget, budget } from './store.ts';
import { isBelow } from './suffixes.ts';

/**
 * What can be asked: does the acceptor take …
 * - `anything` – anything at all that a browser sends;
 * - `everything` – the site of everyone: each `https://name.tld`;
 * - `null`;
 * - `insecure` – an `http:` origin of a public host;
 * - `foreign` – an origin of a stranger, outside the registrable domains and the shared hosting that it names;
 * - `tenant` – an origin of a stranger below a public suffix that it names;
 * - `subdomains` – every subdomain of a domain that it names;
 * - `loopback`, `private-network` – an http(s) origin of this machine, of the local network.
 */
export type Question = keyof Details;

interface Details {
  anything: object;
  everything: object;
  null: object;
  insecure: Insecure;
  foreign: LookAlike;
  tenant: Tenant;
  subdomains: Subdomains;
  loopback: object;
  'private-network': object;
}

export interface Context {
  /** The names of the whole policy, where `acceptor` is a part of it. */
  readonly named?: Named;
  /** What the decision may cost, and afterwards what is left of that. */
  readonly allowance?: Budget;
}

/** Whether `acceptor` takes this origin (a serialised origin or `null`); undefined where that cannot be told. */
export function accepts(acceptor: Acceptor, origin: string): boolean | undefined {
  const taken = holds(acceptor, origin);
  return taken === undefined && holds(acceptor, origin, false) === true ? false : taken;
}

/** Decides a question: *yes* with a witness that was checked, *no* as a proof, or why it cannot be told. */
export function ask<Q extends Question>(acceptor: Acceptor, question: Q, context: Context = {}): Answer<Details[Q]> {
  const named = context.named ?? namesIn(acceptor);
  const allowance = context.allowance ?? budget(branches(acceptor).length);
  const whole = question === 'everything' || question === 'subdomains';
  const decide = (part: Acceptor, names: Named) =>
    within<Details[Q]>(() => decideOne(setsOf(part, allowance), question, names) as Answer<Details[Q]>);
  const near = (part: Acceptor) =>
    allowance.left < 0 ? OVERDRAWN : narrowed(part, question, named, allowance, names => decide(part, names));
  const answer: Answer<Details[Q]> = whole ? near(acceptor) : decideParts(acceptor, question, near);
  const standing = standIns(acceptor);
  if (answer.answer === 'cannot-tell' || standing.length === 0) return answer;
  for (const other of otherShapes(acceptor)) {
    const names = together(named, namesIn(other));
    if (ask(other, question, { named: names, allowance }).answer !== answer.answer)
      return { answer: 'cannot-tell', why: `it depends on what \`${standing[0]}\` holds` };
  }
  return { ...answer, standIns: standing };
}

function together(a: Named, b: Named): Named {
  const both = <T>(x: readonly T[], y: readonly T[]) => (y.every(it => x.includes(it)) ? x : [...x, ...y]);
  const [origins, domains] = [both(a.origins, b.origins), both(a.domains, b.domains)];
  const [suffixes, schemes] = [both(a.suffixes, b.suffixes), both(a.schemes, b.schemes)];
  const same = origins === a.origins && domains === a.domains && suffixes === a.suffixes && schemes === a.schemes;
  // Other fragments only give the first candidates, but for the dots in them that stand for anything.
  if (same && b.fragments.every(it => it.anyAt.length === 0)) return a;
  return { fragments: [...a.fragments, ...b.fragments], origins, domains, suffixes, schemes };
}

/** An `or` takes a stranger exactly if one of its members does; each is smaller than the whole. */
function decideParts<T>(acceptor: Acceptor, question: Question, decide: (part: Acceptor) => Answer<T>): Answer<T> {
  let unsure: Answer<T> | undefined;
  for (const part of branches(acceptor)) {
    // An origin that is compared with is named, and so is no stranger.
    if (isComparison(part) && (question === 'foreign' || question === 'tenant')) continue;
    const answer = decide(part);
    if (answer.answer === 'yes') return { ...answer, part };
    if (answer.answer === 'cannot-tell') unsure ??= answer;
  }
  return unsure ?? NO;
}

/**
 * A part of a long list is held against the names in itself before those of the whole list, so that a list takes as long as its
 * members one by one. Who is a stranger to all names is one to these, so that *no* holds for the whole; a witness does so where no
 * other name is its own.
 */
function narrowed<T>(
  part: Acceptor,
  question: Question,
  named: Named,
  allowance: Budget,
  decide: (named: Named) => Answer<T>,
): Answer<T> {
  if (question === 'everything' || question === 'tenant' || named.domains.length < FEW) return decide(named);
  const own = namesIn(part);
  if (own.domains.length >= named.domains.length) return decide(named);
  const answer = decide(own);
  if (answer.answer === 'no' || (answer.answer === 'cannot-tell' && allowance.left < 0)) return answer;
  const others = question === 'foreign' ? ownOf(named) : [];
  return answer.answer === 'yes' && !isBelow(hostOf(answer.witness), others) ? answer : decide(named);
}

const OVERDRAWN = { answer: 'cannot-tell', why: 'the check is too large to decide' } as const;

/** Below this, all names together are as quick. */
const FEW = 8;

function decideOne(
  sets: Sets,
  question: Question,
  named: Named,
): Answer<Partial<LookAlike & Insecure & Tenant & Subdomains>> {
  switch (question) {
    case 'anything':
      return findAnything(sets, named);
    case 'everything':
      return findEverything(sets);
    case 'null':
      return findNull(sets.acceptor);
    case 'insecure':
      return findInsecure(sets, named);
    case 'foreign':
      return findForeign(sets, named);
    case 'tenant':
      return findTenant(sets, named);
    case 'subdomains':
      return findSubdomains(sets, named);
    case 'loopback':
      return findLocal(sets, 'loopback', named);
    case 'private-network':
      return findLocal(sets, 'privateNetwork', named);
  }
}
