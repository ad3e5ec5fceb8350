import { type CorsPolicy, known } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import type { RuleContext } from './rule.ts';

/**
 * Whether pages of the workspace send credentials to what this policy answers. `false` where such requests are seen, and of each it is
 * known that it sends none; undefined where none is seen, or one is not known.
 */
export function sendsCredentials(policy: CorsPolicy, { links }: Pick<RuleContext, 'links'>): boolean | undefined {
  const own = links.filter(
    ({ answer }) => answer.kind === 'policy' && comparePlaces(answer.policy.at, policy.at) === 0,
  );
  const modes = own.map(it => known(it.request.credentials));
  if (modes.includes('include')) return true;
  // A route that sets a cookie means it to come back.
  if (own.some(it => it.route?.cookies)) return undefined;
  return modes.length > 0 && modes.every(it => it !== undefined) ? false : undefined;
}
