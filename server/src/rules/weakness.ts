import { type Acceptor, parts } from '../model/acceptor.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { type Answer, branches, isComparison } from '../origins/answer.ts';
import { ask } from '../origins/ask.ts';
import type { Trespass } from '../origins/foreign.ts';
import { type Named, namesIn } from '../origins/named.ts';
import type { Insecure, Subdomains, Tenant } from '../origins/questions.ts';
import type { Span } from '../text/span.ts';

/** One way into a policy, and who gets in by it. */
export interface Way {
  readonly part: Acceptor;
  readonly at: Span;
  /** Everybody's site. */
  readonly everything: string | undefined;
  readonly tenant: Opening<Tenant>;
  readonly foreign: Opening<Trespass>;
  readonly insecure: Opening<Insecure>;
  readonly subdomains: Opening<Subdomains>;
}

type Opening<T> = (T & { readonly witness: string; readonly standIns: readonly string[] }) | undefined;

const decided = new WeakMap<CorsPolicy, readonly Way[]>();

/**
 * The ways into a policy that its check holds open for others than those it names. A way is told by its worst opening alone:
 * what lets every stranger in lets sub-domains and plain http in, too.
 */
export function ways(policy: CorsPolicy): readonly Way[] {
  const known = decided.get(policy);
  if (known) return known;
  const { acceptor, at } = policy.origins;
  const named = namesIn(acceptor);
  const found = branches(acceptor).map(part => wayOf(part, named, placeOf(part) ?? at));
  decided.set(policy, found);
  return found;
}

/** The origin of a stranger's site where every site gets in, be it by a check that lets everything pass. */
export function everyone({ origins }: CorsPolicy): string | undefined {
  if (origins.mode === 'echo-any' || origins.acceptor.kind === 'all')
    return opening(ask({ kind: 'all' }, 'everything'))?.witness;
  if (origins.mode !== 'echo-match' && origins.mode !== 'fallback') return undefined;
  return opening(ask(origins.acceptor, 'everything'))?.witness;
}

/** Whether the text that a test compares with is read from the environment. */
export function readsEnvironment(acceptor: Acceptor): boolean {
  return [...parts(acceptor)].some(it => 'text' in it && typeof it.text !== 'string');
}

/** Where a part of a check is written: itself, or the first thing in it that has a place. */
export function placeOf(acceptor: Acceptor): Span | undefined {
  for (const it of parts(acceptor)) if (it.at && it.kind !== 'not') return it.at;
  return undefined;
}

function wayOf(part: Acceptor, named: Named, at: Span): Way {
  const closed = { part, at, everything: undefined, tenant: undefined, foreign: undefined };
  const insecure = () => opening(ask(part, 'insecure', { named }));
  if (isComparison(part)) return { ...closed, insecure: insecure(), subdomains: undefined };
  const everything = opening(ask(part, 'everything', { named }))?.witness;
  const tenant = everything ? undefined : opening(ask(part, 'tenant', { named }));
  const foreign = everything || tenant ? undefined : opening(ask(part, 'foreign', { named }));
  const worse = everything !== undefined || tenant !== undefined || foreign !== undefined;
  return {
    ...closed,
    everything,
    tenant,
    foreign,
    insecure: worse ? undefined : insecure(),
    subdomains: worse ? undefined : opening(ask(part, 'subdomains', { named })),
  };
}

function opening<T>(answer: Answer<T>): Opening<T> {
  return answer.answer === 'yes' ? { ...answer, standIns: answer.standIns ?? [] } : undefined;
}
