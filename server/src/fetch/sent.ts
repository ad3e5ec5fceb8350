import type { Answered, Behaviour, ListField, OriginMatch, Writes } from '../model/behaviour.ts';
import type { CorsPolicy, Setting } from '../model/policy.ts';
import type { HeaderValues } from './headers.ts';
import type { Position } from './origin-match.ts';

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
  /** It carries neither cookies nor headers that are not on every request. */
  readonly bare?: boolean;
  /** Whoever sends it is logged in, though what shows that is not seen. */
  readonly loggedIn?: boolean;
  /** What answers behind the policy: a route (by default), nobody, or a handler that fails. */
  readonly reaches?: 'route' | 'nothing' | 'error';
}

/** A request to one policy, and how it stands there. */
export interface Situation {
  readonly policy: CorsPolicy;
  readonly behaviour: Behaviour;
  readonly request: ServerRequest;
  readonly answered: Answered;
  readonly originMatch: OriginMatch;
  readonly position: Extract<Position, { readonly originMatch: OriginMatch }>;
}

/** Part of the answer is not known; the message tells which. */
export class Unknown extends Error {}

/** Every header of CORS that is sent. */
export function headersOf(it: Situation): HeaderValues {
  const { behaviour, originMatch, position, answered } = it;
  const { allowOrigin } = behaviour;
  const headers: Record<string, readonly string[]> = {};
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined) headers[name] = [value];
  };
  if (!allowOrigin.on || allowOrigin.on.includes(answered)) {
    const lines = originLines(it, position.texts ?? []);
    if (lines.length > 0) headers['access-control-allow-origin'] = lines;
  }
  if (writes(behaviour.credentials, it)) put('access-control-allow-credentials', credentialsText(it));
  const methods = writes(behaviour.methods, it) ? listText('methods', it) : undefined;
  const allowed = writes(behaviour.allowedHeaders, it) ? listText('allowedHeaders', it) : undefined;
  put('access-control-allow-methods', methods);
  put('access-control-allow-headers', allowed);
  if (writes(behaviour.exposedHeaders, it)) put('access-control-expose-headers', listText('exposedHeaders', it));
  if (writes(behaviour.maxAge, it)) put('access-control-max-age', maxAgeText(it));
  const vary = originMatch === 'failed' ? varyNames(it, undefined) : varyNames(it, allowed);
  if (vary.length > 0) put('vary', vary.join(', '));
  return headers;
}

function credentialsText({ behaviour, policy }: Situation): string | undefined {
  return behaviour.credentialsText ?? (certain(policy.credentials, 'credentials') ? 'true' : undefined);
}

function originLines({ behaviour, request, originMatch }: Situation, texts: readonly string[]): readonly string[] {
  const { allowOrigin } = behaviour;
  const maybe = (text: string | undefined) => (text === undefined ? [] : [text]);
  switch (originMatch) {
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

function writes(rule: Writes | undefined, { answered, originMatch }: Situation): boolean {
  const originMatches = answered === 'options' ? (rule?.options ?? rule?.actual) : rule?.[answered];
  return originMatches?.includes(originMatch) ?? false;
}

function listText(field: ListField, it: Situation): string | undefined {
  const { policy, behaviour } = it;
  const { lists } = behaviour;
  const literal = lists.texts?.[field];
  if (field === 'methods' && lists.methodsWhenAsked && it.answered === 'preflight' && !it.request.requestMethod)
    return undefined;
  const list = certain(policy[field], field);
  if (list.kind === 'reflect' || (list.kind === 'any' && reflectsStar(it))) return reflected(field, it);
  const omitted = lists.empty === 'omitted' || (lists.empty !== 'sent' && !lists.empty.includes(field));
  if (literal !== undefined) return literal === '' && omitted ? undefined : literal;
  const names =
    list.kind === 'any' && !list.names.some(name => name.text === '*')
      ? ['*', ...list.names.map(name => name.text)]
      : list.names.map(name => name.text);
  const text = names.join(lists.joiner);
  return text === '' && omitted ? undefined : text;
}

function reflectsStar({ policy, behaviour }: Situation): boolean {
  return behaviour.lists.starWithCredentials === 'reflected' && certain(policy.credentials, 'credentials');
}

/** What the request asks for, repeated. */
function reflected(field: ListField, { behaviour, request, answered }: Situation): string | undefined {
  const { lists } = behaviour;
  const { requestNames } = lists;
  if (requestNames && (answered !== 'preflight' || field === 'exposedHeaders')) {
    if (field === 'methods') return request.method;
    if (request.headerNames === undefined) throw new Unknown('the names of all request headers are repeated');
    return [...request.headerNames]
      .sort()
      .join(answered === 'preflight' ? requestNames.preflight : requestNames.actual);
  }
  const asked = field === 'methods' ? request.requestMethod : request.requestHeaders;
  if (asked === undefined || asked === '') return lists.nothingAsked;
  if (field === 'methods' && lists.besideMethod !== undefined) return `${asked}${lists.joiner}${lists.besideMethod}`;
  if (field === 'methods' || (lists.reflected ?? 'verbatim') === 'verbatim') return asked;
  if (lists.reflected === 'lower-case') return asked.toLowerCase();
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
  const further = vary.further && writes(vary.further.on, it) ? vary.further.names : [];
  const names = [...(writes(vary.origin, it) ? ['Origin'] : []), ...further];
  if (answered !== 'preflight' || !writes(behaviour.allowedHeaders, it)) return names;
  const reflects = certain(policy.allowedHeaders, 'allowedHeaders').kind === 'reflect';
  const asked =
    vary.requestHeaders === 'always' ||
    (vary.requestHeaders === 'sent'
      ? allowed !== undefined
      : reflects &&
        (vary.requestHeaders === 'reflecting' || (vary.requestHeaders === 'reflected' && allowed !== undefined)));
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

/** The value of a setting that is needed for the answer. */
export function certain<T>(setting: Setting<T>, field: string): T {
  if (setting.kind === 'written' || setting.kind === 'default') return setting.value;
  throw new Unknown(`${WORDS[field] ?? field} is not known`);
}
