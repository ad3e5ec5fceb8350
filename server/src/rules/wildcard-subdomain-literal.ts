import { isOrigin, type ProblemKind } from '../origins/grammar.ts';
import type { Span } from '../text/span.ts';
import { mismatch, missing } from './blocked.ts';
import { faulty } from './listed.ts';
import type { Fix, Rule } from './rule.ts';
import { breakage } from './severity.ts';

const STARS: ReadonlySet<ProblemKind> = new Set(['wildcard']);

export const wildcardSubdomainLiteral: Rule = {
  id: 'wildcard-subdomain-literal',
  title: 'A `*` inside an origin is no wildcard',
  severity: 'error',
  profile: 'recommended',
  why: 'Browsers know one wildcard, the `*` that stands alone, and this library has none of its own. `https://*.example.com` is therefore compared letter by letter with what the browser sends, and no page has that origin. Libraries that do know such patterns are not reported.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://*.example.com' }));",
    good: 'app.use(cors({ origin: /^https:\\/\\/([a-z0-9-]+\\.)+example\\.com$/ }));',
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-allow-origin',
  kind: 'breakage',
  supersedes: ['origin-pattern-never-matches'],

  *check(policy) {
    for (const { listed, sent } of faulty(policy, STARS)) {
      const meant = listed.text.replace(/:\*$/, ':3000').replaceAll('*', 'app');
      const fix = pattern(listed.text, listed.at);
      yield {
        at: listed.at,
        message: `Browsers and servers take the \`*\` in \`${listed.text}\` for a letter like any other.`,
        severity: isOrigin(meant) ? breakage(policy) : 'warning',
        ...(isOrigin(meant) ? { witness: sent ? mismatch(meant, listed.text) : missing(meant) } : {}),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

/** `https://*.example.com` and `http://localhost:*` as patterns; what else is meant by a star is not certain. */
function pattern(text: string, at: Span): Fix | undefined {
  const match = /^(https?):\/\/(\*\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)(:\*|:\d+)?$/.exec(text);
  if (!match || (!match[2] && match[4] !== ':*')) return undefined;
  const [, scheme = '', star, host = '', port = ''] = match;
  const before = star ? '([a-z0-9-]+\\.)+' : '';
  const source = `^${scheme}:\\/\\/${before}${host.replaceAll('.', '\\.')}${port === ':*' ? '(:\\d+)?' : port}$`;
  return {
    title: `Let in what \`${text}\` means, by a pattern`,
    edits: [{ kind: 'replace', at, value: { kind: 'pattern', source, flags: '' } }],
    safety: 'review',
  };
}
