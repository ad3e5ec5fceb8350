import { type PolicyEdit, set } from '../model/edit.ts';
import { byPolicy, callsOf, gravity, nameOf, sendsAlways, witnessOf } from './calls.ts';
import { cookiesLeftBehind } from './cookies-left-behind.ts';
import type { Fix, Rule } from './rule.ts';

export const credentialsMismatch: Rule = {
  id: 'credentials-mismatch',
  title: 'A page and its server do not agree on cookies',
  severity: 'error',
  severityNote:
    'warning where the page’s origin or the server’s address is not certain, and where the page alone sends no cookies',
  profile: 'recommended',
  why: 'With `credentials: "include"` or `withCredentials` the browser sends the user’s cookies, and shows the page the answer only where it carries Access-Control-Allow-Credentials: true and names the page’s own origin. The wildcard allows nobody’s cookies. Where the server says less, the call is blocked although it works without cookies. The other way round nothing is blocked: a call without credentials goes out without cookies, and the browser drops those that its answer sets.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(
      links,
      it => it.refusal?.kind === 'credentials' && !sendsAlways(it),
    )) {
      const [first] = own;
      const wildcard = first.refusal?.kind === 'credentials' && first.refusal.wildcard;
      const origins = [...new Set(own.flatMap(it => it.page?.origin ?? []))];
      const what = wildcard ? '`*` allows nobody’s cookies' : 'the policy does not allow cookies';
      const witness = witnessOf(first);
      yield {
        at: wildcard ? policy.origins.at : policy.credentials.at,
        message: `Browsers block \`${nameOf(first)}\` with cookies: ${what}.`,
        severity: gravity(own, policy),
        related: callsOf(own, it => `Browsers block \`${nameOf(it)}\`: the server does not allow cookies.`),
        ...(witness ? { witness } : {}),
        policy,
        fixes: allow(wildcard === true, origins),
      };
    }
    yield* cookiesLeftBehind(links);
  },

  *checkRequest({ cookiesMeant, url }) {
    if (!cookiesMeant || url.to === 'page') return;
    const { at, given, instead } = cookiesMeant;
    yield {
      at,
      message: `No cookies go along to another origin in spite of ${given}: ${instead}.`,
      severity: url.to === 'elsewhere' ? 'warning' : 'info',
    };
  },
};

/** Cookies for those who may read now; the wildcard has to become the pages that are known. */
function allow(wildcard: boolean, origins: readonly string[]): readonly Fix[] {
  if (wildcard && origins.length === 0) return [];
  const named: readonly PolicyEdit[] = wildcard ? [set('origins', { kind: 'texts', texts: origins })] : [];
  const title = wildcard ? `Allow cookies, and only ${origins.map(it => `\`${it}\``).join(' and ')}` : 'Allow cookies';
  return [{ title, edits: [...named, set('credentials', { kind: 'boolean', value: true })], safety: 'review' }];
}
