import type { CorsPolicy } from '../model/policy.ts';
import type { Project } from '../syntax/project.ts';
import { rewritesOfOrigin } from '../syntax/rewritten.ts';
import { type Read, withPolicies } from './guarded.ts';

/** Policies below code that gives the requests another `Origin`, or takes it off: whom they let in is not told by what they ask. */
export function withRewrittenOrigin(read: Read, path: string, project: Project): Read {
  const file = read.policies.some(asksOrigin) ? project.code(path) : undefined;
  const [first] = file ? rewritesOfOrigin(file) : [];
  if (first === undefined) return read;
  // The policies of the steps are those of the file.
  const others = new Map<CorsPolicy, CorsPolicy>();
  return withPolicies(read, policy => {
    if (!asksOrigin(policy) || policy.at.path !== path || policy.at.start < first) return policy;
    const other = others.get(policy) ?? unknown(policy);
    others.set(policy, other);
    return other;
  });
}

function asksOrigin({ origins }: CorsPolicy): boolean {
  return origins.mode === 'echo-any' || origins.mode === 'echo-match' || origins.mode === 'fallback';
}

function unknown({ behaviour: _, written: __, ...policy }: CorsPolicy): CorsPolicy {
  const { at, entry, from } = policy.origins;
  return {
    ...policy,
    origins: {
      mode: 'dynamic',
      acceptor: { kind: 'unknown', why: 'code above gives requests another `Origin`', at },
      listed: [],
      at,
      ...(entry ? { entry } : {}),
      from,
    },
  };
}
