import { type CorsPolicy, isForPreflights, known } from '../model/policy.ts';
import { exactFixes } from './exact.ts';
import type { Fix, Rule, Severity } from './rule.ts';
import { inDevelopment, inTests, milder } from './severity.ts';
import { everyone, readsEnvironment, type Way, ways } from './weakness.ts';

export const insecureOriginTrusted: Rule = {
  id: 'insecure-origin-trusted',
  title: 'A page that anyone on the network can change gets in',
  severity: 'warning',
  severityNote: 'warning with credentials; without them information, and in the strict profile only',
  profile: 'recommended',
  why: 'A page that is loaded over plain http can be rewritten by whoever sits between: the owner of the Wi-Fi, a hacked router. Trusting an `http://` origin hands such a page what the server answers over https. Pages of this machine (`http://localhost`) do not cross a network and are not meant here.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https?:\\/\\/app\\.example\\.com$/, credentials: true }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com$/, credentials: true }));',
  },
  cwe: [319, 346],
  spec: 'https://w3c.github.io/webappsec-secure-contexts/#threat-models-risks',
  kind: 'security',

  *check(policy, { profile }) {
    const credentials = known(policy.credentials);
    if (policy.origins.mode === 'any' || everyone(policy)) return;
    if (credentials === false && profile === 'recommended') return;
    const base: Severity = credentials === true && !isForPreflights(policy) ? 'warning' : 'info';
    for (const way of ways(policy)) {
      const { insecure } = way;
      if (!insecure || insecure.standIns.length > 0 || readsEnvironment(way.part)) continue;
      yield {
        at: way.at,
        message: `Anyone on the network can change a page of \`${insecure.witness}\`, which gets in.`,
        severity: inDevelopment(policy) || inTests(policy) || !policy.used ? milder(base) : base,
        witness: { kind: 'origin', origin: insecure.witness },
        fixes: [...exactFixes(way.part, 'insecure'), ...secured(policy, way)],
      };
    }
  },
};

/** Of an origin that is named, the https one; dropped where that is named, too. */
function secured({ origins }: CorsPolicy, { part, at }: Way): readonly Fix[] {
  if (part.kind !== 'equals' || part.subject !== 'origin' || typeof part.text !== 'string') return [];
  const text = part.text.replace(/^http:/, 'https:');
  const listed = origins.listed.find(it => it.at.path === at.path && it.at.start === at.start);
  if (origins.listed.some(it => it.text === text))
    return [{ title: `Remove \`${part.text}\``, edits: [{ kind: 'drop', at: listed?.entry ?? at }], safety: 'review' }];
  const value = { kind: 'text', text } as const;
  return [{ title: `Trust \`${text}\` instead`, edits: [{ kind: 'replace', at, value }], safety: 'review' }];
}
