import { entryOf, known } from '../model/policy.ts';
import { wildcard } from './blocked.ts';
import { sendsCredentials } from './clients.ts';
import { starBesideCredentials } from './combined.ts';
import { nameOrigins, somePage, stopCredentials } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const wildcardWithCredentials: Rule = {
  id: 'wildcard-with-credentials',
  title: 'A wildcard origin does not work with credentials',
  severity: 'error',
  severityNote: 'warning where nothing in the workspace logs in with cookies',
  profile: 'recommended',
  why: 'When a request carries cookies or HTTP authentication, the browser compares Access-Control-Allow-Origin with the origin of the page. The literal `*` equals no origin, so the page never sees the response, although the server has done the work. Requests without credentials go through, which is why it works in a first test.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: '*', credentials: true }));",
    good: "app.use(cors({ origin: 'https://app.example.com', credentials: true }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
  kind: 'breakage',
  supersedes: [
    'wildcard-origin',
    'needless-credentials',
    'open-fallback',
    'wildcard-on-private-surface',
    'credentials-mismatch',
  ],

  *check(policy, context) {
    const { origins, credentials } = policy;
    if (origins.mode !== 'any' || known(credentials) !== true) return;
    const written = origins.from === 'written';
    // Where both are the library's defaults, nobody asked for cookies.
    if (!written && credentials.kind === 'default') return;
    yield {
      at: written ? origins.at : credentials.at,
      message: 'Browsers reject `*` for requests that carry credentials.',
      severity: breakage(policy, sendsCredentials(policy, context) === false ? 'warning' : 'error'),
      related: written
        ? [{ at: entryOf(credentials), message: 'Credentials are allowed here.' }]
        : [{ at: origins.at, message: 'Without an origin, `*` is sent.' }],
      witness: wildcard(somePage(policy, context)),
      // Whoever writes `credentials` wants cookies: naming the origin comes first.
      fixes: [...nameOrigins(policy, context), stopCredentials(policy, context)],
    };
  },

  *checkApp(app, context) {
    for (const { star, beside } of starBesideCredentials(app, context.policies)) {
      const { origins } = star;
      const written = origins.from === 'written';
      yield {
        at: written ? origins.at : beside.credentials.at,
        message: 'Browsers reject `*` for requests that carry credentials.',
        severity: breakage(star, sendsCredentials(star, context) === false ? 'warning' : 'error'),
        related: written
          ? [{ at: entryOf(beside.credentials), message: 'Credentials are allowed here.' }]
          : [{ at: origins.at, message: 'Without an origin, `*` is sent.' }],
        witness: wildcard(somePage(star, context)),
        policy: star,
        fixes: nameOrigins(star, context),
      };
    }
  },
};
