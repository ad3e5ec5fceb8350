import type { Acceptor, PatternTest, Subject, TextTest } from '../model/acceptor.ts';
import type { Formulas } from './formula.ts';
import { textsOf } from './holes.ts';
import { test } from './matcher.ts';
import { Inexpressible, type Program, patternProgram, textProgram, withinProgram } from './program.ts';
import { ANYTHING, type Formula, NOTHING } from './store.ts';

/** What is surely accepted, or what may be: the two differ where a part is unknown. */
export type Bound = 'lower' | 'upper';

/**
 * The set of non-`null` origins that `acceptor` takes (or, with `sign` false, refuses), as a formula.
 * What is unknown is in no lower bound and in every upper bound, on both sides of a `not`.
 */
export function language(engine: Formulas, acceptor: Acceptor, bound: Bound, sign = true): Formula {
  const of = (it: Acceptor, itsSign = sign) => language(engine, it, bound, itsSign);
  switch (acceptor.kind) {
    case 'all':
    case 'none':
      return (acceptor.kind === 'all') === sign ? ANYTHING : NOTHING;
    case 'unknown':
      return bound === 'upper' ? ANYTHING : NOTHING;
    case 'not':
      return of(acceptor.of, !sign);
    case 'and':
    case 'or': {
      const formulas = acceptor.of.map(it => of(it));
      return (acceptor.kind === 'and') === sign ? engine.and(formulas) : engine.or(formulas);
    }
    case 'within': {
      const within = engine.program(withinProgram(textsOf(acceptor.text, 'origin', acceptor.kind), acceptor.edge));
      return sign ? within : engine.not(within);
    }
    default: {
      const atom = atomLanguage(engine, acceptor);
      if (atom === undefined) return bound === 'upper' ? ANYTHING : NOTHING;
      return sign ? atom : engine.not(atom);
    }
  }
}

type Atom = TextTest | PatternTest;

function atomLanguage(engine: Formulas, atom: Atom): Formula | undefined {
  let program: Program;
  try {
    program =
      atom.kind === 'matches'
        ? patternProgram(atom.source, atom.flags)
        : textProgram(atom.kind, textsOf(atom.text, atom.subject, atom.kind));
  } catch (error) {
    if (error instanceof Inexpressible) return undefined;
    throw error;
  }
  if (atom.subject === 'origin') return engine.program(program);
  if (atom.subject !== 'url-origin') return engine.partProgram(atom.subject, program);
  // URL standard, "origin": only the special schemes have one, the others' is serialised as `null`.
  const web = engine.program(patternProgram('^https?:\\/\\/', ''));
  const elsewhere = atomHolds(atom, 'null') ? engine.not(web) : NOTHING;
  return engine.or([engine.and([web, engine.program(program)]), elsewhere]);
}

/**
 * Whether `acceptor` surely takes (`sign`) or surely refuses (not `sign`) this origin; undefined where that is not known.
 * A test on a part of `new URL(…)` does neither for an origin that is no URL, such as `null`: it throws there.
 */
export function holds(acceptor: Acceptor, origin: string, sign = true): boolean | undefined {
  switch (acceptor.kind) {
    case 'all':
    case 'none':
      return (acceptor.kind === 'all') === sign;
    case 'unknown':
      return undefined;
    case 'not':
      return holds(acceptor.of, origin, !sign);
    case 'and':
    case 'or': {
      const every = (acceptor.kind === 'and') === sign;
      const { listed, others } = membersOf(acceptor);
      if (listed.has(origin)) return sign;
      let result: boolean | undefined = every;
      for (const it of others) {
        const one = holds(it, origin, sign);
        if (one === !every) return one;
        if (one === undefined) result = undefined;
      }
      return result;
    }
    case 'within':
      return textsOf(acceptor.text, 'origin', acceptor.kind).some(it => isWithin(origin, it, acceptor.edge)) === sign;
    default: {
      const subject = subjectOf(origin, acceptor.subject);
      if (subject === undefined) return false;
      const held = atomHolds(acceptor, subject);
      return held === undefined ? undefined : held === sign;
    }
  }
}

interface Members {
  /** The origins that a long `or` compares with. */
  readonly listed: ReadonlySet<string>;
  readonly others: readonly Acceptor[];
}

const MEMBERS = new WeakMap<Acceptor, Members>();
const NOBODY: ReadonlySet<string> = new Set();
/** Shorter lists are as quick one by one. */
const LONG = 16;

/** Whoever is one of the texts gets in by that text, and the others of them say nothing more: they are looked up. */
function membersOf(acceptor: Acceptor & { readonly of: readonly Acceptor[] }): Members {
  if (acceptor.kind === 'and' || acceptor.of.length < LONG) return { listed: NOBODY, others: acceptor.of };
  const known = MEMBERS.get(acceptor);
  if (known) return known;
  const listed = new Set<string>();
  const others = acceptor.of.filter(it => {
    const compares = it.kind === 'equals' && it.subject === 'origin' && typeof it.text === 'string';
    if (compares) listed.add(it.text);
    return !compares;
  });
  const members = { listed, others };
  MEMBERS.set(acceptor, members);
  return members;
}

function isWithin(origin: string, text: string, edge: 'start' | 'end' | undefined): boolean {
  if (edge === 'start') return text.startsWith(origin);
  return edge === 'end' ? text.endsWith(origin) : text.includes(origin);
}

function atomHolds(atom: Atom, subject: string): boolean | undefined {
  if (atom.kind === 'matches') return test(atom.source, atom.flags, subject);
  return textsOf(atom.text, atom.subject, atom.kind).some(text => compares[atom.kind](subject, text));
}

const compares: Readonly<Record<TextTest['kind'], (subject: string, text: string) => boolean>> = {
  equals: (subject, text) => subject === text,
  starts: (subject, text) => subject.startsWith(text),
  ends: (subject, text) => subject.endsWith(text),
  contains: (subject, text) => subject.includes(text),
};

function subjectOf(origin: string, subject: Subject): string | undefined {
  if (subject === 'origin') return origin;
  const match = /^([a-z][a-z0-9+.-]*:)\/\/(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?$/.exec(origin);
  if (!match) return undefined;
  const [, protocol = '', hostname = '', port = ''] = match;
  if (subject === 'url-origin') return /^https?:$/.test(protocol) ? origin : 'null';
  if (subject === 'host') return port === '' ? hostname : `${hostname}:${port}`;
  return { protocol, hostname, port }[subject];
}
