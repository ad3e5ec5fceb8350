import type { OriginEffect } from '../model/oddity.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { accepts } from '../origins/ask.ts';
import type { Span } from '../text/span.ts';
import { ATTACKER } from './attacker.ts';
import { mismatch, missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Fix, Rule, Severity, Witness } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage, exposure } from './severity.ts';
import { somebody } from './weakness.ts';

export const originOptionMisread: Rule = {
  id: 'origin-option-misread',
  title: 'The library reads this origin otherwise than it looks',
  severity: 'error',
  severityNote: 'warning where everybody gets in, but not with cookies, or where CORS is switched off',
  profile: 'recommended',
  why: 'Each CORS library has its own idea of what an origin option may be. A Set or an object given to `cors` counts as true and lets every website in; a list that holds only `*` matches nobody; a function of the wrong shape never answers and leaves every request hanging. None of them complains.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: new Set(['https://app.example.com']) }));",
    good: "app.use(cors({ origin: ['https://app.example.com'] }));",
  },
  cwe: [942, 1188],
  spec: 'https://github.com/expressjs/cors#configuration-options',
  kind: 'breakage',
  supersedes: [
    'reflect-any-origin',
    'wildcard-origin',
    'origin-pattern-never-matches',
    'origin-not-serialized',
    'wildcard-with-credentials',
    'wildcard-subdomain-literal',
    'missing-vary-origin',
  ],

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'origin-misread') continue;
      const { given, effect, at, rewrite } = oddity;
      // A value that counts as true lets everybody in only where it is given for everybody.
      if (opens(effect) && policy.origins.mode !== 'any' && accepts(policy.origins.acceptor, ATTACKER) !== true)
        continue;
      const library = policy.library?.name ?? policy.framework;
      const others = effect === 'nobody' && somebody(policy.origins.acceptor).answer !== 'no';
      const isStar = policy.origins.listed.some(it => it.text === '*' && it.at.start === at.start);
      const seen = witness(policy, effect, given);
      yield {
        at,
        message: others
          ? isStar
            ? `Browsers block all other sites: in a list, \`*\` is no wildcard for \`${library}\`.`
            : `Browsers block the sites of \`${given}\`: in a list, it matches no origin for \`${library}\`.`
          : says(effect, given, library),
        severity: others ? breakage(policy, 'warning') : severity(policy, effect),
        ...(seen ? { witness: seen } : {}),
        fixes: rewrite === undefined ? [] : [fix(at, rewrite)],
      };
    }
  },
};

function opens(effect: OriginEffect): boolean {
  return effect === 'reflects-everyone' || effect === 'any';
}

function says(effect: OriginEffect, given: string, library: string): string {
  switch (effect) {
    case 'reflects-everyone':
      return `Any site gets in: \`${library}\` accepts every origin when given \`${given}\`.`;
    case 'any':
      return `Any site can read these responses: \`${library}\` sends \`*\` for \`${given}\`.`;
    case 'nobody':
      return `Browsers block every site: for \`${library}\`, \`${given}\` matches no origin.`;
    case 'off':
      return `Browsers block every site: \`${library}\` sends no headers for \`${given}\`.`;
    case 'crashes':
      return `The server does not start: \`${library}\` refuses \`${given}\`.`;
    case 'hangs':
      return `Every request hangs: \`${library}\` waits for a callback that is never called.`;
    case 'literal-header':
      return `Browsers block every site: \`${library}\` sends \`${given}\` as it stands.`;
    case 'error-500':
      return `Every request ends in status 500: \`${library}\` cannot use \`${given}\`.`;
  }
}

function severity(policy: CorsPolicy, effect: OriginEffect): Severity {
  if (effect === 'reflects-everyone') return exposure(policy);
  if (effect === 'any') return known(policy.credentials) === true ? breakage(policy) : exposure(policy);
  return breakage(policy, effect === 'off' ? 'warning' : 'error');
}

function witness(policy: CorsPolicy, effect: OriginEffect, given: string): Witness | undefined {
  if (opens(effect)) return { kind: 'origin', origin: ATTACKER };
  return effect === 'literal-header'
    ? mismatch(somePage(policy), given)
    : missing(somePage(policy), { method: servedMethod(policy) });
}

function fix(at: Span, source: string): Fix {
  const toAll = /^['"`]\*['"`]$/.test(source);
  return {
    title: toAll ? 'Let any site read: `*`' : `Write \`${source.length > 50 ? `${source.slice(0, 49)}…` : source}\``,
    edits: [{ kind: 'rewrite', at, source }],
    safety: 'review',
  };
}
