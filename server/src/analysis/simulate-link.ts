import { needsPreflight, type PageRequest } from '../fetch/preflight.ts';
import { isForbiddenRequestHeader } from '../fetch/request-headers.ts';
import { judgeAll } from '../fetch/verdict.ts';
import type { Link } from '../model/link.ts';
import type { FileFacts } from './facts.ts';
import { type Simulation, simulate } from './simulate.ts';

/** What happens to a request of a page at the server that answers it; the text tells why that is not known. */
export function simulateLink({ answer }: Link, request: PageRequest, all: readonly FileFacts[]): Simulation | string {
  if (answer.kind === 'unknown') return answer.why;
  if (answer.kind === 'none') return withoutCors(request);
  const own = all.filter(it => it.policies.includes(answer.policy));
  const scope = { policies: own.flatMap(it => it.policies), apps: all.flatMap(it => it.apps) };
  return simulate(answer.policy, scope, request);
}

/** What a server answers that sets no header of CORS: which status it has decides nothing then. */
function withoutCors(request: PageRequest): Simulation {
  const nothing = { status: 200, headers: {} };
  const preflight = needsPreflight(request) ? { ...nothing, sent: { origin: [request.origin] } } : undefined;
  const exchange = { ...(preflight ? { preflight } : {}), response: nothing };
  return {
    method: request.method,
    ...exchange,
    judgements: judgeAll(request, exchange),
    dropped: request.headers.filter(it => isForbiddenRequestHeader(it)).map(it => it.name),
  };
}
