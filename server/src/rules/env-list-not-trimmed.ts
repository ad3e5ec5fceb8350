import { parts } from '../model/acceptor.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { missing } from './blocked.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const envListNotTrimmed: Rule = {
  id: 'env-list-not-trimmed',
  title: 'A space after a comma blocks an origin',
  severity: 'error',
  severityNote: 'error where a value in an .env file has such a space; otherwise info, in the strict profile only',
  profile: 'recommended',
  why: 'A list of origins in an environment variable is split at its commas, and the pieces are compared as they are. Whoever writes a space after a comma, as people do, has an origin with a space in front, which equals none that a browser sends.',
  example: {
    language: 'ts',
    bad: "const origins = process.env.ORIGINS.split(',');\napp.use(cors({ origin: origins }));",
    good: "const origins = process.env.ORIGINS.split(',').map(it => it.trim());\napp.use(cors({ origin: origins }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'breakage',

  *check(policy, { profile }) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'untrimmed-list') continue;
      const { variable, at, rewrite } = oddity;
      const given = values(policy, variable);
      const spaced = given.find(it => it !== it.trim() && it.trim() !== '');
      // Where the value is known, it is known to have no space.
      if (spaced === undefined && given.length > 0) continue;
      if (spaced === undefined && profile === 'recommended') continue;
      yield {
        at,
        message: spaced
          ? `Browsers block \`${spaced.trim()}\`: in \`${variable}\` a space stands beside it.`
          : `Browsers block an origin that stands beside a space in \`${variable}\`.`,
        severity: breakage(policy, spaced ? 'error' : 'info'),
        ...(spaced ? { witness: missing(spaced.trim()) } : {}),
        fixes: rewrite
          ? [{ title: 'Trim the entries', edits: [{ kind: 'rewrite', at, source: rewrite }], safety: 'safe' }]
          : [],
      };
    }
  },
};

/** The entries that the workspace's `.env*` files give the variable. */
function values({ origins }: CorsPolicy, variable: string): readonly string[] {
  return [...parts(origins.acceptor)].flatMap(it =>
    'text' in it && typeof it.text !== 'string' && it.text.env === variable ? (it.text.values ?? []) : [],
  );
}
