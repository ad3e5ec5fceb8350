import type { Acceptor } from '../../model/acceptor.ts';
import type { OriginEffect } from '../../model/oddity.ts';
import type { CorsPolicy, PolicyWay } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { and, not, or, testsOrigin } from '../../syntax/test.ts';
import { property, type RecordValue, type Test, type Value } from '../../syntax/value.ts';
import { type OptionsInput, policiesOf } from '../options/policy.ts';
import { acceptorOf, asksVariable, isOrigin, type Lookup } from './acceptor.ts';

const EVERY = ['preflight', 'options', 'actual'] as const;

/** The most ways that are told apart within one object. */
const MOST = 16;

/** The exact answers of one way: the options that are handed over, split where a condition decides within them. */
export function waysOf(when: Test, options: Value, input: OptionsInput): readonly PolicyWay[] {
  const parts = branchesOf(options).flatMap(it =>
    it.value.kind === 'record' ? split(it.value).map(part => ({ ...part, when: and(it.when, part.when) })) : [it],
  );
  if (parts.length > MOST) return one(when, options, input);
  return parts.flatMap(it => one(and(when, it.when), it.value, input));
}

interface Part<T extends Value = Value> {
  readonly when: Test;
  readonly value: T;
}

/** An object without choices for each way through the choices of its entries. */
function split(record: RecordValue): readonly Part<RecordValue>[] {
  const start: readonly Part<RecordValue>[] = [
    { when: { kind: 'constant', value: true }, value: { ...record, entries: [] } },
  ];
  return record.entries.reduce(
    (parts, entry) =>
      parts.flatMap(part =>
        plainBranches(entry.value).map(it => ({
          when: and(part.when, it.when),
          value: { ...part.value, entries: [...part.value.entries, { ...entry, value: it.value }] },
        })),
      ),
    start,
  );
}

/** A way that ends in an error of its own: an error that is handed over, or thrown. */
export function failingWay(when: Test, input: OptionsInput, why: string): readonly PolicyWay[] {
  const options: Value = { kind: 'record', container: 'object', entries: [], span: input.at };
  return one(when, options, input).map(({ policy, ...it }) => ({ ...it, policy: failing(policy, why) }));
}

function failing(policy: CorsPolicy, why: string): CorsPolicy {
  const { behaviour } = policy;
  return behaviour ? { ...policy, behaviour: { ...behaviour, fails: { on: EVERY, status: 500, why } } } : policy;
}

/** A way that no origin takes may be that of a request without one. */
function one(when: Test, options: Value, input: OptionsInput): readonly PolicyWay[] {
  if (when.kind === 'constant' && !when.value) return [];
  const accepts = exactly(when, input.reading.lookup);
  const policies = policiesOf({ ...input, options });
  const lacking = repeatsOrigin(options) ? LACKING[input.semantics.nothing] : undefined;
  return policies.map(policy => ({ when: accepts, policy: lacking ? withoutOrigin(policy, lacking) : policy }));
}

/** `{ origin: req.header('Origin') }`: a request without one makes it no option. */
function repeatsOrigin(options: Value): boolean {
  const origin = options.kind === 'record' ? property(options, 'origin')?.value : undefined;
  return origin?.kind === 'request' && isOrigin(origin) && origin.lackable === true;
}

/** How a request stands whose options have no origin, by what the library makes of that. */
const LACKING: Partial<Record<OriginEffect, 'off' | 'failed'>> = { off: 'off', 'error-500': 'failed' };

function withoutOrigin(policy: CorsPolicy, match: 'off' | 'failed'): CorsPolicy {
  const { behaviour } = policy;
  if (!behaviour) return policy;
  return { ...policy, behaviour: { ...behaviour, allowOrigin: { ...behaviour.allowOrigin, withoutOrigin: match } } };
}

/** A comparison is the `true` and the `false` that it gives. */
function plainBranches(value: Value): readonly Part[] {
  return branchesOf(value).flatMap(it => {
    if (it.value.kind !== 'test') return [it];
    const { test, span } = it.value;
    return [
      { when: and(it.when, test), value: { kind: 'literal', value: true, span } as const },
      { when: and(it.when, not(test)), value: { kind: 'literal', value: false, span } as const },
    ];
  });
}

/** The origins that meet a condition; what it asks beside the origin is not known, other than for a policy's readers. */
function exactly(test: Test, lookup: Lookup): Acceptor {
  return acceptorOf(onlyOnOrigin(test), lookup);
}

function onlyOnOrigin(test: Test): Test {
  switch (test.kind) {
    case 'constant':
      return test;
    case 'not':
      return not(onlyOnOrigin(test.of));
    case 'and':
      return and(...test.of.map(onlyOnOrigin));
    case 'or':
      return or(...test.of.map(onlyOnOrigin));
    default:
      if (testsOrigin(test) || asksVariable(test)) return test;
      return {
        kind: 'unknown',
        why: 'it depends on more of the request than its origin',
        onOrigin: true,
        span: 'span' in test ? test.span : test.of.span,
      };
  }
}
