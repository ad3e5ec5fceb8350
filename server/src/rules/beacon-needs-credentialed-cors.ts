import { byPolicy, gravity, nameOf, sendsAlways, witnessOf } from './calls.ts';
import type { Rule } from './rule.ts';

export const beaconNeedsCredentialedCors: Rule = {
  id: 'beacon-needs-credentialed-cors',
  title: 'A beacon that needs a preflight goes to a server that does not allow cookies',
  severity: 'error',
  severityNote: 'warning where the page’s origin, or the server’s address, is not certain',
  profile: 'recommended',
  why: '`navigator.sendBeacon` always sends the user’s cookies, and no option changes that. Plain text, forms and URL parameters go out without a question. A Blob of another type, JSON above all, needs a preflight whose answer allows cookies: the page’s own origin by name, and Access-Control-Allow-Credentials: true. With `*` the browser drops the data without a word. `fetch` with `keepalive: true` and `credentials: "omit"` outlives the page as well.',
  cwe: [],
  spec: 'https://w3c.github.io/beacon/#sendbeacon-method',
  kind: 'breakage',

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(links, it => it.refusal?.kind === 'credentials' && sendsAlways(it))) {
      for (const link of own) {
        const { contentType, at } = link.request;
        const wildcard = link.refusal?.kind === 'credentials' && link.refusal.wildcard;
        const witness = witnessOf(link);
        const given = contentType.kind === 'written' ? contentType : undefined;
        yield {
          at: given?.at ?? at,
          message: `Browsers drop \`${nameOf(link)}\`: beacons carry cookies, ${wildcard ? 'which `*` does not allow' : 'which the policy does not allow'}.`,
          severity: gravity([link], policy),
          related: [{ at: wildcard ? policy.origins.at : policy.credentials.at, message: 'This is the policy.' }],
          ...(witness ? { witness } : {}),
          elsewhere: true,
          fixes: given
            ? [
                {
                  title: 'Send it as plain text, which needs no permission',
                  edits: [{ kind: 'replace', at: given.at, value: { kind: 'text', text: 'text/plain' } }],
                  safety: 'review',
                },
              ]
            : [],
        };
      }
    }
  },
};
