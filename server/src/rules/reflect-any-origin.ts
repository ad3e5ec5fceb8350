import { type CorsPolicy, entryOf, isForPreflights, known } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import { sendsCredentials } from './clients.ts';
import { credentialsBeside, isWrittenOver } from './combined.ts';
import { sentBy } from './preflights-alone.ts';
import { nameOrigins, stopCredentials, WITHOUT_COOKIES } from './remedies.ts';
import type { Fix, Report, Rule, RuleContext, Severity } from './rule.ts';
import { exposure, milder } from './severity.ts';
import { everyone } from './weakness.ts';

export const reflectAnyOrigin: Rule = {
  id: 'reflect-any-origin',
  title: 'Any website can read these responses',
  severity: 'error',
  severityNote:
    'error with credentials; without them it is as open as `*`, and information; two steps milder where only development runs it; warning for answers to preflights alone, which let every site send and not read',
  profile: 'recommended',
  why: 'The server repeats whatever origin asks in Access-Control-Allow-Origin, so every website is let in. Together with Access-Control-Allow-Credentials a page that a logged-in user happens to visit reads everything that user can read here. With cookies that are SameSite=Lax or Strict the attacker needs a page on the same site, such as a forgotten sub-domain; with SameSite=None, HTTP authentication or client certificates any page will do.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: true, credentials: true }));',
    good: "app.use(cors({ origin: ['https://app.example.com'], credentials: true }));",
  },
  cwe: [942, 346],
  spec: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  kind: 'security',
  supersedes: [
    'origin-prefix-match',
    'origin-suffix-match',
    'origin-substring-match',
    'origin-regex-unescaped-dot',
    'origin-regex-bypass',
    'null-origin-trusted',
    'insecure-origin-trusted',
    'shared-hosting-origin-trusted',
    'all-subdomains-trusted',
    'localhost-or-lan-origin-in-production',
  ],

  *check(policy, context) {
    const witness = policy.origins.mode === 'any' ? undefined : everyone(policy);
    if (!witness || isSpecialCase(policy, context)) return;
    const beside = credentialsBeside(policy, context.apps, context.policies);
    const given = beside?.credentials ?? policy.credentials;
    const credentials = known(given);
    const over = isWrittenOver(policy, context.apps, context.policies);
    if (isForPreflights(policy) || over) {
      const asked = policy.scope.methods?.includes('OPTIONS') ?? true;
      if (!over || (credentials === true && asked)) yield* sending(policy, witness, context);
      return;
    }
    // As good as the `*` that other libraries have for a default, and chosen by nobody.
    if (credentials === false && policy.origins.from === 'default') return;
    const how =
      credentials === true
        ? ' with the user’s cookies'
        : credentials === undefined
          ? ', perhaps with cookies'
          : ', without cookies';
    yield {
      at: policy.origins.at,
      message: `Any site can read these responses${how}: \`${witness}\` is accepted.`,
      severity: severity({ ...policy, credentials: given }, context),
      related: credentials === true ? [{ at: entryOf(given), message: 'Credentials are allowed here.' }] : [],
      witness: { kind: 'origin', origin: witness },
      // What the library does by itself is the hole of that version.
      ...(policy.origins.from === 'default' ? { supersedes: ['vulnerable-cors-dependency'] } : {}),
      fixes: fixes(policy, context),
    };
  },
};

/** By a preflight alone nobody reads, but what browsers ask it for they then send, with the user's cookies. */
function* sending(policy: CorsPolicy, witness: string, context: RuleContext): Iterable<Report> {
  const { at } = policy.origins;
  // Who reads by the same lines is told of in their place.
  const reads = context.policies.some(
    it => it !== policy && !isForPreflights(it) && comparePlaces(it.origins.at, at) === 0 && everyone(it) !== undefined,
  );
  const what = sentBy(policy);
  if (reads || what === undefined) return;
  yield {
    at,
    message: `Any site can send ${what} with the user’s cookies: its preflight accepts \`${witness}\`.`,
    severity: isForPreflights(policy) ? exposure(policy) : milder(exposure(policy)),
    related: [{ at: entryOf(policy.credentials), message: 'Credentials are allowed here.' }],
    witness: { kind: 'origin', origin: witness },
    fixes: [...nameOrigins(policy, context), stopCredentials(policy, context)],
  };
}

/** Where a variable holds one particular text, when the same place lets everybody in whatever it holds. */
function isSpecialCase(policy: CorsPolicy, { policies }: RuleContext): boolean {
  const { path, start } = policy.at;
  return (
    isSpecial(policy) &&
    policies.some(it => !isSpecial(it) && it.at.path === path && it.at.start === start && everyone(it) !== undefined)
  );
}

function isSpecial({ guards }: CorsPolicy): boolean {
  return guards.some(it => it.kind === 'variable' && it.state !== 'set' && it.state !== 'unset');
}

function severity(policy: CorsPolicy, context: RuleContext): Severity {
  return exposure(policy, sendsCredentials(policy, context) === true ? 'warning' : 'info', 2);
}

function fixes(policy: CorsPolicy, context: RuleContext): readonly Fix[] {
  return known(policy.credentials) === false
    ? nameOrigins(policy, context)
    : [...nameOrigins(policy, context), WITHOUT_COOKIES];
}
