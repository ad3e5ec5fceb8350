import type { Oddity } from '../model/oddity.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { byDefault } from './by-default.ts';
import type { Report, Rule } from './rule.ts';
import { breakage, milder } from './severity.ts';

type Unknown = Extract<Oddity, { kind: 'unknown-option' }>;

export const unknownOption: Rule = {
  id: 'unknown-option',
  title: 'The library does not know this option',
  severity: 'warning',
  severityNote:
    'error where nobody gets in, or any site with cookies, because of it; info where the name resembles no option of the library',
  profile: 'recommended',
  why: 'CORS libraries ignore options that they do not know, and they do not agree on names: `origin` in one is `origins` or `allowOrigin` in another. What was meant to be a restriction is then not there at all, and the default takes its place, which for the origin usually means every website.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origins: ['https://app.example.com'] }));",
    good: "app.use(cors({ origin: ['https://app.example.com'] }));",
  },
  cwe: [1188],
  spec: 'https://github.com/expressjs/cors#configuration-options',
  kind: 'breakage',

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'unknown-option') continue;
      const { nearest, at, former, entry } = oddity;
      if (former) {
        yield {
          at,
          message: goneMessage(oddity, former),
          severity: breakage(policy, 'warning'),
          fixes: former.rewrite
            ? [
                {
                  title: `Give the origins as \`${former.successor}\``,
                  edits: [{ kind: 'rewrite', at: entry, source: former.rewrite }],
                  safety: 'review',
                },
              ]
            : [],
        };
        continue;
      }
      yield {
        at,
        ...outcomeOf(policy, oddity),
        fixes:
          nearest && !written(policy, oddity)
            ? [{ title: `Rename to \`${nearest}\``, edits: [{ kind: 'rename', at, name: nearest }], safety: 'review' }]
            : [],
      };
    }
  },

  *checkApp({ misplaced = [], inTests }) {
    for (const { name, of, at, rewrite } of misplaced)
      yield {
        at,
        message: `Browsers hide this response: ${of} ignores \`${name}\`, and takes headers below \`headers\` alone.`,
        severity: milder('warning', inTests ? 1 : 0),
        fixes: rewrite
          ? [{ title: 'Put it below `headers`', edits: [{ kind: 'rewrite', ...rewrite }], safety: 'review' }]
          : [],
      };
  },
};

/** A library had the option once. */
function goneMessage({ name }: Unknown, former: NonNullable<Unknown['former']>): string {
  const version = former.goneIn.replace(/(\.0)+$/, '');
  return name.endsWith('()')
    ? `The program ends here: since version ${version} \`${former.of}\` has no \`${name}\`, but \`${former.successor}\`.`
    : `Since version ${version} \`${former.of}\` ignores \`${name}\`: \`${former.successor}\` took its place.`;
}

/** What comes of the option being ignored. */
function outcomeOf(policy: CorsPolicy, { field, nearest, name }: Unknown): Omit<Report, 'at'> {
  const { origins } = policy;
  const library = policy.library?.name ?? policy.framework;
  if (field === 'origins' && origins.from === 'default' && origins.mode !== 'none')
    return byDefault(policy, `\`${library}\` ignores \`${name}\``);
  return {
    message: `\`${library}\` ignores \`${name}\`, which is none of its options.`,
    severity: breakage(policy, nearest ? 'warning' : 'info'),
  };
}

/** Whether the real option is there as well. */
function written({ origins, ...policy }: CorsPolicy, { field }: Unknown): boolean {
  if (!field) return false;
  return field === 'origins' ? origins.from === 'written' : policy[field].kind === 'written';
}
