import { answer } from '../fetch/answer.ts';
import { corsCheck } from '../fetch/check.ts';
import { preflightCheck } from '../fetch/preflight.ts';
import { unsafeRequestHeaders } from '../fetch/request-headers.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { Span } from '../text/span.ts';
import { preflightMissing, preflightStatus } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Witness } from './rule.ts';

/** A request that a policy is there for, whose response it lets pages read, and whose preflight fails. */
export interface RefusedPreflight {
  /** What is blocked, in words: `` `PUT` ``, `` `POST` of JSON ``. */
  readonly what: string;
  /** The status that stands in the way; absent where the headers are missing. */
  readonly status?: number;
  /** Where the code answers it, if that is one place. */
  readonly at?: Span;
  readonly witness: Witness;
}

interface Need {
  readonly method: string;
  readonly headers: readonly string[];
}

const SIMPLE = /^(GET|HEAD|POST|OPTIONS|ALL|ANY|\*)$|[^A-Z]/;

/**
 * Asks code that writes its own headers for both answers to one request that it is certainly meant for. Undefined where it is
 * not known to be meant for one with a preflight, where an answer is not known, and where something else than the origin or
 * the status is in the way.
 */
export function refusedPreflight(policy: CorsPolicy): RefusedPreflight | undefined {
  if (!policy.written || !policy.used || policy.guards.length > 0) return undefined;
  const need = needOf(policy);
  if (!need) return undefined;
  const { method, headers } = need;
  const origin = somePage(policy);
  const response = answer(policy, { method, origin });
  if (!response.known || corsCheck(response.headers, origin, false)) return undefined;
  // What is refused whoever asks needs no preflight: lists of methods are copied from one file to the next.
  if (response.status === 405 || response.status === 501) return undefined;
  const names = headers.length > 0 ? { requestHeaders: headers.join(',') } : {};
  const preflight = answer(policy, { method: 'OPTIONS', origin, requestMethod: method, ...names });
  if (!preflight.known) return undefined;
  const page = { origin, method, credentials: false, headers: headers.map(name => ({ name, value: 'x' })) };
  const failure = preflightCheck(page, preflight);
  const what = headers.includes('content-type')
    ? `\`${method}\` of JSON`
    : headers[0] === undefined
      ? `\`${method}\``
      : `\`${method}\` with \`${headers[0]}\``;
  const place = preflight.at ? { at: preflight.at } : {};
  if (failure?.kind === 'missing-origin') return { what, ...place, witness: preflightMissing(origin, method, headers) };
  if (failure?.kind !== 'status' && failure?.kind !== 'redirect') return undefined;
  const witness = { ...preflightStatus(origin, method, preflight.status), headers };
  return { what, status: preflight.status, ...place, witness };
}

/** A request with a preflight that the code shows it is meant for: by its methods, its lists, or the JSON that it reads. */
export function needOf(policy: CorsPolicy): Need | undefined {
  const { scope, methods, allowedHeaders, readsJson, preflight } = policy;
  const scoped = scope.methods?.find(it => !SIMPLE.test(it));
  if (scoped) return { method: scoped, headers: [] };
  const takesPosts = !scope.methods || scope.methods.includes('POST');
  if (readsJson && takesPosts) return { method: 'POST', headers: ['content-type'] };
  const listed = methods.kind === 'written' && methods.value.kind === 'names' ? methods.value.names : [];
  const method = scope.methods ? undefined : listed.find(it => !SIMPLE.test(it.text))?.text;
  if (method) return { method, headers: [] };
  const [header] = listedHeaders(policy);
  const plain = scope.methods?.[0] ?? 'POST';
  if (header) return { method: plain, headers: [header] };
  // What answers POST allows any header for those that need leave to send one.
  const anyHeader = allowedHeaders.kind === 'written' && allowedHeaders.value.kind === 'any';
  if (anyHeader && scope.methods?.includes('POST')) return { method: 'POST', headers: ['content-type'] };
  return preflight.by === 'manual' && takesPosts ? { method: 'POST', headers: ['content-type'] } : undefined;
}

/** The headers of the policy's own list that no request may carry without a preflight, lower case. */
function listedHeaders({ allowedHeaders, methods, scope, asks = [] }: CorsPolicy): readonly string[] {
  const list = allowedHeaders.kind === 'written' ? known(allowedHeaders) : undefined;
  const names = list?.kind === 'names' ? list.names.map(it => it.text.toLowerCase()) : [];
  // A type is sent with a body, which what is only read has none of.
  const reads = scope.methods?.every(it => it === 'GET' || it === 'HEAD') ?? false;
  // Beside methods that are not answered it is copied from elsewhere: what counts then is what the code looks at.
  const others = methods.kind === 'written' && methods.value.kind === 'names' ? methods.value.names : [];
  const copied = reads && others.some(it => !SIMPLE.test(it.text));
  const isAsked = (name: string) => !copied || asks.some(it => it.name.toLowerCase() === name);
  const asked = names.filter(it => ASKED.test(it) && !(reads && it === 'content-type') && isAsked(it));
  return unsafeRequestHeaders(asked.map(name => ({ name, value: 'application/json' })));
}

/** The headers that are listed because pages send them: what is copied from one list to the next says little. */
const ASKED = /^(content-type|authorization|x-[a-z-]*(key|token|csrf)[a-z-]*|apikey)$/;

/** Whether the code is all that answers; behind a server's other middlewares somebody else may have written the headers. */
export function answersAlone({ written }: CorsPolicy): boolean {
  return written?.server.alone === true;
}
