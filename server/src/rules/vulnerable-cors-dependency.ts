import { isWithin } from '../model/versions.ts';
import { ADVISORIES } from './advisories.ts';
import type { Rule } from './rule.ts';
import { breakage, inTests } from './severity.ts';

export const vulnerableCorsDependency: Rule = {
  id: 'vulnerable-cors-dependency',
  title: 'This version of the CORS library has a known hole',
  severity: 'warning',
  profile: 'recommended',
  why: 'The version that is installed has a published vulnerability in the part that this policy uses, and a later version has it no more. Versions are read from the lockfile or the installed package; of a range it is told where every version within it has the hole.',
  cwe: [1395],
  spec: 'https://github.com/advisories',
  kind: 'security',
  supersedes: ['dev-server-open'],

  *check(policy, context) {
    const { library, details } = policy;
    if (!library || inTests(policy) || details?.started === false) return;
    const found = ADVISORIES.filter(
      it => it.library === library.name && isWithin(library, it.versions) === true && it.concerns(policy),
    );
    const [first, ...more] = found;
    if (!first) return;
    const also = more.length > 0 ? ` (and ${more.map(it => it.id).join(', ')})` : '';
    const version = library.range ?? library.version;
    yield {
      at: policy.at,
      message: `\`${library.name}\` ${version} ${first.does}: ${first.id}${also}, not in ${first.fixed}.`,
      severity: breakage(policy, 'warning'),
      // One update mends it for everything that the lockfile gives this version to.
      once: `${library.name} ${version} ${library.lockedBy ?? context.server.home ?? ''}`,
    };
  },
};
