import { remove, set } from '../model/edit.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { ask } from '../origins/ask.ts';
import { isOrigin } from '../origins/grammar.ts';
import type { Fix, RuleContext } from './rule.ts';

/** Stands for the reader's own origin where the workspace names none. */
const OWN_ORIGIN = 'https://app.example.com';

export function stopCredentials(title = 'Stop allowing credentials'): Fix {
  return { title, edits: [remove('credentials')], safety: 'safe' };
}

/** Names the origins that may read: those that other policies of the same package name, or a place to put them. */
export function nameOrigins(policy: CorsPolicy, context: RuleContext): Fix {
  const texts = frontEnds(policy, context);
  const title =
    texts.length === 1 ? `Allow only \`${texts[0]}\`` : `Allow only the ${texts.length} origins named elsewhere`;
  return { title, edits: [set('origins', { kind: 'texts', texts })], safety: 'review' };
}

/** Everybody may read, as before, but with nobody's cookies. */
export const WITHOUT_COOKIES: Fix = {
  title: 'Let any site read, without cookies: `*` and no credentials',
  edits: [set('origins', { kind: 'text', text: '*' }), remove('credentials')],
  safety: 'review',
};

/** An origin that the policy means to let in, or that stands for one. */
export function somePage({ origins }: CorsPolicy): string {
  const named = origins.listed.find(it => isOrigin(it.text) && it.text !== 'null')?.text;
  if (named !== undefined) return named;
  const family = origins.mode === 'echo-match' ? ask(origins.acceptor, 'anything') : undefined;
  return family?.answer === 'yes' && !/attacker|^null$/.test(family.witness) ? family.witness : OWN_ORIGIN;
}

function frontEnds(policy: CorsPolicy, context: RuleContext): readonly string[] {
  const named = [...policy.origins.listed.map(it => it.text), ...context.server.named];
  const fit = [...new Set(named)].filter(
    it => isOrigin(it) && it !== 'null' && !/^http:\/\/(?!localhost|127\.)/.test(it),
  );
  return fit.length > 0 ? fit.slice(0, 5) : [OWN_ORIGIN];
}
