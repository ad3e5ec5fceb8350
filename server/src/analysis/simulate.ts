import { type Answer, answer } from '../fetch/answer.ts';
import { ENGINES, type Engine } from '../fetch/failure.ts';
import type { HeaderValues, Response } from '../fetch/headers.ts';
import { layered } from '../fetch/layers.ts';
import { isForbiddenMethod, isMethod, isToken, normaliseMethod } from '../fetch/methods.ts';
import { needsPreflight, type PageRequest } from '../fetch/preflight.ts';
import { isForbiddenRequestHeader, unsafeRequestHeaders } from '../fetch/request-headers.ts';
import type { ServerRequest } from '../fetch/sent.ts';
import { type Judgement, judgeAll } from '../fetch/verdict.ts';
import type { App, Step } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { type Layer, leavesOrigin, type Writer, writersOf } from '../model/writers.ts';
import { isOrigin, parseOrigin } from '../origins/grammar.ts';
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

/** Simulates a request against a policy among those of its server; the text tells why the answer is not known. */
export function simulate(
  policy: CorsPolicy,
  { policies: siblings, apps }: Pick<FileFacts, 'policies' | 'apps'>,
  request: PageRequest,
): Simulation | string {
  const method = normaliseMethod(request.method);
  const headers = request.headers.filter(it => !isForbiddenRequestHeader(it));
  const page: PageRequest = { ...request, headers };
  const ask = (it: ServerRequest) => answerOf(answering(policy, siblings, it.method), apps, it, siblings);
  const asked = needsPreflight(page) ? preflightOf(page, ask) : undefined;
  if (typeof asked === 'string') return asked;
  const headerNames = namesOf('origin', ...headers.map(it => it.name));
  const response = ask({ method, origin: page.origin, headerNames });
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

/** What is answered where the policy stands, with the other policies that its application registers on the same paths. */
export function answerOf(
  policy: CorsPolicy,
  apps: readonly App[],
  request: ServerRequest,
  policies: readonly CorsPolicy[] = [],
): Answer {
  const given = answerOfLayers(policy, apps, request, policies);
  if (!given.known || given.ends || request.method !== 'OPTIONS') return given;
  return apps.some(it => answersOptions(it, policy, policies))
    ? { known: false, why: 'a route of the application answers `OPTIONS`' }
    : given;
}

/** Whether an application has something behind this policy that answers `OPTIONS`, and is handed what the policy does not end. */
function answersOptions(app: App, policy: CorsPolicy, policies: readonly CorsPolicy[]): boolean {
  const own = writersOf(app, policies).find(it => isSame(it.writer, policy));
  if (!own) return false;
  const behind = app.steps.slice(app.steps.indexOf(own.step) + 1);
  return behind.some(it => isLast(it) && meets(it.matches, own.matches) !== 'no');
}

function isLast(step: Step): boolean {
  return step.kind === 'route' ? /^(OPTIONS|ALL)$/.test(step.method) : step.kind === 'middleware' && step.last === true;
}

function answerOfLayers(
  policy: CorsPolicy,
  apps: readonly App[],
  request: ServerRequest,
  policies: readonly CorsPolicy[],
): Answer {
  // A router is an application of its own, and part of the one that mounts it.
  const [layers = []] = apps.map(it => layersOf(policy, it, policies)).sort((a, b) => b.length - a.length);
  if (policies.some(it => addsTo(policy, it) && !layers.some(layer => layer.writer === it)))
    return { known: false, why: 'other code may write to the same response' };
  if (layers.length < 2) return answer(policy, request);
  const own = layers.find(it => isSame(it.writer, policy));
  const unsure = layers.some(
    it =>
      it !== own &&
      (it.conditional ||
        ('guards' in it.writer && it.writer.guards.length > 0) ||
        (own && covers(it.matches, own.matches) === 'unknown')),
  );
  if (unsure) return { known: false, why: 'another policy may write to the same response' };
  return layered(
    layers.map(it => it.writer),
    request,
  );
}

/** Whether a middleware or hook hands requests on with headers that count beside those of a policy, as far as their places show. */
function addsTo(policy: CorsPolicy, { used, byHand, scope, written, ...other }: CorsPolicy): boolean {
  if (!used || !byHand || scope.path !== undefined || other.at.start === policy.at.start) return false;
  if (other.guards.length > 0 || !leavesOrigin({ ...other, used, byHand, scope })) return false;
  return written?.responses.some(it => it.end === 'passed' && it.headers.length > 0) ?? false;
}

/** Whether a writer is this policy, which is read once for the router that has it and once for who mounts that. */
function isSame(writer: Writer, policy: CorsPolicy): boolean {
  if (writer === policy) return true;
  if ('refuses' in writer || writer.at.start !== policy.at.start || writer.at.path !== policy.at.path) return false;
  return JSON.stringify(writer.guards) === JSON.stringify(policy.guards);
}

/** The policies that a request to this one meets, and the login checks before it, in order of registration. */
function layersOf(policy: CorsPolicy, app: App, policies: readonly CorsPolicy[]): readonly Layer[] {
  const all = writersOf(app, policies);
  const own = all.find(it => isSame(it.writer, policy));
  if (!own) return [];
  const after = all.slice(all.indexOf(own) + 1);
  return all.filter(it => {
    if (it === own) return true;
    // What a route's function writes itself comes over the headers of the library on that route, on the one response.
    if (it.step === own.step && it.step.kind === 'route' && !('refuses' in it.writer) && isOver(it.writer, policy))
      return true;
    if ('refuses' in it.writer) return !after.includes(it) && covers(it.matches, own.matches) !== 'no';
    if (!app.layered || it.step.kind === 'route' || it.writer.at.start === policy.at.start) return false;
    // What a route or router answers goes no further.
    if (ends(own) && after.includes(it) && it.step !== own.step) return false;
    if (it.step.kind === 'middleware' && it.step.mounted && it.step !== own.step) return false;
    // One function's headers by hand are one answer, however many policies are read of it.
    if (it.step === own.step && it.writer.byHand && policy.byHand) return false;
    return covers(it.matches, own.matches) !== 'no';
  });
}

function isOver(one: CorsPolicy, other: CorsPolicy): boolean {
  return (one.byHand ?? false) !== (other.byHand ?? false);
}

/** A route, or a router that has policies of its own. */
function ends({ step }: Layer): boolean {
  return step.kind === 'route' || (step.kind === 'middleware' && step.mounted !== undefined);
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
