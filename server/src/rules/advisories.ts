import { type CorsPolicy, known } from '../model/policy.ts';

/** A published hole of a library that sets CORS headers, and whether a policy has the feature that has it. */
export interface Advisory {
  /** The name of the package, which is data here. */
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
export const ADVISORIES: readonly Advisory[] = [
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
