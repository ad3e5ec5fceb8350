import type { Failure } from '../fetch/failure.ts';
import { messageOf } from '../fetch/messages.ts';
import { isSafelistedMethod, normaliseMethod } from '../fetch/methods.ts';
import { certainly } from '../fetch/origin-match.ts';
import type { PageRequest } from '../fetch/preflight.ts';
import { type Header, unsafeRequestHeaders } from '../fetch/request-headers.ts';
import type { Link, Refusal } from '../model/link.ts';
import { type CorsPolicy, isForPreflights, known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { PageOrigin } from '../model/site.ts';
import { somePage } from '../rules/remedies.ts';
import type { FileFacts } from './facts.ts';
import { simulate } from './simulate.ts';

export type Outcome = Pick<Link, 'refusal' | 'relies' | 'readable'>;

/**
 * What browsers make of a request. Where the page is not known, one that the policy lets in is taken for it; what is not known
 * of the request (further headers, cookies) could only be a further reason to refuse it.
 */
export function refusalOf(
  request: CorsRequest,
  page: PageOrigin | undefined,
  answer: Link['answer'],
  all: readonly FileFacts[],
): Outcome {
  const method = known(request.method);
  if (answer.kind === 'unknown' || method === undefined) return {};
  if (answer.kind === 'none') return { refusal: withoutHeaders(request, method, page) };
  const { policy } = answer;
  const sent = sentFrom(page?.origin ?? somePage(policy), request);
  if (!sent) return {};
  const found = simulated(policy, sent, all) ?? bySettings(policy, sent);
  if (!found) return {};
  // Another page may be let in, where this one is only one of many.
  if ('refusal' in found && found.refusal?.kind === 'origin' && !page) return {};
  return found;
}

/** A request as a page of this origin sends it, as far as it is certain; undefined where not even the method is. */
export function sentFrom(origin: string, request: CorsRequest): PageRequest | undefined {
  const method = known(request.method);
  if (method === undefined) return undefined;
  return { origin, method, headers: headersOf(request), credentials: known(request.credentials) === 'include' };
}

/** What certainly goes out: with names whose values decide and are not known left out. */
function headersOf({ headers, contentType }: CorsRequest): readonly Header[] {
  const type = known(contentType);
  const own = headers.flatMap(({ name, value, sometimes }): readonly Header[] => {
    if (sometimes || name === 'content-type') return [];
    const text = known(value);
    return text === undefined && BY_VALUE.has(name) ? [] : [{ name, value: text ?? '' }];
  });
  return type === undefined ? own : [...own, { name: 'content-type', value: type }];
}

/** Headers that may be sent without asking, depending on their value. */
const BY_VALUE = new Set(['accept', 'accept-language', 'content-language', 'range']);

function withoutHeaders(request: CorsRequest, method: string, page: PageOrigin | undefined): Refusal {
  const asks = !isSafelistedMethod(normaliseMethod(method)) || unsafeRequestHeaders(headersOf(request)).length > 0;
  const on = asks ? 'preflight' : 'response';
  const origin = page?.origin ?? 'https://app.example.com';
  return {
    kind: 'origin',
    on,
    message: messageOf({ failure: { kind: 'missing-origin' }, on, origin, status: 200 }, 'chromium'),
  };
}

/** By the exact answer, where that is known. */
function simulated(policy: CorsPolicy, sent: PageRequest, all: readonly FileFacts[]): Outcome | undefined {
  const facts = all.filter(it => it.policies.includes(policy));
  const scope = { policies: facts.flatMap(it => it.policies), apps: all.flatMap(it => it.apps) };
  const found = simulate(policy, scope, sent, true);
  if (typeof found === 'string') return undefined;
  const { chromium, spec } = found.judgements;
  if (chromium.verdict === 'blocked')
    return { refusal: { ...kindOf(chromium.failure, policy, sent), on: chromium.on, message: chromium.message } };
  const relies = spec.verdict === 'blocked' && spec.failure.kind === 'header' && spec.failure.listed;
  return relies ? { relies: 'authorization', readable: true } : { readable: true };
}

type Kind = Refusal extends infer R ? (R extends Refusal ? Omit<R, 'on' | 'message'> : never) : never;

function kindOf(failure: Failure, policy: CorsPolicy, sent: PageRequest): Kind {
  switch (failure.kind) {
    case 'missing-origin':
      return unlisted(policy, sent) ?? { kind: 'origin' };
    case 'other-origin':
    case 'several-origins':
    case 'invalid-origin':
      return { kind: 'origin' };
    case 'wildcard':
    case 'credentials':
      return { kind: 'credentials', wildcard: failure.kind === 'wildcard' };
    case 'method':
      return { kind: 'method', method: failure.method };
    case 'header': {
      const names = lostHeaders(policy, sent);
      return { kind: 'headers', names: names.length > 0 ? names : [failure.name] };
    }
    default:
      return { kind: 'other' };
  }
}

/** Servers that answer a preflight without any header where it asks for what they do not list: hapi, AdonisJS. */
function unlisted(policy: CorsPolicy, sent: PageRequest): Kind | undefined {
  if (policy.preflight.by !== 'library' || policy.origins.mode === 'dynamic') return undefined;
  if (certainly(policy.origins.acceptor, sent.origin) !== true) return undefined;
  const names = lostHeaders(policy, sent);
  if (names.length > 0) return { kind: 'headers', names };
  const method = normaliseMethod(sent.method);
  const methods = known(policy.methods);
  const isLost = methods?.kind === 'names' && !methods.names.some(it => it.text.toUpperCase() === method);
  return isLost && !isSafelistedMethod(method) ? { kind: 'method', method } : undefined;
}

function lostHeaders({ allowedHeaders }: CorsPolicy, { headers, credentials }: PageRequest): readonly string[] {
  const list = known(allowedHeaders);
  if (!list || list.kind === 'reflect' || (list.kind === 'any' && !credentials)) return [];
  const listed = new Set(list.names.map(it => it.text.toLowerCase()));
  return unsafeRequestHeaders(headers).filter(it => !listed.has(it));
}

/** `*` does not stand for `Authorization` by the standard: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
function isUncovered({ allowedHeaders }: CorsPolicy, unsafe: readonly string[]): boolean {
  const list = known(allowedHeaders);
  const named = list?.kind === 'any' && list.names.some(it => it.text.toLowerCase() === 'authorization');
  return unsafe.includes('authorization') && !named;
}

/** By what the policy says of itself, where its exact answer is not known. */
function bySettings(policy: CorsPolicy, sent: PageRequest): Outcome | undefined {
  const { origins } = policy;
  const because = (failure: Failure, on: 'preflight' | 'response'): Outcome => ({
    refusal: {
      ...kindOf(failure, policy, sent),
      on,
      message: messageOf({ failure, on, origin: sent.origin, status: 200 }, 'chromium'),
    },
  });
  const unsafe = unsafeRequestHeaders(sent.headers);
  const method = normaliseMethod(sent.method);
  const asks = unsafe.length > 0 || !isSafelistedMethod(method);
  const first = asks ? 'preflight' : 'response';
  if (origins.mode === 'dynamic') return undefined;
  // Who reads a response that needs no preflight is said elsewhere.
  if (!asks && isForPreflights(policy)) return undefined;
  if (origins.mode === 'none' || certainly(origins.acceptor, sent.origin) === false)
    return because({ kind: 'missing-origin' }, first);
  if (sent.credentials && origins.mode === 'any') return because({ kind: 'wildcard' }, first);
  if (sent.credentials && known(policy.credentials) === false)
    return because({ kind: 'credentials', value: '' }, first);
  if (!asks) return undefined;
  const methods = known(policy.methods);
  const certain =
    policy.preflight.by === 'library' || policy.preflight.by === 'manual' || policy.preflight.by === 'platform';
  if (!certain) return undefined;
  if (methods?.kind === 'names' && !isSafelistedMethod(method) && !methods.names.some(it => it.text === method))
    return because({ kind: 'method', method }, 'preflight');
  const [lost] = lostHeaders(policy, sent);
  if (lost === undefined && known(policy.allowedHeaders)?.kind === 'any' && isUncovered(policy, unsafe))
    return { relies: 'authorization' };
  return lost === undefined ? undefined : because({ kind: 'header', name: lost, listed: false }, 'preflight');
}
