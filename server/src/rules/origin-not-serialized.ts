import type { CorsPolicy } from '../model/policy.ts';
import type { ProblemKind } from '../origins/grammar.ts';
import { mismatch, missing } from './blocked.ts';
import { type Faulty, faulty, report } from './listed.ts';
import type { QuotedPattern } from './quoted-pattern.ts';
import type { Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';

const SAYS: Partial<Record<ProblemKind, string>> = {
  whitespace: 'without spaces around them',
  quotes: 'without quotes',
  'no-scheme': 'with their scheme',
  'malformed-scheme': 'with `://` after their scheme',
  'upper-case': 'in lower case',
  userinfo: 'without a user name',
  'default-port': 'without the default port',
  port: 'with a plain port number',
  'unicode-host': 'in Punycode',
  'percent-encoding': 'without percent signs',
  'address-form': 'with the address in its short form',
  host: 'with a host that exists',
};
const KINDS: ReadonlySet<ProblemKind> = new Set([
  ...(Object.keys(SAYS) as ProblemKind[]),
  'scheme-never-sent',
  'not-an-origin',
]);

/** What people write who want to let nobody in. */
const NOBODY =
  /^(none|no|false|off|deny|denied|reject(ed)?|forbidden|blocked|disallowed|not-?allowed|invalid|undefined|-)?$/i;

export const originNotSerialized: Rule = {
  id: 'origin-not-serialized',
  title: 'Browsers write this origin differently',
  severity: 'error',
  severityNote: 'info where the right form stands beside it; warning where it is unclear what is meant',
  profile: 'recommended',
  why: 'Browsers send an origin in exactly one form: scheme and host in lower case, `://` between them, the port only if it is not the usual one, international names in Punycode. The comparison is made letter by letter, so every other way of writing it matches nothing, and the page is blocked.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: ['app.example.com', 'https://Example.com:443'] }));",
    good: "app.use(cors({ origin: ['https://app.example.com', 'https://example.com'] }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#origin-header',
  kind: 'breakage',
  supersedes: ['origin-pattern-never-matches'],

  *check(policy) {
    for (const it of faulty(policy, KINDS)) {
      if (NOBODY.test(it.listed.text.trim())) continue;
      if (it.pattern) {
        yield quoted(policy, it, it.pattern);
        continue;
      }
      const found = report(policy, it, says(it));
      yield it.canonical ? found : { ...found, severity: 'warning' };
    }
  },
};

/** A pattern in quotes is a text like any other; between slashes it is what was meant. */
function quoted(policy: CorsPolicy, { listed, sent }: Faulty, { source, meant }: QuotedPattern): Report {
  const text = listed.text.length > 60 ? `${listed.text.slice(0, 59)}…` : listed.text;
  return {
    at: listed.at,
    message: `In quotes a pattern is ${sent ? 'sent as it stands, and browsers refuse it' : 'compared letter by letter, and matches nothing'}: \`${text}\`.`,
    severity: meant === undefined ? 'warning' : breakage(policy),
    ...(meant === undefined ? {} : { witness: sent ? mismatch(meant, listed.text) : missing(meant) }),
    fixes:
      source === undefined
        ? []
        : [
            {
              title: `Let in what \`${text}\` means, by a pattern`,
              edits: [{ kind: 'replace', at: listed.at, value: { kind: 'pattern', source, flags: '' } }],
              safety: 'review',
            },
          ],
  };
}

function says({ problem, listed, variable }: Faulty): string {
  const text = listed.text.length > 40 ? `${listed.text.slice(0, 39)}…` : listed.text;
  if (variable?.json) return `Nothing parses the JSON in \`${variable.name}\`, so \`${text}\` never matches.`;
  const how = SAYS[problem.kind];
  if (problem.kind === 'scheme-never-sent')
    return `Browsers send no origin of this scheme, so \`${text}\` never matches.`;
  return how
    ? `Browsers send origins ${how}, so \`${text}\` never matches.`
    : `Browsers never send \`${text}\`, which is no origin.`;
}
