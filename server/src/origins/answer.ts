import type { Acceptor } from '../model/acceptor.ts';
import { type Formulas, formulas } from './formula.ts';
import { isOrigin } from './grammar.ts';
import { type Bound, holds, language } from './language.ts';
import { findWord, holdsBetween } from './search.ts';
import { type Budget, type Formula, TooMany } from './store.ts';
import { type OriginSet, originSet } from './universe.ts';

/** What a question about an acceptor has for an answer; `no` is a proof, within the limits that the question states. */
export type Answer<Details = object> =
  | (Yes & Details)
  | ({ readonly answer: 'no' } & Standing)
  | { readonly answer: 'cannot-tell'; readonly why: string };

export interface Yes extends Standing {
  readonly answer: 'yes';
  /** A serialised origin that gets in; checked by running the tests on it. */
  readonly witness: string;
  /** The member of the outermost `or` that lets it in. */
  readonly part?: Acceptor;
}

export interface Standing {
  /** Environment variables for whose unknown contents `https://app.your-site.example` or a part of it stood in. */
  readonly standIns?: readonly string[];
}

export const NO = { answer: 'no' } as const;

/** Runs a decision that may need more states than it is given. */
export function within<T>(decision: () => Answer<T>): Answer<T> {
  try {
    return decision();
  } catch (error) {
    // The engine's stack is the other limit that a hostile pattern may reach.
    if (error instanceof TooMany || error instanceof RangeError)
      return { answer: 'cannot-tell', why: 'the check is too large to decide' };
    throw error;
  }
}

/** One acceptor's sets, built once for the searches of one decision. */
export interface Sets {
  readonly acceptor: Acceptor;
  readonly engine: Formulas;
  /** Whether `origin` is a serialised origin, not `null`, that is surely accepted. */
  takes(origin: string): boolean;
  /** A member of `set` that is surely (lower) or maybe (upper) accepted, and in all of `also`. */
  find(bound: Bound, set: OriginSet, ...also: readonly Formula[]): string | undefined;
  /** A member of `set` that is maybe (lower) or surely (upper) not accepted. */
  findRefused(bound: Bound, set: OriginSet, ...also: readonly Formula[]): string | undefined;
  /** Whether each name of 3 to 12 letters just below the domain is surely (lower) or maybe (upper) accepted. */
  takesBelow(bound: Bound, scheme: string, domain: string): boolean;
}

export function setsOf(acceptor: Acceptor, allowance?: Budget): Sets {
  const engine = formulas(allowance);
  const built = new Map<Bound, Formula>();
  const get = (bound: Bound) => {
    const formula = built.get(bound) ?? language(engine, acceptor, bound);
    built.set(bound, formula);
    return formula;
  };
  return {
    acceptor,
    engine,
    takes: origin => engine.holds(get('lower'), origin) && surely(acceptor, origin),
    find: (bound, set, ...also) => findWord(engine, engine.and([get(bound), ...also]), originSet(set)),
    findRefused: (bound, set, ...also) =>
      findWord(engine, engine.and([engine.not(get(bound)), ...also]), originSet(set)),
    takesBelow: (bound, scheme, domain) =>
      holdsBetween(engine, get(bound), { before: `${scheme}://`, letters: [3, 12], behind: `.${domain}` }),
  };
}

/** Whether `origin` is a serialised origin that `acceptor` surely takes. */
export function surely(acceptor: Acceptor, origin: string): boolean {
  return isOrigin(origin) && holds(acceptor, origin) === true;
}

/** Why nothing can be said: the reason that the first unknown part gives. */
export function reason(acceptor: Acceptor): string {
  switch (acceptor.kind) {
    case 'unknown':
      return acceptor.why;
    case 'not':
      return reason(acceptor.of);
    case 'and':
    case 'or': {
      const found = acceptor.of.map(reason).find(it => it !== '');
      return found ?? '';
    }
    case 'matches':
      return holds(acceptor, 'https://a.example') === undefined ? 'the pattern cannot be decided' : '';
    default:
      return '';
  }
}
