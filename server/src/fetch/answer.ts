import type { Answered, Behaviour, ListField, OriginMatch } from '../model/behaviour.ts';
import type { CorsPolicy, OriginGuard, PolicyWay, Removal } from '../model/policy.ts';
import type { WrittenResponse } from '../model/written.ts';
import type { Response } from './headers.ts';
import { certainly, positionOf, whyUnknown } from './origin-match.ts';
import { certain, headersOf, type ServerRequest, type Situation, Unknown } from './sent.ts';
import { holds, writtenAnswer } from './written.ts';

/** The exact answer, and whether the library ends the request with it, or why it is not known. */
export type Answer =
  | (Response & {
      readonly known: true;
      readonly ends: boolean;
      /** Headers of which nothing is left that others had written before. */
      readonly replaced?: readonly string[];
      /** It is an error, of which the application's own handler makes what it likes. */
      readonly failed?: true;
    } & { readonly at?: WrittenResponse['at'] })
  | { readonly known: false; readonly why: string };

/** What a server with this policy answers, as far as CORS is concerned: the status and every header of CORS. */
export function answer(policy: CorsPolicy, request: ServerRequest): Answer {
  const { behaviour, ways, written, origins, behind = [], takenOff = [] } = policy;
  const stopped = behind.map(it => stoppedBy(it, request)).find(it => it !== undefined);
  if (stopped) return stopped;
  if (takenOff.length > 0) return withoutTakenOff(answer({ ...policy, takenOff: [] }, request), takenOff, request);
  if (ways) return keepsPlace(policy) ? STATEFUL : answerOfWay(ways, request);
  if (written) return attempt(policy, () => writtenAnswer(written, origins.acceptor, request));
  if (!behaviour) return { known: false, why: `the exact answers of ${policy.framework} are not known` };
  const { methods } = policy.scope;
  if (methods && !methods.includes(request.method)) return untouched(behaviour, request);
  const answered = kindOf(behaviour, request);
  const silent = [behaviour.hangs, behaviour.untold].find(it => it?.on.includes(answered));
  if (silent) return { known: false, why: silent.why };
  if (behaviour.untold?.reaching?.some(it => it === request.reaches))
    return { known: false, why: behaviour.untold.why };
  const spared = behaviour.fails?.withOrigin && request.origin === undefined;
  if (behaviour.fails?.on.includes(answered) && !behaviour.fails.kept && !spared)
    return {
      known: true,
      status: behaviour.fails.status,
      headers: behaviour.fails.vary ? { vary: ['Origin'] } : {},
      ends: true,
      failed: true,
    };
  return attempt(policy, () => {
    const position = positionOf(policy, behaviour, request.origin);
    if (position.originMatch === undefined) throw new Unknown(position.why);
    return exactly({ policy, behaviour, request, answered, position, originMatch: position.originMatch });
  });
}

/** What a check before the policy answers; undefined where it certainly lets the request pass. */
function stoppedBy({ when, status }: OriginGuard, request: ServerRequest): Answer | undefined {
  const passed = when && holds(when, request);
  if (passed) return undefined;
  return passed === false && status !== undefined
    ? { known: true, status, headers: {}, ends: true }
    : { known: false, why: 'what a check before it makes of this request is not known' };
}

/** What is left of an answer when other code has taken the header off. */
function withoutTakenOff(given: Answer, removals: readonly Removal[], request: ServerRequest): Answer {
  if (!given.known) return given;
  const running = removals.filter(it => it.afterwards || !given.ends);
  const taken = running.map(it => it.when && holds(it.when, request));
  if (running.some(it => it.fails && holds(it.fails, request) !== false))
    return { known: false, why: 'what an error in other code makes of the answer is not known' };
  const { 'access-control-allow-origin': own, ...headers } = given.headers;
  if (own === undefined || taken.every(it => it === false)) return given;
  return taken.includes(true)
    ? { ...given, headers }
    : { known: false, why: 'whether other code takes the header off again is not known' };
}

const STATEFUL: Answer = {
  known: false,
  why: 'a regular expression with the `g` or `y` flag answers differently from one request to the next',
};

function keepsPlace({ oddities }: CorsPolicy): boolean {
  return oddities.some(it => it.kind === 'stateful-pattern');
}

/** What stands in the way of an exact answer is thrown on the way to it. */
function attempt(policy: CorsPolicy, respond: () => Response & { readonly ends: boolean }): Answer {
  if (keepsPlace(policy)) return STATEFUL;
  try {
    return { known: true, ...respond() };
  } catch (error) {
    if (error instanceof Unknown) return { known: false, why: error.message };
    throw error;
  }
}

/** The answer of the one way that this origin takes. */
function answerOfWay(ways: readonly PolicyWay[], request: ServerRequest): Answer {
  const { origin } = request;
  if (origin === undefined) {
    const [given, ...others] = ways.map(it => answer(it.policy, request));
    return given && others.every(it => JSON.stringify(it) === JSON.stringify(given))
      ? given
      : { known: false, why: 'which options a request without `Origin` gets is not known' };
  }
  const unsure = ways.find(it => certainly(it.when, origin) === undefined);
  if (unsure) {
    // One of these ways is taken: where all of them give the same, it does not matter which.
    const [given, ...rest] = ways
      .filter(it => certainly(it.when, origin) !== false)
      .map(it => answer(it.policy, request));
    return given?.known && rest.every(it => JSON.stringify(it) === JSON.stringify(given))
      ? given
      : { known: false, why: whyUnknown(unsure.when) };
  }
  const [taken, ...others] = ways.filter(it => certainly(it.when, origin));
  if (!taken || others.length > 0) return { known: false, why: 'which options this request gets is not known' };
  return answer(taken.policy, request);
}

/** The policy is not mounted on this method: whatever the application answers, without a header of CORS. */
function untouched({ preflight }: Behaviour, { method, reaches }: ServerRequest): Answer {
  const status =
    reaches === 'nothing' ? 404 : method === 'OPTIONS' ? preflight.unanswered : reaches === 'error' ? 500 : 200;
  return status === undefined
    ? { known: false, why: preflight.unansweredWhy ?? UNANSWERED }
    : { known: true, status, headers: {}, ends: false };
}

function kindOf({ preflight }: Behaviour, { method, origin, requestMethod }: ServerRequest): Answered {
  if (method !== 'OPTIONS') return 'actual';
  switch (preflight.when) {
    case 'options':
      return 'preflight';
    case 'origin':
      return origin !== undefined ? 'preflight' : 'options';
    case 'request-method':
      return requestMethod ? 'preflight' : 'options';
    case 'origin-and-request-method':
      return requestMethod && origin !== undefined ? 'preflight' : 'options';
    case 'never':
      return 'options';
  }
}

function exactly(it: Situation): Response & { readonly ends: boolean; readonly failed?: true } {
  const refused = refusal(it);
  if (refused !== undefined) return { status: refused, headers: {}, ends: true };
  const { kept, fails } = it.behaviour;
  if (fails?.kept && fails.on.includes(it.answered))
    return { status: fails.status, headers: headersOf(it), ends: true };
  const { status, own } = statusOf(it);
  const failed = !own && it.request.reaches === 'error' && status === 500;
  const lost = (!own && status === 404 && !kept.notFound) || (failed && !keeps(kept.error, it.originMatch));
  if (lost) return { status, headers: {}, ends: own };
  const { vary, ...others } = headersOf(it);
  const headers = vary === undefined || (failed && kept.errorWithoutVary) ? others : { ...others, vary };
  const error = it.originMatch === 'failed' ? { failed: true as const } : {};
  return { ...ranAgain(it, { status, headers }), ends: own, ...error };
}

/** What the library's last step makes of an answer that its first step has given. */
function ranAgain({ behaviour, answered, originMatch }: Situation, response: Response): Response {
  const { again } = behaviour;
  if (!again || answered !== 'preflight' || originMatch === 'failed') return response;
  if (response.headers['access-control-allow-origin']) return response;
  const doubled = Object.entries(response.headers).map(
    ([name, lines]) => [name, again.headers.includes(name) ? [[...lines, ...lines].join(', ')] : lines] as const,
  );
  return { status: again.status ?? response.status, headers: Object.fromEntries(doubled) };
}

function keeps(error: Behaviour['kept']['error'], originMatch: OriginMatch): boolean {
  return typeof error === 'boolean' ? error : error.includes(originMatch);
}

/** The status of a preflight that the library turns down for what it asks. */
function refusal({ policy, behaviour, request, answered, originMatch }: Situation): number | undefined {
  const refuses =
    answered === 'preflight' && originMatch !== 'off' && originMatch !== 'failed'
      ? behaviour.preflight.refuses
      : undefined;
  if (answered === 'preflight' && behaviour.preflight.routesOnly && request.reaches === 'nothing') return 404;
  if (!refuses) return undefined;
  const { requestMethod = '', requestHeaders = '' } = request;
  const asked = requestHeaders.split(',').map(it => (refuses.literally ? it : it.trim()).toLowerCase());
  const unlisted = (field: ListField, names: readonly string[], fold: boolean) => {
    const list = certain(policy[field], field);
    if (list.kind === 'reflect' || (list.kind === 'any' && !refuses.literally)) return false;
    const listed = list.names.map(it => (fold ? it.text.toLowerCase() : it.text));
    return names.some(it => it !== '' && !listed.includes(it));
  };
  const turned =
    (refuses.when.includes('origin') && originMatch === 'refused') ||
    (refuses.when.includes('no-method') && requestMethod === '') ||
    (refuses.when.includes('method') && unlisted('methods', [requestMethod], false)) ||
    (refuses.when.includes('headers') && unlisted('allowedHeaders', asked, true));
  return turned ? refuses.status : undefined;
}

/** The status, and whether the library itself gives it. */
function statusOf({ policy, behaviour, request, answered, originMatch }: Situation): { status: number; own: boolean } {
  const { preflight, allowOrigin } = behaviour;
  if (originMatch === 'failed') return { status: allowOrigin.failedStatus ?? 500, own: true };
  const reaches = request.reaches ?? 'route';
  if (answered === 'actual') {
    const taken = behaviour.serves?.methods.includes(request.method) ?? true;
    const status = !taken
      ? (behaviour.serves?.otherwise ?? 405)
      : reaches === 'route'
        ? 200
        : reaches === 'nothing'
          ? 404
          : 500;
    return { status: behaviour.statusOfAll ?? status, own: false };
  }
  if (originMatch !== 'off' || preflight.evenOff) {
    if (answered === 'options' && preflight.otherStatus !== undefined)
      return { status: preflight.otherStatus, own: true };
    if (answered === 'preflight' && !preflight.continues)
      return { status: policy.preflight.status ?? preflight.status, own: true };
  }
  const unanswered = reaches === 'nothing' ? (preflight.unansweredNotFound ?? 404) : preflight.unanswered;
  if (unanswered === undefined) throw new Unknown(preflight.unansweredWhy ?? UNANSWERED);
  return { status: unanswered, own: false };
}

const UNANSWERED = 'which status an `OPTIONS` request gets there is not known';
