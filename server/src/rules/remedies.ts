import { remove, set } from '../model/edit.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { accepts } from '../origins/ask.ts';
import { isOrigin, parseOrigin } from '../origins/grammar.ts';
import { isLoopback, isPrivateNetwork } from '../origins/suffixes.ts';
import { comparePlaces } from '../text/span.ts';
import { sendsCredentials } from './clients.ts';
import type { Fix, RuleContext } from './rule.ts';
import { holdsInProduction } from './severity.ts';
import { somebody } from './weakness.ts';

/** Stands for the reader's own origin where the workspace names none. */
export const OWN_ORIGIN = 'https://app.example.com';

/** Safe only where every client of the workspace is known to send none. */
export function stopCredentials(policy: CorsPolicy, context: RuleContext): Fix {
  return {
    title: 'Stop allowing credentials',
    edits: [remove('credentials')],
    safety: sendsCredentials(policy, context) === false ? 'safe' : 'review',
  };
}

/** Names the origins that may read: those that the package names for its pages, or a place to type them. */
export function nameOrigins(policy: CorsPolicy, context: RuleContext): readonly Fix[] {
  const texts = frontEnds(policy, context);
  const edits = (names: readonly string[]) => [set('origins', { kind: 'texts', texts: names })];
  if (texts.length === 0)
    return [
      {
        title: 'Allow only the origin of your page',
        edits: edits([OWN_ORIGIN]),
        safety: 'review',
        placeholder: OWN_ORIGIN,
      },
    ];
  const title =
    texts.length === 1 ? `Allow only \`${texts[0]}\`` : `Allow only the ${texts.length} origins named elsewhere`;
  return [{ title, edits: edits(texts), safety: 'review' }];
}

/** Everybody may read, as before, but with nobody's cookies. */
export const WITHOUT_COOKIES: Fix = {
  title: 'Let any site read, without cookies: `*` and no credentials',
  edits: [set('origins', { kind: 'text', text: '*' }), remove('credentials')],
  safety: 'review',
};

/** An origin that the policy means to let in, that its package names, or that stands for one. */
export function somePage(policy: CorsPolicy, context?: RuleContext): string {
  const { origins } = policy;
  const own = policy.ownOrigins ?? [];
  const named = origins.listed.find(it => isOrigin(it.text) && it.text !== 'null' && !own.includes(it.text))?.text;
  if (named !== undefined) return named;
  const family = origins.mode === 'echo-match' ? somebody(origins.acceptor) : undefined;
  if (family?.answer === 'yes' && !/attacker|^null$/.test(family.witness)) return family.witness;
  const front = context && frontEnds(policy, context).find(it => !own.includes(it));
  return front ?? (own.includes(OWN_ORIGIN) ? 'https://www.example.org' : OWN_ORIGIN);
}

/** Whether a policy lets in pages of its own server alone, which need no header. */
export function isForOwnPages({ origins: { mode, listed }, ownOrigins = [] }: CorsPolicy): boolean {
  return mode === 'fixed' && listed.length > 0 && listed.every(it => ownOrigins.includes(it.text));
}

/** The origins that may be those of pages. What only a developer's machine serves is for a policy that only development has. */
function frontEnds(policy: CorsPolicy, { server, links }: RuleContext): readonly string[] {
  const asking = links.filter(
    ({ answer }) => answer.kind === 'policy' && comparePlaces(answer.policy.at, policy.at) === 0,
  );
  const pages = asking.flatMap(it => it.page?.origin ?? []);
  const named = [...policy.origins.listed.map(it => it.text), ...pages, ...server.named];
  const forProduction = holdsInProduction(policy);
  return [...new Set(named)]
    .filter(it => {
      const host = isOrigin(it) && it !== 'null' ? parseOrigin(it).origin?.host : undefined;
      // Who is refused by name is not to be let in, nor who may be.
      if (host === undefined || accepts(policy.origins.acceptor, it) !== true) return false;
      const local = isLoopback(host) || isPrivateNetwork(host);
      return local ? !forProduction : !it.startsWith('http:');
    })
    .slice(0, 5);
}
