import { answer } from '../fetch/answer.ts';
import type { App } from '../model/app.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { endpointsOf } from './answering.ts';
import { somePage } from './remedies.ts';

/** The methods that proofs speak of, the plainest first. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What is not there, or not for this method. */
const NOT_SERVED = new Set([404, 405, 501]);

/** A method that is answered where a policy stands: one that it is mounted for, or that its code does not turn away from everybody. */
export function servedMethod(policy: CorsPolicy): string {
  const mounted = policy.scope.methods?.filter(it => it !== 'OPTIONS') ?? [];
  if (mounted.length > 0) return METHODS.find(it => mounted.includes(it)) ?? (mounted[0] as string);
  if (!policy.written) return 'GET';
  const origin = somePage(policy);
  const isServed = (method: string) => {
    const given = answer(policy, { method, origin });
    return !given.known || !NOT_SERVED.has(given.status);
  };
  return METHODS.find(isServed) ?? 'GET';
}

/** A request that an application has a route for: JSON that is sent to it where it takes any, as errors are told for. */
export function requestTo(app: App): { readonly method: string; readonly headers: readonly string[] } {
  const named = app.steps.flatMap(it =>
    it.kind === 'route' ? [it.method] : endpointsOf(it).map(own => own.route.method),
  );
  const methods = new Set(named);
  if (methods.size === 0 || methods.has('POST') || methods.has('ALL'))
    return { method: 'POST', headers: ['content-type'] };
  const method = METHODS.find(it => it !== 'GET' && methods.has(it));
  return method === undefined ? { method: 'GET', headers: [] } : { method, headers: ['content-type'] };
}
