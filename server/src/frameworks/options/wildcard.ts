import { ALL } from '../../model/acceptor.ts';
import { type CorsPolicy, known } from '../../model/policy.ts';

/** A policy of a library that answers credentials and `*` with the request's own origin: everybody gets in, with cookies. */
export function reflectingWildcard(policy: CorsPolicy): CorsPolicy {
  const { origins, library } = policy;
  if (origins.mode !== 'any' || origins.listed.length > 0 || known(policy.credentials) !== true) return policy;
  const at = origins.from === 'written' ? origins.at : policy.credentials.at;
  return {
    ...policy,
    origins: { ...origins, mode: 'echo-any', acceptor: { ...ALL, at } },
    oddities: [
      ...policy.oddities,
      {
        kind: 'wildcard-reflected',
        at,
        library: library?.name ?? policy.framework,
        version: library?.version ?? '',
      },
    ],
  };
}

/** The same where credentials only count as true, and are sent as another text that browsers do not take for a yes. */
export function reflectingByTruth(policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  const counts = policy.oddities.some(it => it.kind === 'credentials-not-true');
  return counts && origins.mode === 'any' && origins.listed.length === 0
    ? { ...policy, origins: { ...origins, mode: 'echo-any' } }
    : reflectingWildcard(policy);
}
