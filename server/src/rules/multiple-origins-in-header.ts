import { isOrigin, type ProblemKind, parseOrigin } from '../origins/grammar.ts';
import { mismatch, missing } from './blocked.ts';
import { type Faulty, faulty, relatedTo } from './listed.ts';
import type { Fix, Rule } from './rule.ts';
import { breakage } from './severity.ts';

const LISTS: ReadonlySet<ProblemKind> = new Set(['list']);

export const multipleOriginsInHeader: Rule = {
  id: 'multiple-origins-in-header',
  title: 'One text cannot name several origins',
  severity: 'error',
  profile: 'recommended',
  why: 'Access-Control-Allow-Origin holds one origin, `null` or `*`. A list in it equals the origin of no page, so every browser blocks every site, those on the list included. To let in several sites the server answers each with its own origin, and with `Vary: Origin`.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com, https://admin.example.com' }));",
    good: "app.use(cors({ origin: ['https://app.example.com', 'https://admin.example.com'] }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-allow-origin',
  kind: 'breakage',
  supersedes: ['origin-pattern-never-matches'],

  *check(policy) {
    for (const it of faulty(policy, LISTS)) {
      const one = it.parts.map(part => parseOrigin(part).canonical).find(part => part !== undefined);
      // A header line holds one text whatever is written; only a library's option can hold a list.
      const fix = it.variable || (it.sent && !policy.library) ? undefined : split(it);
      yield {
        at: it.listed.at,
        message: it.sent
          ? 'Browsers reject a list: `Access-Control-Allow-Origin` holds one origin.'
          : 'Browsers send one origin at a time, which never equals this list.',
        severity: one ? breakage(policy) : 'warning',
        ...(one ? { witness: it.sent ? mismatch(one, it.listed.text) : missing(one) } : {}),
        related: relatedTo(it, policy),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

/** Only origins as browsers send them are written: what else stands there is for a person to read. */
function split({ listed, parts }: Faulty): Fix | undefined {
  const texts = parts.flatMap(it => parseOrigin(it).canonical ?? []);
  if (texts.length !== parts.length || !texts.every(isOrigin)) return undefined;
  return {
    title: `Write a list of ${texts.length} origins`,
    edits: [{ kind: 'replace', at: listed.at, value: { kind: 'texts', texts } }],
    safety: 'safe',
  };
}
