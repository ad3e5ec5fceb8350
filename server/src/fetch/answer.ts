import type { Answered, Behaviour, ListField, Standing, Writes } from '../model/behaviour.ts';
import type { CorsPolicy, Setting } from '../model/policy.ts';
import type { HeaderValues, Response } from './headers.ts';
import { type Position, positionOf } from './standing.ts';

/** A request as the server sees it. */
export interface ServerRequest {
  readonly method: string;
  readonly origin?: string;
  /** `Access-Control-Request-Method`. */
  readonly requestMethod?: string;
  /** `Access-Control-Request-Headers`. */
  readonly requestHeaders?: string;
  /** The names of the headers it carries, where the server repeats them. */
  readonly headerNames?: readonly string[];
  /** What answers behind the policy: a route (by default), nobody, or a handler that fails. */
  readonly reaches?: 'route' | 'nothing' | 'error';
}

/** The exact answer, or why it is not known. */
export type Answer = (Response & { readonly known: true }) | { readonly known: false; readonly why: string };

class Unknown extends Error {}

/** What a server with this policy answers, as far as CORS is concerned: the status and every header of CORS. */
export function answer(policy: CorsPolicy, request: ServerRequest): Answer {
  const { behaviour } = policy;
  if (!behaviour) return { known: false, why: `the exact answers of ${policy.framework} are not known` };
  const { methods } = policy.scope;
  if (methods && !methods.includes(request.method)) return untouched(behaviour, request);
  const answered = kindOf(behaviour, request);
  if (behaviour.hangs?.on.includes(answered)) return { known: false, why: behaviour.hangs.why };
  if (behaviour.fails?.on.includes(answered)) return { known: true, status: behaviour.fails.status, headers: {} };
  if (policy.oddities.some(it => it.kind === 'stateful-pattern')) {
    return {
      known: false,
      why: 'a regular expression with the `g` or `y` flag answers differently from one request to the next',
    };
  }
  const position = positionOf(policy, behaviour, request.origin);
  if (position.standing === undefined) return { known: false, why: position.why };
  try {
    return { known: true, ...exactly({ policy, behaviour, request, answered, position, standing: position.standing }) };
  } catch (error) {
    if (error instanceof Unknown) return { known: false, why: error.message };
    throw error;
  }
}

/** The policy is not mounted on this method: whatever the application answers, without a header of CORS. */
function untouched({ preflight }: Behaviour, { method, reaches }: ServerRequest): Answer {
  const status =
    reaches === 'nothing' ? 404 : method === 'OPTIONS' ? preflight.unanswered : reaches === 'error' ? 500 : 200;
  return { known: true, status, headers: {} };
}

interface Situation {
  readonly policy: CorsPolicy;
  readonly behaviour: Behaviour;
  readonly request: ServerRequest;
  readonly answered: Answered;
  readonly standing: Standing;
  readonly position: Extract<Position, { readonly standing: Standing }>;
}

function kindOf({ preflight }: Behaviour, { method, origin, requestMethod }: ServerRequest): Answered {
  if (method !== 'OPTIONS') return 'actual';
  switch (preflight.when) {
    case 'options':
      return 'preflight';
    case 'request-method':
      return requestMethod ? 'preflight' : 'options';
    case 'origin-and-request-method':
      return requestMethod && origin !== undefined ? 'preflight' : 'options';
    case 'never':
      return 'options';
  }
}

function exactly(it: Situation): Response {
  const refused = refusal(it);
  if (refused !== undefined) return { status: refused, headers: {} };
  const { status, own } = statusOf(it);
  const { kept } = it.behaviour;
  const lost =
    !own && ((status === 404 && !kept.notFound) || (it.request.reaches === 'error' && status === 500 && !kept.error));
  return { status, headers: lost ? {} : headersOf(it) };
}

/** The status of a preflight that the library turns down for what it asks. */
function refusal({ policy, behaviour, request, answered, standing }: Situation): number | undefined {
  const refuses = answered === 'preflight' && standing !== 'off' ? behaviour.preflight.refuses : undefined;
  if (!refuses) return undefined;
  const { requestMethod = '', requestHeaders = '' } = request;
  const asked = requestHeaders.split(',').map(it => it.trim().toLowerCase());
  const unlisted = (field: ListField, names: readonly string[], fold: boolean) => {
    const list = certain(policy[field], field);
    if (list.kind !== 'names') return false;
    const listed = list.names.map(it => (fold ? it.text.toLowerCase() : it.text));
    return names.some(it => it !== '' && !listed.includes(it));
  };
  const turned =
    (refuses.when.includes('origin') && standing === 'refused') ||
    (refuses.when.includes('method') && unlisted('methods', [requestMethod], false)) ||
    (refuses.when.includes('headers') && unlisted('allowedHeaders', asked, true));
  return turned ? refuses.status : undefined;
}

/** The status, and whether the library itself gives it. */
function statusOf({ policy, behaviour, request, answered, standing }: Situation): { status: number; own: boolean } {
  const { preflight, allowOrigin } = behaviour;
  if (standing === 'failed') return { status: allowOrigin.failedStatus ?? 500, own: true };
  const reaches = request.reaches ?? 'route';
  if (answered === 'actual') {
    return { status: reaches === 'route' ? 200 : reaches === 'nothing' ? 404 : 500, own: false };
  }
  if (standing !== 'off') {
    if (answered === 'options' && preflight.otherStatus !== undefined)
      return { status: preflight.otherStatus, own: true };
    if (answered === 'preflight' && !preflight.continues)
      return { status: policy.preflight.status ?? preflight.status, own: true };
  }
  const unanswered = reaches === 'nothing' ? (preflight.unansweredNotFound ?? 404) : preflight.unanswered;
  return { status: unanswered, own: false };
}

function headersOf(it: Situation): HeaderValues {
  const { policy, behaviour, standing, position, answered } = it;
  const { allowOrigin } = behaviour;
  const headers: Record<string, readonly string[]> = {};
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined) headers[name] = [value];
  };
  if (!allowOrigin.on || allowOrigin.on.includes(answered)) {
    const lines = originLines(it, position.texts ?? []);
    if (lines.length > 0) headers['access-control-allow-origin'] = lines;
  }
  if (writes(behaviour.credentials, it) && certain(policy.credentials, 'credentials'))
    put('access-control-allow-credentials', 'true');
  const methods = writes(behaviour.methods, it) ? listText('methods', it) : undefined;
  const allowed = writes(behaviour.allowedHeaders, it) ? listText('allowedHeaders', it) : undefined;
  put('access-control-allow-methods', methods);
  put('access-control-allow-headers', allowed);
  if (writes(behaviour.exposedHeaders, it)) put('access-control-expose-headers', listText('exposedHeaders', it));
  if (writes(behaviour.maxAge, it)) put('access-control-max-age', maxAgeText(it));
  const vary = standing === 'failed' ? varyNames(it, undefined) : varyNames(it, allowed);
  if (vary.length > 0) put('vary', vary.join(', '));
  return headers;
}

function originLines({ behaviour, request, standing }: Situation, texts: readonly string[]): readonly string[] {
  const { allowOrigin } = behaviour;
  const maybe = (text: string | undefined) => (text === undefined ? [] : [text]);
  switch (standing) {
    case 'any':
      return ['*'];
    case 'fixed':
      return allowOrigin.several === 'joined' ? [texts.join(',')] : texts;
    case 'matched':
      return maybe(request.origin);
    case 'refused':
      return maybe(allowOrigin.refused);
    case 'absent':
      return maybe(allowOrigin.absent);
    default:
      return [];
  }
}

function writes(rule: Writes | undefined, { answered, standing }: Situation): boolean {
  const standings = answered === 'options' ? (rule?.options ?? rule?.actual) : rule?.[answered];
  return standings?.includes(standing) ?? false;
}

function listText(field: ListField, it: Situation): string | undefined {
  const { policy, behaviour } = it;
  const { lists } = behaviour;
  const literal = lists.texts?.[field];
  const list = certain(policy[field], field);
  if (list.kind === 'reflect' || (list.kind === 'any' && reflectsStar(it))) return reflected(field, it);
  if (literal !== undefined) return literal === '' && lists.empty === 'omitted' ? undefined : literal;
  const names =
    list.kind === 'any' && !list.names.some(name => name.text === '*')
      ? ['*', ...list.names.map(name => name.text)]
      : list.names.map(name => name.text);
  const text = names.join(lists.joiner);
  return text === '' && lists.empty === 'omitted' ? undefined : text;
}

function reflectsStar({ policy, behaviour }: Situation): boolean {
  return behaviour.lists.starWithCredentials === 'reflected' && certain(policy.credentials, 'credentials');
}

/** What the request asks for, repeated. */
function reflected(field: ListField, { behaviour, request, answered }: Situation): string | undefined {
  const { lists } = behaviour;
  if (answered !== 'preflight' && lists.reflectsRequest) {
    if (field === 'methods') return request.method;
    if (request.headerNames === undefined) throw new Unknown('the names of all request headers are repeated');
    return request.headerNames.join(lists.joiner);
  }
  const asked = field === 'methods' ? request.requestMethod : request.requestHeaders;
  if (asked === undefined || asked === '') return lists.nothingAsked;
  if (field === 'methods' || (lists.reflected ?? 'verbatim') === 'verbatim') return asked;
  const names = asked.split(',').map(name => name.trim());
  return (lists.reflected === 'rejoined' ? names : names.map(name => name.toLowerCase())).join(lists.joiner);
}

function maxAgeText({ policy, behaviour }: Situation): string | undefined {
  const value = certain(policy.maxAge, 'maxAge');
  if (value === undefined || value === '' || (behaviour.zeroMaxAgeOmitted && value === 0)) return undefined;
  return String(value);
}

function varyNames(it: Situation, allowed: string | undefined): readonly string[] {
  const { behaviour, policy, answered } = it;
  const { vary } = behaviour;
  if (writes(vary.star, it)) return ['*'];
  const names = writes(vary.origin, it) ? ['Origin'] : [];
  if (answered !== 'preflight' || !writes(behaviour.allowedHeaders, it)) return names;
  const reflects = certain(policy.allowedHeaders, 'allowedHeaders').kind === 'reflect';
  const asked =
    vary.requestHeaders === 'sent'
      ? allowed !== undefined
      : reflects &&
        (vary.requestHeaders === 'reflecting' || (vary.requestHeaders === 'reflected' && allowed !== undefined));
  return [
    ...names,
    ...(asked ? ['Access-Control-Request-Headers'] : []),
    ...(vary.requestMethod ? ['Access-Control-Request-Method'] : []),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  credentials: 'whether credentials are allowed',
  methods: 'which methods are allowed',
  allowedHeaders: 'which request headers are allowed',
  exposedHeaders: 'which response headers are exposed',
  maxAge: 'the max-age',
};

function certain<T>(setting: Setting<T>, field: string): T {
  if (setting.kind === 'written' || setting.kind === 'default') return setting.value;
  throw new Unknown(`${WORDS[field] ?? field} is not known`);
}
