import { type CorsPolicy, known } from '../model/policy.ts';
import type { Rule } from './rule.ts';
import { breakage, inTests } from './severity.ts';

/** A published hole of a library that sets CORS headers, and whether a policy has the feature that has it. */
interface Advisory {
  readonly library: string;
  /** The first version that has it; all before `fixed` where it is not said. */
  readonly from?: string;
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
    fixed: '5.0.0',
    id: 'CVE-2023-49803',
    does: 'lets every site in that asks',
    concerns: ({ origins }) => origins.from === 'default',
  },
  {
    library: 'hono',
    fixed: '4.10.3',
    id: 'CVE-2025-71381',
    does: 'repeats the `Vary` of the request',
    concerns: ({ origins }) => origins.mode !== 'any' && origins.mode !== 'none',
  },
  {
    library: 'hono',
    from: '4.10.3',
    fixed: '4.12.34',
    id: 'CVE-2026-69207',
    does: 'hangs on a long list of requested headers',
    concerns: ({ allowedHeaders }) => known(allowedHeaders)?.kind === 'reflect',
  },
  ...['4.5.6', '5.4.12', '6.0.9'].map(
    (fixed): Advisory => ({
      library: 'vite',
      from: fixed.startsWith('4') ? '0.0.0' : `${fixed[0]}.0.0`,
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
  why: 'The version that is installed has a published vulnerability in the part that this policy uses, and a later version has it no more. Versions are read from the lockfile or the installed package; where only a range is known, nothing is said.',
  cwe: [1395],
  spec: 'https://github.com/advisories',
  kind: 'security',
  supersedes: ['dev-server-open'],

  *check(policy) {
    const { library } = policy;
    if (!library || library.assumed || inTests(policy)) return;
    const found = ADVISORIES.filter(
      it =>
        it.library === library.name &&
        !isBefore(library.version, it.from ?? '0.0.0') &&
        isBefore(library.version, it.fixed) &&
        it.concerns(policy),
    );
    const [first, ...more] = found;
    if (!first) return;
    const also = more.length > 0 ? ` (and ${more.map(it => it.id).join(', ')})` : '';
    yield {
      at: policy.at,
      message: `\`${library.name}\` ${library.version} ${first.does}: ${first.id}${also}, not in ${first.fixed}.`,
      severity: breakage(policy, 'warning'),
    };
  },
};

function isBefore(version: string, other: string): boolean {
  const [own, limit] = [version, other].map(it => it.split(/[.+-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (own?.[i] || 0) - (limit?.[i] || 0);
    if (difference !== 0) return difference < 0;
  }
  // A release candidate comes before its release.
  return version.includes('-') && !other.includes('-');
}
