import { known } from '../model/policy.ts';
import type { Rule } from './rule.ts';
import { inDevelopment, inTests } from './severity.ts';
import { everyone, ways } from './weakness.ts';

export const allSubdomainsTrusted: Rule = {
  id: 'all-subdomains-trusted',
  title: 'Every sub-domain gets in',
  severity: 'info',
  severityNote: 'hint without credentials',
  profile: 'strict',
  why: 'One sub-domain that is forgotten, taken over or open to cross-site scripting is enough to read everything here, and because sub-domains are the same site, cookies that are SameSite=Lax or Strict are sent along. Where each customer has a sub-domain there may be no other way; a suppression with that reason says so.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https:\\/\\/([a-z0-9-]+\\.)*example\\.com$/, credentials: true }));',
    good: "app.use(cors({ origin: ['https://app.example.com', 'https://admin.example.com'], credentials: true }));",
  },
  cwe: [346],
  spec: 'https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#cross-origin-resource-sharing',
  kind: 'security',

  *check(policy) {
    if (policy.origins.mode === 'any' || everyone(policy) || inDevelopment(policy) || inTests(policy)) return;
    for (const way of ways(policy)) {
      const { subdomains } = way;
      if (!subdomains) continue;
      yield {
        at: way.at,
        message: `Every sub-domain of \`${subdomains.domain}\` gets in: \`${subdomains.witness}\`.`,
        severity: known(policy.credentials) === true ? 'info' : 'hint',
        witness: { kind: 'origin', origin: subdomains.witness },
      };
    }
  },
};
