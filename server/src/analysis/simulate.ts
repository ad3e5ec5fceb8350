import type { Answer } from '../fetch/answer.ts';
import { ENGINES, type Engine } from '../fetch/failure.ts';
import type { HeaderValues, Response } from '../fetch/headers.ts';
import { isForbiddenMethod, isMethod, isToken, normaliseMethod } from '../fetch/methods.ts';
import { needsPreflight, type PageRequest } from '../fetch/preflight.ts';
import { isForbiddenRequestHeader, unsafeRequestHeaders } from '../fetch/request-headers.ts';
import type { ServerRequest } from '../fetch/sent.ts';
import { type Judgement, judgeAll } from '../fetch/verdict.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { isOrigin, parseOrigin } from '../origins/grammar.ts';
import { answerOf } from './answer-of.ts';
import type { FileFacts } from './facts.ts';

/** What would happen to one request of a page, step by step. */
export interface Simulation {
  /** The method as it is sent. */
  readonly method: string;
  /** Absent where browsers do not ask first; `sent` is what the preflight carries. */
  readonly preflight?: Response & { readonly sent: HeaderValues };
  readonly response: Response;
  readonly judgements: Readonly<Record<Engine, Judgement>>;
  /** The names of request headers that browsers keep for themselves and drop. */
  readonly dropped: readonly string[];
}

/** Why a request cannot be made by a page at all, in a few words; undefined where it can. */
export function problemOf({ origin, method, headers }: PageRequest): string | undefined {
  if (!isOrigin(origin)) {
    const { canonical } = parseOrigin(origin);
    const instead = canonical === undefined ? '' : `; they send \`${canonical}\``;
    return `\`${origin}\` is no origin that browsers send${instead}`;
  }
  if (!isMethod(method)) return `\`${method}\` is no method`;
  if (isForbiddenMethod(method)) return `no page can send \`${method}\``;
  const wrong = headers.find(it => !isToken(it.name));
  return wrong ? `\`${wrong.name}\` is no header name` : undefined;
}

/**
 * Simulates a request against a policy among those of its server; the text tells why the answer is not known. `loggedIn` tells that
 * code may add a login to it which is not seen here.
 */
export function simulate(
  policy: CorsPolicy,
  { policies: siblings, apps }: Pick<FileFacts, 'policies' | 'apps'>,
  request: PageRequest,
  loggedIn = false,
): Simulation | string {
  const method = normaliseMethod(request.method);
  const headers = request.headers.filter(it => !isForbiddenRequestHeader(it));
  const page: PageRequest = { ...request, headers };
  const ask = (it: ServerRequest) => answerOf(answering(policy, siblings, it.method), apps, it, siblings);
  const asked = needsPreflight(page) ? preflightOf(page, ask) : undefined;
  if (typeof asked === 'string') return asked;
  const headerNames = namesOf('origin', ...headers.map(it => it.name));
  const bare =
    !page.credentials && headers.every(it => /^(accept|content)-/i.test(it.name) || /^accept$/i.test(it.name));
  const response = ask({ method, origin: page.origin, headerNames, bare, loggedIn });
  if (!response.known) return response.why;
  const exchange = { ...(asked ? { preflight: asked } : {}), response: plain(response) };
  return {
    method,
    ...exchange,
    ...(asked ? { preflight: asked } : {}),
    judgements: judgeAll(page, exchange),
    dropped: request.headers.filter(it => isForbiddenRequestHeader(it)).map(it => it.name),
  };
}

/** The names of a plain HTTP/1.1 request's headers: these, and what no client leaves out. Browsers add some of their own. */
function namesOf(...names: readonly string[]): readonly string[] {
  return ['connection', 'host', ...names.map(it => it.toLowerCase())];
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, its first steps. */
function preflightOf(page: PageRequest, ask: (it: ServerRequest) => Answer): Simulation['preflight'] | string {
  const requestMethod = normaliseMethod(page.method);
  const requestHeaders = unsafeRequestHeaders(page.headers).join(',');
  const names = requestHeaders === '' ? {} : { requestHeaders };
  const sent = {
    origin: [page.origin],
    'access-control-request-method': [requestMethod],
    ...(requestHeaders === '' ? {} : { 'access-control-request-headers': [requestHeaders] }),
  };
  const headerNames = namesOf(...Object.keys(sent));
  const answered = ask({ method: 'OPTIONS', origin: page.origin, requestMethod, ...names, headerNames });
  if (!answered.known) return answered.why;
  return { sent, ...plain(answered) };
}

function plain({ status, headers }: Response): Response {
  return { status, headers };
}

/** The policy that answers this method: itself, or the one that does so for its path, for all paths at last. */
function answering(policy: CorsPolicy, siblings: readonly CorsPolicy[], method: string): CorsPolicy {
  if (isFor(policy, method)) return policy;
  const others = siblings.filter(it => it.used && it.framework === policy.framework && isFor(it, method));
  const { path } = policy.scope;
  return others.find(it => it.scope.path === path) ?? others.find(it => it.scope.path === undefined) ?? policy;
}

function isFor({ scope }: CorsPolicy, method: string): boolean {
  return !scope.methods || scope.methods.includes(method);
}

/** The simulation for programs: headers as lower-case name → list of values. */
export function simulationData({ preflight, response, judgements }: Simulation) {
  const verdicts = ENGINES.map(it => [it, judgements[it].verdict] as const);
  const messages = ENGINES.flatMap(it => {
    const judgement = judgements[it];
    return judgement.verdict === 'blocked' ? [[it, judgement.message] as const] : [];
  });
  return {
    preflight: preflight ? { sent: preflight.sent, status: preflight.status, headers: preflight.headers } : null,
    response,
    verdict: Object.fromEntries(verdicts),
    messages: Object.fromEntries(messages),
  };
}

/** The origins that a policy names, of which some page may send a request. */
export function namedOrigins({ origins }: CorsPolicy): readonly string[] {
  return [...new Set(origins.listed.map(it => it.text).filter(isOrigin))];
}

/** The policy of a file that is meant by a line: the narrowest that stands there, or else the nearest. */
export function policyAt<T extends { readonly line: number; readonly endLine: number }>(
  places: readonly T[],
  line: number,
): T | undefined {
  const distance = (it: T) => Math.max(it.line - line, line - it.endLine, 0);
  const size = (it: T) => it.endLine - it.line;
  return [...places].sort((a, b) => distance(a) - distance(b) || size(a) - size(b))[0];
}
