import type { Refusal } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import {
  type CallValue,
  type FunctionValue,
  isUndefined,
  type Path,
  property,
  type Test,
  textOf,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { refusalOfPackage } from './login-packages.ts';

/**
 * What a middleware certainly does to a request that carries no login; undefined where it may let it pass. Known are packages
 * that were run, and functions of the workspace that refuse whoever sends nothing.
 */
export function refusalOf(value: Value): Refusal | undefined {
  if (value.kind === 'call') return refusalOfPackage(value);
  if (value.kind !== 'function') return undefined;
  const preflights = statusFor(PREFLIGHT, value);
  const requests = statusFor({ method: 'GET' }, value);
  const without = requests && !isRedirect(requests.status) ? { without: withoutLogin(requests) } : {};
  if (preflights) return { preflights: preflights.status, ...exceptingOf(preflights), ...without };
  return !requests || isRedirect(requests.status)
    ? undefined
    : { requests: requests.status, ...exceptingOf(requests), ...without };
}

/** Whom it refuses: whoever lacks the headers that it looks at, or, where it looks at more than headers, whoever carries nothing. */
function withoutLogin({ status, when }: Refused): NonNullable<Refusal['without']> {
  const headers = new Set<string>();
  const others = looks(when, it => {
    const name = isAbsent(it) ? headerOf(it) : '';
    if (name) headers.add(name);
    return name === undefined;
  });
  return others || headers.size === 0 ? { status } : { headers: [...headers], status };
}

/** The header of the request that a value is. */
function headerOf(value: Value): string | undefined {
  if (value.kind === 'request' && value.part === 'header') return value.name;
  return value.kind === 'call' ? askedHeader(value) : undefined;
}

/** `req.get('X-Key')`, `c.req.header('x-key')`: what a context gives by a plain name may be what code has put there. */
function askedHeader({ callee, args: [name, ...more] }: CallValue): string | undefined {
  if (callee.kind !== 'member' || more.length > 0 || !isRequest(callee.object)) return undefined;
  const text = textOf(name)?.toLowerCase();
  const plain = callee.name === 'get' && !text?.includes('-');
  return /^(get|header)$/.test(callee.name) && !plain ? text : undefined;
}

/**
 * Where a function that answers every request turns preflights away for want of a login, and with which status; `named` tells that
 * it does so at the one address that it names.
 */
export function refusedPreflight(
  fn: FunctionValue,
): { readonly status: number; readonly at: Span; readonly named?: string; readonly header?: string } | undefined {
  const found = statusFor(PREFLIGHT, fn);
  if (found)
    return looks(found.when, isAbsent) ? { status: found.status, at: found.at, ...headerIn(found.when) } : undefined;
  const named = soleAddress(fn);
  const there = named === undefined ? undefined : statusFor({ ...PREFLIGHT, named: true }, fn);
  return there && named !== undefined && looks(there.when, isAbsent)
    ? { status: there.status, at: there.at, named, ...headerIn(there.when) }
    : undefined;
}

/** The header that is looked for first. */
function headerIn(when: Test): { readonly header?: string } {
  let header: string | undefined;
  looks(when, it => {
    if (it.kind === 'request' && it.part === 'header' && isAbsent(it)) header ??= it.name;
    return header !== undefined;
  });
  return header === undefined ? {} : { header };
}

/** The one address, or the beginning of some, that a function asks for, if it is one. */
function soleAddress(fn: FunctionValue): string | undefined {
  const found = new Map<number, string | undefined>();
  const gather = (test: Test): void => {
    if (test.kind === 'not') gather(test.of);
    else if (test.kind === 'and' || test.kind === 'or') test.of.forEach(gather);
    else if (test.kind === 'starts' && isAddress(test.of)) found.set(test.span.start, textOf(test.text));
    else if (test.kind === 'equals' && isAddress(test.left)) found.set(test.span.start, textOf(test.right));
    else if (looks(test, isAddress)) found.set('span' in test ? test.span.start : -1, undefined);
  };
  for (const it of fn.run([]).paths) gather(it.when);
  return found.size === 1 ? [...found.values()][0] : undefined;
}

/**
 * Where a handler answers preflights with a status that browsers refuse, on whichever of the ways left it takes, and whether it does so for
 * want of a login.
 */
export function preflightEnd(
  fn: FunctionValue,
): { readonly status: number; readonly at: Span; readonly login: boolean } | undefined {
  const { paths, cut } = fn.run([]);
  const taken = cut ? [] : paths.filter(it => decided(it.when, PREFLIGHT) !== false);
  const [first] = taken;
  const status = first && statusesOf(first).at(0);
  if (!first || status === undefined || status < 300 || taken.some(it => goesOn(it, fn))) return undefined;
  if (taken.some(it => statusesOf(it).at(0) !== status || looks(it.when, isAddress))) return undefined;
  return { status, at: first.at, login: taken.some(it => looks(it.when, isAbsent)) };
}

/** The status with which a middleware ends every preflight, whatever its address: `(req, res) => res.status(404).end()`. */
export function endOfPreflights(value: Value): number | undefined {
  if (value.kind !== 'function' || value.parameters.length > 3) return undefined;
  const { paths, cut } = value.run([]);
  const taken = cut ? [] : paths.filter(it => decided(it.when, PREFLIGHT) !== false);
  if (taken.length === 0 || taken.some(it => goesOn(it, value) || looks(it.when, isAddress))) return undefined;
  const statuses = taken.map(it => statusesOf(it).at(0));
  const [first] = statuses;
  return first !== undefined && first >= 300 && statuses.every(it => it === first) ? first : undefined;
}

function exceptingOf({ when }: Refused): Pick<Refusal, 'excepting'> {
  return looks(when, isAddress) ? { excepting: true } : {};
}

interface Refused {
  readonly status: number;
  readonly when: Test;
  readonly at: Span;
}

/**
 * What becomes of a request that has neither login nor cookie nor any header of its own, and goes to an address that the middleware
 * does not name, whichever of the ways left it takes.
 */
function statusFor(sent: Sent, fn: FunctionValue): Refused | undefined {
  const { paths, cut } = fn.run([]);
  const taken = cut ? [] : paths.filter(it => decided(it.when, sent) !== false);
  const [first, ...more] = taken;
  if (!first || taken.some(it => goesOn(it, fn))) return undefined;
  const status = statusOf(first, sent);
  if (status === undefined || more.some(it => statusOf(it, sent) !== status)) return undefined;
  const when: Test = { kind: 'or', of: taken.map(it => it.when) };
  // What is refused for its address alone is no matter of a login.
  return looks(when, isAddress) && !sent.named && !looks(when, isAbsent) ? undefined : { status, when, at: first.at };
}

type Method = 'OPTIONS' | 'GET';

/** A request without a login, by its method, and whether it goes to the addresses that the code names. */
interface Sent {
  readonly method: Method;
  readonly named?: boolean;
}

const PREFLIGHT: Sent = { method: 'OPTIONS' };

function goesOn({ effects, result }: Path, { parameters, takesMore }: FunctionValue): boolean {
  // It may call what it has no name for.
  if (takesMore) return true;
  const next = parameters.length > 1 ? parameters.at(-1) : undefined;
  const calls = [...effects.map(it => it.call), ...(result?.kind === 'call' ? [result] : [])];
  return calls.some(it => it.callee.kind === 'parameter' && (it.callee.name === next || it.callee.name === 'next'));
}

function statusOf(path: Path, sent: Sent): number | undefined {
  return statusesOf(path, sent).find(it => it === 401 || it === 403 || isRedirect(it));
}

/** The statuses that are set on the way, for a request without a login. */
export function statusesOf({ effects, result }: Path, sent: Sent = PREFLIGHT): readonly number[] {
  const statuses = effects.flatMap(({ call, when }) => (decided(when, sent) === false ? [] : statusIn(call)));
  if (result?.kind === 'record') return [...statuses, ...numbers(property(result, 'statusCode')?.value)];
  const answer = result?.kind === 'call' ? result : undefined;
  return [...statuses, ...(answer ? [...statusIn(answer), ...statusGiven(answer)] : [])];
}

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** `res.status(401)`, `res.writeHead(401)`, `res.statusCode = 401`, `ctx.status = 401`, `ctx.throw(401)`; `res.redirect('/login')` is a 302, that of Next.js a 307. */
function statusIn({ callee, args }: CallValue): readonly number[] {
  if (callee.kind !== 'member') return [];
  const [first, second] = args;
  if (/^(status|sendStatus|code|writeHead|throw)$/.test(callee.name)) return numbers(first);
  if (callee.name === 'redirect') {
    const usual = lastName(callee.object) === 'NextResponse' ? 307 : 302;
    return [[...numbers(first), ...numbers(second)].find(isRedirect) ?? usual];
  }
  const key = callee.name === '[]=' && first?.kind === 'literal' ? first.value : undefined;
  return key === 'statusCode' || key === 'status' ? numbers(second) : [];
}

/** `c.json({}, 401)`, `new Response('', { status: 401 })`. */
function statusGiven({ callee, args, construct }: CallValue): readonly number[] {
  const name = lastName(callee) ?? '';
  if (construct ? !/^(Next)?Response$/.test(name) : !/^(json|text|body|html|newResponse)$/.test(name)) return [];
  const second = args[1];
  const status = second?.kind === 'record' ? second.entries.findLast(it => it.key === 'status')?.value : second;
  return numbers(status);
}

function numbers(value: Value | undefined): readonly number[] {
  return value?.kind === 'literal' && typeof value.value === 'number' ? [value.value] : [];
}

/** What a condition says of a request without login; undefined where it cannot be told. */
function decided(test: Test, sent: Sent): boolean | undefined {
  switch (test.kind) {
    case 'constant':
      return test.value;
    case 'not': {
      const of = decided(test.of, sent);
      return of === undefined ? undefined : !of;
    }
    case 'and':
    case 'or': {
      const all = test.of.map(it => decided(it, sent));
      const settles = test.kind === 'or';
      return all.includes(settles) ? settles : all.every(it => it === !settles) ? !settles : undefined;
    }
    case 'truthy':
      return isAbsent(test.of) ? false : undefined;
    case 'equals': {
      if (isMethod(test.left)) return isCalled(sent.method, test.right);
      if (isMethod(test.right)) return isCalled(sent.method, test.left);
      if (isAddress(test.left) || isAddress(test.right)) return sent.named ?? false;
      const [one, other] = isAbsent(test.left) ? [test.left, test.right] : [test.right, test.left];
      // What is asked for is in the environment, where there is a login.
      if (!isAbsent(one) || (other.kind !== 'literal' && other.kind !== 'environment')) return undefined;
      return isUndefined(other);
    }
    case 'starts':
    case 'ends':
    case 'contains':
    case 'matches':
    case 'parses':
      if (isAddress(test.of)) return sent.named ?? false;
      return isAbsent(test.of) ? false : undefined;
    case 'unknown':
      return test.of && isAbsent(test.of) ? false : undefined;
    case 'member':
      if (isAddress(test.item)) return sent.named ?? false;
      return isMethod(test.item) ? isAmong(sent.method, test.list) : undefined;
    case 'type':
      return isAbsent(test.of) ? test.type === 'undefined' : undefined;
    default:
      return undefined;
  }
}

/** Whether a text is the name of a method, however it is written. */
function isCalled(method: Method, value: Value): boolean | undefined {
  return value.kind === 'literal' ? String(value.value).toUpperCase() === method : undefined;
}

function isAmong(method: Method, list: Value): boolean | undefined {
  if (list.kind !== 'list' || list.rest) return undefined;
  const all = list.items.map(it => isCalled(method, it));
  return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
}

/** Headers that browsers put on a preflight. https://fetch.spec.whatwg.org/#cors-preflight-fetch */
const SENT =
  /^(host|origin|referer|user-agent|connection|accept.*|access-control-request-.*|sec-.*|cache-control|pragma|te|dnt|x-forwarded-.*|x-real-ip|forwarded|via|cf-.*|x-request-id|content-length)$/;
const LOGIN = /^(user|userId|currentUser|auth|isAuthenticated)$/;

/** What a preflight does not have: own headers, cookies, and whoever logged in. */
function isAbsent(value: Value): boolean {
  switch (value.kind) {
    case 'request':
      return (
        value.part === 'cookies' || (value.part === 'header' && value.name !== undefined && !SENT.test(value.name))
      );
    case 'member':
      if (isAbsent(value.object) || (value.name === 'cookies' && isRequest(value.object))) return true;
      if (value.object.kind === 'parameter') return value.object.index === 0 && LOGIN.test(value.name);
      return value.object.kind === 'member' && value.object.name === 'session' && LOGIN.test(value.name);
    case 'call': {
      const asked = askedHeader(value);
      if (asked !== undefined) return !SENT.test(asked);
      return (
        !value.construct && (isOneCookie(value.callee) || (value.callee.kind === 'member' && isAbsent(value.callee)))
      );
    }
    case 'unknown':
      return value.of !== undefined && isAbsent(value.of);
    case 'choice': {
      const left = value.branches.filter(it => decided(it.when, PREFLIGHT) !== false);
      return left.length > 0 && left.every(it => isAbsent(it.value) || isUndefined(it.value));
    }
    default:
      return false;
  }
}

/** `request.cookies.get` and `has` of Next.js and SvelteKit. */
function isOneCookie(callee: Value): boolean {
  return callee.kind === 'request' && callee.part === 'cookies' && /^(get|has)$/.test(callee.name ?? '');
}

/** Whether the condition asks for the request's method, as whoever lets preflights pass does. */
export function looksAtMethod(test: Test): boolean {
  return looks(test, isMethod);
}

function looks(test: Test, at: (value: Value) => boolean): boolean {
  switch (test.kind) {
    case 'constant':
      return false;
    case 'unknown':
      return test.of !== undefined && at(test.of);
    case 'not':
      return looks(test.of, at);
    case 'and':
    case 'or':
      return test.of.some(it => looks(it, at));
    case 'equals':
      return at(test.left) || at(test.right);
    case 'member':
      return at(test.item) || at(test.list);
    default:
      return at(test.of);
  }
}

/** The address of the request, of which no more is known than that the middleware does not name it. */
function isAddress(value: Value): boolean {
  switch (value.kind) {
    case 'request':
      return value.part === 'url';
    case 'member':
      return ADDRESS.test(value.name) ? isRequest(value.object) || isAddress(value.object) : isAddress(value.object);
    case 'part':
      return value.part === 'url' && isAddress(value.of);
    case 'call':
      return !value.construct && value.callee.kind === 'member' && isAddress(value.callee);
    case 'unknown':
      return value.of !== undefined && isAddress(value.of);
    default:
      return false;
  }
}

const ADDRESS = /^(url|originalUrl|path|pathname|baseUrl|routePath)$/;

/** What a handler is handed first, and the request in it. */
function isRequest(value: Value): boolean {
  if (value.kind === 'parameter') return value.index === 0;
  return value.kind === 'member' && /^(req|request|nextUrl|raw|event)$/.test(value.name) && isRequest(value.object);
}

function isMethod(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'method';
  if (value.kind === 'call') return isMethod(value.callee);
  return value.kind === 'member' && (value.name === 'method' || isMethod(value.object));
}
