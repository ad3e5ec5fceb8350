import type { CorsPolicy } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import type { CallSite } from '../../syntax/code.ts';
import { type Entry, property, type Value } from '../../syntax/value.ts';

/** The last argument of a call that is an object with this property. */
export function argumentWith(call: Pick<CallSite, 'args'>, key: string): Entry | undefined {
  for (const it of [...call.args].reverse()) {
    const entry = it.kind === 'record' ? property(it, key) : undefined;
    if (entry) return entry;
  }
  return undefined;
}

/** Options in whose place `true` may stand for the defaults and `false` for none; undefined where they are switched off. */
export function switchable(value: Value): Value | undefined {
  const read = (it: Value): Value | undefined => {
    if (it.kind !== 'literal') return it;
    return it.value ? { kind: 'literal', value: undefined, span: it.span } : undefined;
  };
  if (value.kind !== 'choice') return read(value);
  const branches = branchesOf(value).flatMap(({ when, value: it }) => {
    const options = read(it);
    return options ? [{ when, value: options }] : [];
  });
  return branches.length > 0 ? { ...value, branches } : undefined;
}

/** What another server makes of the requests that the library leaves to it. */
export interface Host {
  /** The status of an `OPTIONS` request that nobody takes; not known where it is not said. */
  readonly unanswered?: number;
  /** The same on a path without any route; 404 where it is not said. */
  readonly unansweredNotFound?: number;
  /** The status of a request whose origin callback hands over an error; 500 where it is not said. */
  readonly failed?: number;
}

/** A policy of a library that runs elsewhere, behind another server than its own. */
export function hostedBy(policy: CorsPolicy, host: Host): CorsPolicy {
  const { behaviour, ways } = policy;
  const { unanswered, unansweredNotFound, failed } = host;
  if (ways) return { ...policy, ways: ways.map(it => ({ ...it, policy: hostedBy(it.policy, host) })) };
  if (!behaviour) return policy;
  const { unanswered: _, ...preflight } = behaviour.preflight;
  return {
    ...policy,
    behaviour: {
      ...behaviour,
      preflight: {
        ...preflight,
        ...(unanswered === undefined ? {} : { unanswered }),
        ...(unansweredNotFound === undefined ? {} : { unansweredNotFound }),
      },
      allowOrigin: { ...behaviour.allowOrigin, ...(failed === undefined ? {} : { failedStatus: failed }) },
    },
  };
}
