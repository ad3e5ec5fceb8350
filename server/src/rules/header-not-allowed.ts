import { set } from '../model/edit.ts';
import { known } from '../model/policy.ts';
import { byPolicy, callsOf, gravity, nameOf, witnessOf } from './calls.ts';
import type { Rule } from './rule.ts';

export const headerNotAllowed: Rule = {
  id: 'header-not-allowed',
  title: 'A page sends a header that the policy does not list',
  severity: 'error',
  severityNote: 'warning where the page’s origin, or the server’s address, is not certain',
  profile: 'recommended',
  why: 'Scripts may send a few headers to other origins as they like. For all others (Authorization, a Content-Type of JSON, anything of their own) the browser asks first, and the answer must list each of them in Access-Control-Allow-Headers. Client libraries add some by themselves: `apikey` and `x-client-info` of Supabase, the headers of tracing. One that is missing from the list stops the request before it is sent.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(links, it => it.refusal?.kind === 'headers')) {
      const lost = own.map(it => (it.refusal?.kind === 'headers' ? it.refusal.names : []));
      const names = [...new Set(lost.flat())];
      const shown = names.map(it => `\`${it}\``).join(' and ');
      const list = known(policy.allowedHeaders);
      const texts = list && list.kind !== 'reflect' ? list.names.map(it => it.text) : [];
      const witness = witnessOf(own[0]);
      yield {
        at: policy.allowedHeaders.at,
        message: `Browsers block \`${nameOf(own[0])}\`: the policy does not allow ${shown}.`,
        severity: gravity(own, policy),
        related: callsOf(own, it => `Browsers block \`${nameOf(it)}\`: the server does not allow ${shown}.`),
        ...(witness ? { witness } : {}),
        policy,
        fixes: [
          {
            title: `Allow ${shown}, too`,
            edits: [set('allowedHeaders', { kind: 'texts', texts: [...texts, ...names] })],
            safety: 'review',
          },
        ],
      };
    }
  },
};
