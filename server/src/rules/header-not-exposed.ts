import { isReadable } from '../fetch/headers.ts';
import { set } from '../model/edit.ts';
import { known } from '../model/policy.ts';
import { byPolicy, nameOf } from './calls.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const headerNotExposed: Rule = {
  id: 'header-not-exposed',
  title: 'A page reads a response header that the policy does not expose',
  severity: 'warning',
  profile: 'recommended',
  why: 'Of a response of another origin, scripts see a handful of headers: Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma. For all others `get` gives null, silently, although the network panel shows them, unless the response lists them in Access-Control-Expose-Headers. ETag, Location, Content-Disposition, X-Total-Count and Retry-After are the ones that people miss.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name',
  kind: 'breakage',

  *checkLinks(links) {
    const asks = byPolicy(links, it => !it.refusal && it.request.reads.headers.length > 0);
    for (const { policy, links: own } of asks) {
      const list = known(policy.exposedHeaders);
      if (!list || list.kind === 'reflect') continue;
      const exposed = list.kind === 'any' ? ['*', ...list.names.map(it => it.text)] : list.names.map(it => it.text);
      const lost = own.flatMap(link =>
        link.request.reads.headers
          .filter(it => !isReadable(it.name, exposed, known(link.request.credentials) === 'include'))
          .map(it => ({ ...it, link })),
      );
      const [first] = lost;
      if (!first) continue;
      const names = [...new Set(lost.map(it => it.name))];
      const shown = names.map(it => `\`${it}\``).join(' and ');
      yield {
        at: policy.exposedHeaders.at,
        message: `Pages read nothing of ${shown}: the policy does not expose ${names.length > 1 ? 'them' : 'it'}.`,
        severity: breakage(policy, 'warning'),
        related: lost.slice(0, 5).map(it => ({
          at: it.at,
          message: 'This gives null.',
          told: `This gives null: the answer to \`${nameOf(it.link)}\` does not expose \`${it.name}\`.`,
        })),
        policy,
        fixes: [
          {
            title: `Expose ${shown}`,
            edits: [set('exposedHeaders', { kind: 'texts', texts: [...list.names.map(it => it.text), ...names] })],
            safety: 'review',
          },
        ],
      };
    }
  },
};
