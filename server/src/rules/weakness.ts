import { type Acceptor, ALL, parts } from '../model/acceptor.ts';
import type { CorsPolicy, Origins } from '../model/policy.ts';
import type { Answer } from '../origins/answer.ts';
import { accepts, ask, type Context } from '../origins/ask.ts';
import { branches, isComparison } from '../origins/branches.ts';
import type { LookAlike } from '../origins/foreign.ts';
import { type Named, namesIn } from '../origins/named.ts';
import type { Insecure, Subdomains, Tenant } from '../origins/questions.ts';
import type { Span } from '../text/span.ts';
import { isIdle } from './preflights-alone.ts';
import { remembered } from './remembered.ts';

/**
 * Who gets in by one part of a check, besides those whom it names. A part is told by its worst opening alone: what lets every
 * stranger in lets sub-domains and plain http in, too.
 */
interface Openings {
  /** Everybody's site. */
  readonly everything: string | undefined;
  readonly tenant: Opening<Tenant>;
  readonly foreign: Opening<LookAlike>;
  readonly insecure: Opening<Insecure>;
  readonly subdomains: Opening<Subdomains>;
}

type Opening<T> = (T & { readonly witness: string; readonly standIns: readonly string[] }) | undefined;

/** One way into a policy. */
export interface Way extends Openings {
  readonly part: Acceptor;
  readonly at: Span;
}

/**
 * The ways into a policy by which more get in than are named, with what each of them holds open. What can do nothing with the
 * user's cookies is no way in.
 */
export function ways(policy: CorsPolicy): readonly Way[] {
  if (isIdle(policy)) return [];
  const { acceptor, at } = policy.origins;
  return openWays(acceptor).map(it => ({ ...it, at: it.at ?? at }));
}

/** A way that need not be written at a place of its own. */
type Placed = Omit<Way, 'at'> & { readonly at: Span | undefined };

/** Several rules ask for the ways into a policy, and several policies may share them. */
function openWays(acceptor: Acceptor): readonly Placed[] {
  const found = openings(acceptor);
  const known = OPEN.get(acceptor);
  if (known?.found === found) return known.open;
  const open = branches(acceptor).flatMap((part, i) => {
    const opening = found[i];
    return opening && opening !== CLOSED ? [{ ...opening, part, at: placeOf(part) }] : [];
  });
  OPEN.set(acceptor, { found, open });
  return open;
}

const OPEN = new WeakMap<Acceptor, { readonly found: readonly Openings[]; readonly open: readonly Placed[] }>();

/** A part of a check of origins, with what it holds open. */
export type Part = Omit<Way, 'at'>;

/** Every part of a check of origins, whatever is behind it. */
export function partsOf(acceptor: Acceptor): readonly Part[] {
  const found = openings(acceptor);
  return branches(acceptor).map((part, i) => ({ ...(found[i] ?? CLOSED), part }));
}

/**
 * The origin of a stranger's site where every site gets in, be it by a check that lets everything pass. Where the same origin
 * is denied to other requests, more than the origin decides, and what is open may be open on purpose.
 */
export function everyone(policy: CorsPolicy): string | undefined {
  return isIdle(policy) ? undefined : strangerIn(policy.origins);
}

/** The same of a check of origins, whatever is behind it. */
export function strangerIn(origins: Origins): string | undefined {
  const { mode, acceptor, answers = [] } = origins;
  if (mode === 'none' || mode === 'fixed' || mode === 'dynamic') return undefined;
  const witness = stranger(mode === 'echo-any' ? ALL : acceptor);
  const denied = answers.filter(it => it.gives === 'denied' || it.gives === 'failed');
  return witness && denied.some(it => accepts(it.when, witness) === true) ? undefined : witness;
}

/** Whether the text that a test compares with is read from the environment. */
export function readsEnvironment(acceptor: Acceptor): boolean {
  return [...parts(acceptor)].some(it => 'text' in it && typeof it.text !== 'string');
}

/** Where a part of a check is written: itself, or the first thing in it that has a place and asks who somebody is. */
export function placeOf(acceptor: Acceptor): Span | undefined {
  const placed = [...parts(acceptor)].filter(it => it.at && it.kind !== 'not');
  const [found] = [...placed.filter(it => !asksSchemeOrPort(it)), ...placed];
  return found?.at;
}

function asksSchemeOrPort(it: Acceptor): boolean {
  return 'subject' in it && (it.subject === 'protocol' || it.subject === 'port');
}

/** Whether anybody gets in, and who for example. */
export const somebody = remembered<Answer>(
  (acceptor, allowance) => ask(acceptor, 'anything', { allowance }),
  () => ({ answer: 'cannot-tell', why: 'there is too much to decide in this file' }),
);

const stranger = remembered(
  (acceptor, allowance) => opening(ask(acceptor, 'everything', { allowance }))?.witness,
  () => undefined,
);

const openings = remembered(
  (acceptor, allowance) => {
    const named = namesIn(acceptor);
    return branches(acceptor).map(it => openingsOf(it, { named, allowance }));
  },
  acceptor => branches(acceptor).map(() => CLOSED),
);

const CLOSED: Openings = {
  everything: undefined,
  tenant: undefined,
  foreign: undefined,
  insecure: undefined,
  subdomains: undefined,
};

function openingsOf(part: Acceptor, context: Context & { readonly named: Named }): Openings {
  const { named } = context;
  const insecure = () => opening(ask(part, 'insecure', context));
  if (isComparison(part)) {
    const plain = 'text' in part && typeof part.text === 'string' && part.text.startsWith('http:');
    return plain ? { ...CLOSED, insecure: insecure() } : CLOSED;
  }
  const everything = opening(ask(part, 'everything', context))?.witness;
  // What lets strangers in under any name lets those in, too, who have a site on a shared host that another part names.
  const { suffixes } = namesIn(part);
  const tenant = everything ? undefined : opening(ask(part, 'tenant', { ...context, named: { ...named, suffixes } }));
  const foreign = everything || tenant ? undefined : opening(ask(part, 'foreign', context));
  const worse = everything !== undefined || tenant !== undefined || foreign !== undefined;
  return {
    everything,
    tenant,
    foreign,
    insecure: worse ? undefined : insecure(),
    subdomains: worse ? undefined : opening(ask(part, 'subdomains', context)),
  };
}

function opening<T>(answer: Answer<T>): Opening<T> {
  return answer.answer === 'yes' ? { ...answer, standIns: answer.standIns ?? [] } : undefined;
}
