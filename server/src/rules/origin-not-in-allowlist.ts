import { set } from '../model/edit.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { accepts } from '../origins/ask.ts';
import { branches } from '../origins/branches.ts';
import { parseOrigin } from '../origins/grammar.ts';
import { byPolicy, callsOf, gravity, nameOf, witnessOf } from './calls.ts';
import type { Fix, Rule } from './rule.ts';

export const originNotInAllowlist: Rule = {
  id: 'origin-not-in-allowlist',
  title: 'A page of the workspace is not among the allowed origins',
  severity: 'error',
  severityNote: 'warning where the server’s address is not certain',
  profile: 'recommended',
  why: 'Browsers compare the whole origin: scheme, host and port. `http://localhost:3000` is not `http://localhost:5173`, nor `http://127.0.0.1:3000`, nor `https://localhost:3000`; `https://example.com` is not `https://www.example.com`. Here a page of the workspace calls this server from an origin that its list does not have.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',
  supersedes: ['method-not-allowed', 'header-not-allowed', 'credentials-mismatch'],

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(
      links,
      it => it.refusal?.kind === 'origin' && it.page !== undefined,
    )) {
      const origins = [...new Set(own.flatMap(it => it.page?.origin ?? []))];
      const [origin] = origins;
      // What is written for this page, and is no origin as it stands, is the matter of another rule; so is a preflight without headers.
      if (
        origin === undefined ||
        accepts(policy.origins.acceptor, origin) === true ||
        policy.origins.listed.some(it => it.text !== origin && parseOrigin(it.text).canonical === origin)
      )
        continue;
      const near = nearest(origin, policy);
      const witness = witnessOf(own[0]);
      yield {
        at: policy.origins.at,
        message: `Browsers block pages of \`${origin}\`: ${near ?? 'it is not among the allowed origins'}.`,
        severity: gravity(own, policy),
        related: callsOf(
          own,
          it => `Browsers block \`${nameOf(it)}\`: the server does not allow \`${it.page?.origin}\`.`,
        ),
        ...(witness ? { witness } : {}),
        policy,
        fixes: allow(origins, policy),
      };
    }
  },
};

/** What of a listed origin is another one, where all else is the same. */
function nearest(origin: string, { origins: { listed } }: CorsPolicy): string | undefined {
  const own = new URL(origin);
  for (const { text } of listed) {
    if (!URL.canParse(text)) continue;
    const other = new URL(text);
    const [host, scheme, port] = [
      own.hostname === other.hostname,
      own.protocol === other.protocol,
      own.port === other.port,
    ];
    const given = `allowed is \`${text}\``;
    if (host && scheme && !port) return `${given}, which has another port`;
    if (host && port && !scheme) return `${given}, which has another scheme`;
    if (!host && scheme && port) {
      const bare = (it: URL) => it.hostname.replace(/^www\./, '');
      if (bare(own) === bare(other)) return `${given}, and \`www.\` makes another host`;
      if (isLoopback(own) && isLoopback(other)) return `${given}, which is another name of this machine`;
    }
  }
  return undefined;
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

/** The list with these origins, where it is a list of plain texts and nothing else decides. */
function allow(origins: readonly string[], { origins: own }: CorsPolicy): readonly Fix[] {
  const plain = branches(own.acceptor).every(
    it => it.kind === 'equals' && it.subject === 'origin' && typeof it.text === 'string',
  );
  if (!plain || own.from !== 'written' || !/^(fixed|echo-match)$/.test(own.mode) || own.listed.length === 0) return [];
  const texts = [...own.listed.map(it => it.text), ...origins];
  const title = `Allow ${origins.map(it => `\`${it}\``).join(' and ')}, too`;
  return [{ title, edits: [set('origins', { kind: 'texts', texts: [...new Set(texts)] })], safety: 'review' }];
}
