import { type Acceptor, ALL, both, NONE, negate, parts } from '../../model/acceptor.ts';
import type { Oddity, OriginEffect } from '../../model/oddity.ts';
import type { Listed } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { and, onOrigin } from '../../syntax/test.ts';
import { isUndefined, type Test, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { isOrigin, type Lookup, textFor } from '../origin/acceptor.ts';
import { mayBeMissing, supposesMissing, supposesSet } from './conditions.ts';
import { isOwnAddress } from './own-address.ts';

/** One text that the header may carry, and for which origins it does. */
export interface Sent {
  readonly kind: 'echo' | 'text' | 'any' | 'nothing' | 'unknown';
  /** The origins that get it. */
  readonly when: Acceptor;
  /** Of these, the ones whose own origin it is. */
  readonly accepts: Acceptor;
  readonly listed: readonly Listed[];
  readonly oddities: readonly Oddity[];
  readonly at: Span;
  /** It stands under a condition on the origin that is followed. */
  readonly tested: boolean;
}

export interface SentInput {
  readonly lookup: Lookup;
  readonly accept: (test: Test) => Acceptor;
  /** What comes of a value that is not set. */
  readonly unset: OriginEffect;
}

/** What a header's value sends, under which conditions on the origin. */
export function sentBy(value: Value | undefined, when: Test, at: Span, input: SentInput): readonly Sent[] {
  const condition = (test: Test) => {
    const accepted = input.accept(test);
    return { accepted, tested: [...parts(accepted)].some(it => !/^(all|none|unknown|not|and|or)$/.test(it.kind)) };
  };
  if (!value) {
    const { accepted, tested } = condition(when);
    return [sent('nothing', accepted, NONE, at, { tested })];
  }
  const branches = branchesOf(value);
  return branches.map(it => {
    const { accepted, tested } = condition(and(when, it.when));
    const missing = branches.find(
      other => other !== it && mayBeMissing(other.value) && supposesMissing(it.when, other.value),
    );
    const certain = missing ? both([accepted, dark(missing.value.span, 'whether a value is set')]) : accepted;
    const made = one(it.value, certain, at, tested, input);
    return supposesSet(and(when, it.when), it.value) ? { ...made, oddities: [] } : made;
  });
}

function sent(kind: Sent['kind'], when: Acceptor, accepts: Acceptor, at: Span, more: Partial<Sent>): Sent {
  return { kind, when, accepts: narrowed(when, accepts), at, listed: [], oddities: [], tested: false, ...more };
}

/** Both conditions, the same one counted once. */
function narrowed(when: Acceptor, accepts: Acceptor): Acceptor {
  const all = both([when, accepts]);
  return all.kind === 'and' ? both(distinctAcceptors(all.of)) : all;
}

/** Acceptors that say the same count once. */
export function distinctAcceptors(acceptors: readonly Acceptor[]): readonly Acceptor[] {
  const seen = new Set<string>();
  return acceptors.filter(it => {
    const key = JSON.stringify(it, (name, value: unknown) => (name === 'at' ? undefined : value));
    return !seen.has(key) && seen.add(key);
  });
}

function one(value: Value, when: Acceptor, at: Span, tested: boolean, input: SentInput): Sent {
  const more = { tested };
  if (isOrigin(value)) return sent('echo', when, ALL, at, more);
  switch (value.kind) {
    case 'literal':
      if (isUndefined(value) || value.value === null || value.value === '' || value.value === false)
        return sent('nothing', when, NONE, at, more);
      if (value.value === '*')
        return {
          ...sent('any', when, ALL, at, more),
          ...((when.kind === 'unknown' && when.fixed === undefined) || when.kind === 'all'
            ? { accepts: { ...ALL, at: value.span } }
            : {}),
        };
      return sent('text', when, { kind: 'equals', subject: 'origin', text: String(value.value), at: value.span }, at, {
        ...more,
        listed: [{ text: String(value.value), at: value.span }],
      });
    case 'environment':
    case 'template': {
      const text = textFor(value, input.lookup);
      if (text === undefined) return opaque(value, when, at, tested);
      const unset: Oddity[] =
        value.kind === 'environment' && !value.checked
          ? [{ kind: 'unset-variable', variable: value.name, effect: input.unset, at: value.span }]
          : [];
      return sent('text', when, { kind: 'equals', subject: 'origin', text, at: value.span }, at, {
        ...more,
        oddities: unset,
      });
    }
    case 'list': {
      const [first] = value.items;
      if (first && value.items.length === 1 && !value.rest) return one(first, when, at, tested, input);
      const listed = value.items.flatMap(it =>
        it.kind === 'literal' && typeof it.value === 'string' ? [{ text: it.value, at: it.span }] : [],
      );
      return value.items.length === listed.length && !value.rest
        ? sent('text', when, { ...NONE, at }, at, {
            ...more,
            listed: [{ text: listed.map(it => it.text).join(', '), at: value.span }],
          })
        : opaque(value, when, at, tested);
    }
    case 'test':
      return sent('echo', narrowed(when, input.accept(value.test)), ALL, at, { tested: true });
    case 'part':
      if (isOrigin(value.of) && value.part === 'url-origin')
        return sent('echo', when, negate({ kind: 'equals', subject: 'origin', text: 'null' }), at, { tested: true });
      return untrusted(value.of, when, at, tested) ?? opaque(value, when, at, tested);
    default:
      return untrusted(value, when, at, tested) ?? opaque(value, when, at, tested);
  }
}

const SOURCES: Readonly<Record<string, string>> = { query: 'the query', body: 'the body', params: 'the path' };

/** Something else than `Origin` that the page which sends the request chooses; no page chooses its `Host`. */
function untrusted(value: Value, when: Acceptor, at: Span, tested: boolean): Sent | undefined {
  let source = value;
  while (source.kind === 'member' || source.kind === 'part')
    source = source.kind === 'member' ? source.object : source.of;
  if (source.kind !== 'request' || when.kind === 'none') return undefined;
  const what =
    source.part !== 'header'
      ? SOURCES[source.part]
      : /^(referer|x-origin)$/.test(source.name ?? '')
        ? `the \`${source.name}\` header`
        : undefined;
  return what === undefined
    ? undefined
    : sent('echo', when, ALL, at, { tested, oddities: [{ kind: 'untrusted-source', what, at: value.span }] });
}

function opaque(value: Value, when: Acceptor, at: Span, tested: boolean): Sent {
  const why =
    value.kind === 'unknown'
      ? value.why
      : isOwnAddress(value)
        ? 'the address that the server is asked at'
        : value.kind === 'parameter'
          ? `\`${value.name}\` is given by whoever calls`
          : 'a value that is not known';
  const acceptor = dark(value.span, why);
  return {
    ...sent(value.kind !== 'parameter' && onOrigin(value) ? 'echo' : 'unknown', when, acceptor, at, { tested }),
    accepts: acceptor,
    ...(when.kind === 'all' && isOwnAddress(value) ? { oddities: [{ kind: 'own-address', at: value.span }] } : {}),
  };
}

function dark(at: Span, why: string): Acceptor {
  return { kind: 'unknown', why, at };
}
