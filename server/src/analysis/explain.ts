import { type BrowserError, type Cause, readBrowserError } from '../fetch/pasted.ts';
import type { Link } from '../model/link.ts';
import { known } from '../model/policy.ts';
import { SEVERITIES } from '../rules/rule.ts';
import type { StatedSite } from '../settings.ts';
import { type Deciding, decidingFor } from './deciding.ts';
import type { FileFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { topologyOf } from './links.ts';

/** A browser's error in plain English, and the lines of the workspace that cause it, the likeliest first. */
export interface Explained {
  readonly error: BrowserError;
  readonly says: readonly string[];
  readonly findings: readonly Finding[];
  /** The calls of the workspace to the address in the error, with the server that answers. */
  readonly calls: readonly Link[];
  /** Where no finding is to blame: the places that decide what the error is about. */
  readonly deciding: readonly Deciding[];
}

/** The findings that may stand behind an error; undefined where the text is no browser's error about another origin. */
export function explainError(
  text: string,
  facts: readonly FileFacts[],
  findings: readonly Finding[],
  sites: readonly StatedSite[] = [],
): Explained | undefined {
  const error = readBrowserError(text);
  if (!error) return undefined;
  const { links } = topologyOf(facts, sites);
  const calls = links.filter(it => error.url !== undefined && isFor(it, error.url));
  const candidates = RULES_FOR[error.cause] ?? [];
  const ranked = findings
    .filter(it => !it.suppressed && candidates.includes(it.rule) && fits(it, error))
    .map(finding => ({ finding, rank: rankOf(finding, error, calls, candidates) }))
    .sort((a, b) => b.rank - a.rank);
  // Where some finding is of this very call, others are of other calls.
  const best = ranked[0]?.rank ?? 0;
  const likely = best >= SURE ? ranked.filter(it => it.rank >= SURE) : ranked;
  const deciding = likely.length > 0 ? [] : decidingFor(error, calls);
  return { error, says: inWords(error), findings: likely.slice(0, 8).map(it => it.finding), calls, deciding };
}

const SURE = 100;

function isFor({ request }: Link, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, port, protocol, pathname } = new URL(url);
  const given = Number(port || (protocol === 'https:' ? 443 : 80));
  if (known(request.url.host) !== hostname || known(request.url.port) !== given) return false;
  const path = known(request.url.path)?.text;
  if (path === undefined) return true;
  const pattern = path
    .split('…')
    .map(it => it.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(pathname);
}

/** A finding about another header or method than the one in the error explains nothing. */
function fits({ message, witness }: Finding, { header, method }: BrowserError): boolean {
  if (header !== undefined && witness?.kind === 'request' && witness.headers.length > 0)
    return witness.headers.includes(header) || message.toLowerCase().includes(`\`${header}\``);
  if (method !== undefined && witness?.kind === 'request')
    return witness.method === method || message.includes(`\`${method}`);
  return true;
}

function rankOf(finding: Finding, error: BrowserError, calls: readonly Link[], candidates: readonly string[]): number {
  const { rule, severity, related, witness } = finding;
  const places = related.map(it => it.at);
  const called = calls.some(({ request: { at } }) => places.some(it => it.path === at.path && it.start === at.start));
  const answered = calls.some(it => it.server.at.path === finding.at.path);
  const same = witness?.kind === 'request' && error.origin !== undefined && witness.origin === error.origin;
  return (
    (called ? SURE : 0) +
    (answered ? 20 : 0) +
    (same ? 10 : 0) +
    (SEVERITIES.length - SEVERITIES.indexOf(severity)) * 2 +
    (candidates.length - candidates.indexOf(rule)) / candidates.length
  );
}

const NO_ORIGIN = [
  'cors-not-configured',
  'origin-not-in-allowlist',
  'cors-after-routes',
  'responder-before-cors',
  'error-path-without-cors',
  'preflight-blocked-by-auth',
  'no-preflight-handler',
  'preflight-not-ok',
  'middleware-not-called',
  'conflicting-cors-writers',
  'origin-env-unset',
  'origin-option-misread',
  'origin-callback-throws',
  'origin-trailing-slash-or-path',
  'origin-not-serialized',
  'origin-pattern-never-matches',
  'wildcard-subdomain-literal',
  'env-list-not-trimmed',
  'stateful-origin-regex',
  'express5-options-star',
  'missing-vary-origin',
];

/** The rules whose findings end in a message of each kind, the likeliest first. */
export const RULES_FOR: Readonly<Partial<Record<Cause, readonly string[]>>> = {
  'missing-origin': NO_ORIGIN,
  'no-origin': NO_ORIGIN,
  silent: [
    ...NO_ORIGIN,
    'credentials-mismatch',
    'wildcard-with-credentials',
    'method-not-allowed',
    'header-not-allowed',
    'tracing-header-blocked',
    'beacon-needs-credentialed-cors',
    'cross-origin-redirect-in-api',
    'local-network-access',
  ],
  'other-origin': [
    'origin-not-in-allowlist',
    'origin-trailing-slash-or-path',
    'origin-not-serialized',
    'missing-vary-origin',
    'wildcard-subdomain-literal',
    'origin-env-unset',
    'env-list-not-trimmed',
    'open-fallback',
  ],
  'several-origins': ['multiple-origins-in-header', 'duplicate-cors-headers', 'conflicting-cors-writers'],
  'invalid-origin': [
    'origin-option-misread',
    'origin-not-serialized',
    'origin-env-unset',
    'wildcard-subdomain-literal',
    'multiple-origins-in-header',
  ],
  wildcard: [
    'wildcard-with-credentials',
    'credentials-mismatch',
    'beacon-needs-credentialed-cors',
    'conflicting-cors-writers',
    'preflight-actual-mismatch',
  ],
  credentials: [
    'credentials-mismatch',
    'beacon-needs-credentialed-cors',
    'credentials-not-true',
    'preflight-actual-mismatch',
    'conflicting-cors-writers',
    'duplicate-cors-headers',
  ],
  status: [
    'preflight-blocked-by-auth',
    'no-preflight-handler',
    'preflight-not-ok',
    'responder-before-cors',
    'express5-options-star',
  ],
  redirect: ['responder-before-cors', 'preflight-not-ok', 'preflight-blocked-by-auth'],
  'unreadable-list': ['malformed-cors-list'],
  method: ['method-not-allowed', 'method-case', 'wildcard-list-with-credentials', 'conflicting-cors-writers'],
  header: [
    'header-not-allowed',
    'tracing-header-blocked',
    'client-sets-cors-response-header',
    'wildcard-list-with-credentials',
    'conflicting-cors-writers',
  ],
};

/** What a browser's error means, in plain English. */
export function inWords(error: BrowserError): readonly string[] {
  const { url, origin, on, cause } = error;
  const who = origin === undefined ? 'A page' : `A page of \`${origin}\``;
  const asked = url === undefined ? 'asked another origin.' : `asked for \`${url}\`.`;
  const known = origin === undefined && url === undefined ? [] : [`${who} ${asked}`];
  const before =
    on === 'preflight' && cause !== 'method' && cause !== 'header'
      ? [
          'Before the request itself, the browser asked with an OPTIONS request whether it may be sent, and that answer was the one refused.',
        ]
      : [];
  return [...known, ...before, ...MEANINGS[cause](error)];
}

const MEANINGS: Readonly<Record<Cause, (error: BrowserError) => readonly string[]>> = {
  'missing-origin': ({ status }) => [
    'The answer has no `Access-Control-Allow-Origin`, so the browser does not show it to the page.',
    ...(status === undefined || status < 300
      ? []
      : [`Its status was ${status}: whatever answered that came before the code that sets the header.`]),
    'Switching to `no-cors`, as the browser may propose, gives the page an answer that it cannot read.',
  ],
  'no-origin': ({ status }) => [
    'The answer has no `Access-Control-Allow-Origin`, or one that is not this page’s origin; Safari tells no difference.',
    ...(status === undefined || status < 300 ? [] : [`Its status was ${status}.`]),
  ],
  'other-origin': ({ value }) => [
    `The server allows ${value ? `\`${value}\`` : 'another origin'}, and no other: scheme, host and port must be the page’s own, without a slash at the end.`,
  ],
  'several-origins': ({ value }) => [
    `The answer names several origins${value ? ` (\`${value}\`)` : ''}; browsers take one. Two parts of the server may each set the header.`,
  ],
  'invalid-origin': ({ value }) => [`What the server sends, \`${value ?? ''}\`, is no origin at all.`],
  wildcard: () => [
    'The page sends cookies, and the server allows `*`, which stands for no page where cookies are sent.',
  ],
  credentials: ({ value }) => [
    `The page sends cookies, and \`Access-Control-Allow-Credentials\` is ${value ? `\`${value}\`` : 'missing'}; only the exact text \`true\` allows them.`,
  ],
  status: ({ status }) => [
    `It was answered with ${status === undefined ? 'a status' : `the status ${status}, which is`} outside 200 to 299. OPTIONS requests carry no login: what asks for one refuses them.`,
  ],
  redirect: () => [
    'It was answered with a redirect, and a preflight follows none: the address misses a slash, or the `s` of https, or leads to a login.',
  ],
  'unreadable-list': ({ value }) => [
    `A list in the answer is no list of names with commas between${value ? `: \`${value}\`` : ''}.`,
  ],
  method: ({ method }) => [
    `The server’s list of methods lacks ${method ? `\`${method}\`` : 'the one of this request'}, so the browser did not send the request.`,
  ],
  header: ({ header }) => [
    `The request carries the header \`${header}\`, which the server’s list lacks, so the browser did not send the request.`,
  ],
  'not-cors': () => [
    'This is no matter of CORS: the request got no answer at all. The server does not run there, its certificate is not trusted, or something on the way blocked it.',
  ],
  silent: () => [
    'Scripts are told nothing of why a request failed. The console has a line with the reason, and the network panel shows whether there was an answer.',
    'Where a tool such as curl or Postman gets an answer and the browser does not, it is CORS: those tools do not ask.',
  ],
  scheme: () => [
    'The address is not one of http or https: it may miss its scheme (`localhost:3000/…`), or the page was opened as a file.',
  ],
  mode: () => ['The request is made with `mode: "same-origin"`, which forbids other origins.'],
  'local-network': () => [
    'The server is on this machine or the local network. Browsers ask the user first, and no header of the server answers for them.',
  ],
};
