import { type CorsPolicy, known } from '../model/policy.ts';
import { isWithin } from '../model/versions.ts';
import type { Rule } from './rule.ts';
import { breakage, inTests } from './severity.ts';

/** A published hole of a library that sets CORS headers, and whether a policy has the feature that has it. */
interface Advisory {
  readonly library: string;
  /** The versions that have it. */
  readonly versions: string;
  /** The first version that has it no more. */
  readonly fixed: string;
  readonly id: string;
  /** What the library does, after its name. */
  readonly does: string;
  readonly concerns: (policy: CorsPolicy) => boolean;
}

/** Whoever adds one names the advisory; the holes of policies that a rule of their own reports are not listed twice. */
const ADVISORIES: readonly Advisory[] = [
  {
    library: '@koa/cors',
    versions: '<5.0.0',
    fixed: '5.0.0',
    id: 'CVE-2023-49803',
    does: 'lets every site in that asks',
    concerns: ({ origins }) => origins.from === 'default',
  },
  {
    library: 'hono',
    versions: '<4.10.3',
    fixed: '4.10.3',
    id: 'CVE-2025-71381',
    does: 'repeats the `Vary` of the request',
    concerns: ({ origins }) => origins.mode !== 'any' && origins.mode !== 'none',
  },
  {
    library: 'hono',
    versions: '>=4.10.3 <4.12.34',
    fixed: '4.12.34',
    id: 'CVE-2026-69207',
    does: 'hangs on a long list of requested headers',
    concerns: ({ allowedHeaders }) => known(allowedHeaders)?.kind === 'reflect',
  },
  ...['4.5.6', '5.4.12', '6.0.9'].map(
    (fixed): Advisory => ({
      library: 'vite',
      versions: `${fixed.startsWith('4') ? '' : `>=${fixed[0]}.0.0-0 `}<${fixed}`,
      fixed,
      id: 'CVE-2025-24010',
      does: 'lets every site read from the dev server',
      concerns: ({ origins }) => origins.from === 'default',
    }),
  ),
];

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
