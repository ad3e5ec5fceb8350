import { exactHost } from './exact.ts';
import { allowed } from './look-alikes.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';
import { everyone, ways } from './weakness.ts';

export const sharedHostingOriginTrusted: Rule = {
  id: 'shared-hosting-origin-trusted',
  title: 'Everyone’s site on a shared host gets in',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'Below names such as `vercel.app`, `netlify.app` or `github.io` anyone gets a site of their own within minutes. A check for the ending lets in all of them, and one for a project’s preview names lets in every project whose name begins alike. The exact host of a deployment is fine; previews can have a domain of their own, or a policy without credentials.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /\\.vercel\\.app$/, credentials: true }));',
    good: "app.use(cors({ origin: 'https://my-app.vercel.app', credentials: true }));",
  },
  cwe: [346, 942],
  spec: 'https://publicsuffix.org/',
  kind: 'security',

  *check(policy) {
    if (policy.origins.mode === 'any' || everyone(policy)) return;
    for (const way of ways(policy)) {
      const { tenant } = way;
      if (!tenant) continue;
      yield {
        at: way.at,
        message: `Anyone can have a site on \`${tenant.suffix}\`: \`${tenant.witness}\` gets in.`,
        severity: exposure(policy),
        related: allowed(policy),
        witness: { kind: 'origin', origin: tenant.witness },
        fixes: exactHost(way.part, tenant.suffix),
      };
    }
  },
};
