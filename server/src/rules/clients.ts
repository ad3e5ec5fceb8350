import { type CorsPolicy, known } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import type { RuleContext } from './rule.ts';

/**
 * Whether pages of the workspace send credentials to what this policy answers. `false` where such requests are seen, and of each it is
 * known that it sends none; undefined where none is seen, or one is not known.
 */
export function sendsCredentials(policy: CorsPolicy, { links }: Pick<RuleContext, 'links'>): boolean | undefined {
  const modes = links
    .filter(({ answer }) => answer.kind === 'policy' && comparePlaces(answer.policy.at, policy.at) === 0)
    .map(it => known(it.request.credentials));
  if (modes.includes('include')) return true;
  return modes.length > 0 && modes.every(it => it !== undefined) ? false : undefined;
}
