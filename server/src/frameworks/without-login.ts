import { lastName } from '../syntax/member.ts';
import { type CallValue, type FunctionValue, isUndefined, type Path, type Test, type Value } from '../syntax/value.ts';

/**
 * The status with which a middleware certainly answers a preflight, since that carries no login; undefined where it may let
 * it pass. Known are packages that were read, and functions of the workspace that refuse whoever sends nothing.
 */
export function refusalOf(value: Value): number | undefined {
  if (value.kind === 'function') return ofFunction(value);
  return value.kind === 'call' && refuses(value) ? 401 : undefined;
}

const STRATEGIES = /^(jwt|bearer|basic|http-bearer|http-basic|headerapikey|oauth-bearer)$/;

/** Read in express-oauth2-jwt-bearer 1.10, express-basic-auth 1.2, koa-jwt 4.0, hono 4.13 and passport 0.7; express-jwt lets preflights pass. */
function refuses({ callee, args }: CallValue): boolean {
  const [first] = args;
  const given = (key: string) =>
    first !== undefined && (first.kind !== 'record' || !!first.rest || first.entries.some(it => it.key === key));
  const of = callee.kind === 'member' ? callee.object : callee;
  if (of.kind !== 'external') return false;
  const name = lastName(callee) ?? '';
  switch (of.module) {
    case 'express-oauth2-jwt-bearer':
      return name === 'auth' && !given('authRequired');
    case 'express-basic-auth':
      return callee.kind === 'external';
    case 'koa-jwt':
      return callee.kind === 'external' && !given('passthrough') && !given('getToken');
    case 'hono/jwt':
    case 'hono/bearer-auth':
    case 'hono/basic-auth':
      return /^(jwt|bearerAuth|basicAuth)$/.test(name);
    case 'passport':
      return (
        name === 'authenticate' &&
        first?.kind === 'literal' &&
        STRATEGIES.test(String(first.value)) &&
        args.length <= 2 &&
        args[1]?.kind !== 'function'
      );
    default:
      return false;
  }
}

/** The one way that a request takes which has neither login nor cookie nor any header of its own. */
function ofFunction(fn: FunctionValue): number | undefined {
  const { paths, cut } = fn.run([]);
  if (cut || paths.some(it => looksAtMethod(it.when))) return undefined;
  const taken = paths.filter(it => decided(it.when) !== false);
  const [only] = taken;
  return only && taken.length === 1 && decided(only.when) === true && !goesOn(only, fn) ? statusOf(only) : undefined;
}

function goesOn({ effects, result }: Path, { parameters }: FunctionValue): boolean {
  const next = parameters.length > 1 ? parameters.at(-1) : undefined;
  const calls = [...effects.map(it => it.call), ...(result?.kind === 'call' ? [result] : [])];
  return calls.some(it => it.callee.kind === 'parameter' && (it.callee.name === next || it.callee.name === 'next'));
}

function statusOf(path: Path): number | undefined {
  return statusesOf(path).find(it => it === 401 || it === 403 || isRedirect(it));
}

/** The statuses that are set on the way, for a request without a login. */
export function statusesOf({ effects, result }: Path): readonly number[] {
  const statuses = effects.flatMap(({ call, when }) => (decided(when) === false ? [] : statusIn(call)));
  const answer = result?.kind === 'call' ? result : undefined;
  return [...statuses, ...(answer ? [...statusIn(answer), ...statusGiven(answer)] : [])];
}

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** `res.status(401)`, `res.writeHead(401)`, `res.statusCode = 401`, `ctx.status = 401`, `ctx.throw(401)`; `res.redirect('/login')` is a 302. */
function statusIn({ callee, args }: CallValue): readonly number[] {
  if (callee.kind !== 'member') return [];
  const [first, second] = args;
  if (/^(status|sendStatus|code|writeHead|throw)$/.test(callee.name)) return numbers(first);
  if (callee.name === 'redirect') return [[...numbers(first), ...numbers(second)].find(isRedirect) ?? 302];
  const key = callee.name === '[]=' && first?.kind === 'literal' ? first.value : undefined;
  return key === 'statusCode' || key === 'status' ? numbers(second) : [];
}

/** `c.json({}, 401)`, `new Response('', { status: 401 })`. */
function statusGiven({ callee, args, construct }: CallValue): readonly number[] {
  const name = lastName(callee) ?? '';
  if (construct ? name !== 'Response' : !/^(json|text|body|html)$/.test(name)) return [];
  const second = args[1];
  const status = second?.kind === 'record' ? second.entries.findLast(it => it.key === 'status')?.value : second;
  return numbers(status);
}

function numbers(value: Value | undefined): readonly number[] {
  return value?.kind === 'literal' && typeof value.value === 'number' ? [value.value] : [];
}

/** What a condition says of a preflight; undefined where it cannot be told. */
function decided(test: Test): boolean | undefined {
  switch (test.kind) {
    case 'constant':
      return test.value;
    case 'not': {
      const of = decided(test.of);
      return of === undefined ? undefined : !of;
    }
    case 'and':
    case 'or': {
      const all = test.of.map(decided);
      const settles = test.kind === 'or';
      return all.includes(settles) ? settles : all.every(it => it === !settles) ? !settles : undefined;
    }
    case 'truthy':
      return isAbsent(test.of) ? false : undefined;
    case 'equals': {
      const [one, other] = isAbsent(test.left) ? [test.left, test.right] : [test.right, test.left];
      if (!isAbsent(one) || other.kind !== 'literal') return undefined;
      return isUndefined(other);
    }
    case 'starts':
    case 'ends':
    case 'contains':
    case 'matches':
    case 'parses':
      return isAbsent(test.of) ? false : undefined;
    case 'unknown':
      return test.of && isAbsent(test.of) ? false : undefined;
    case 'type':
      return isAbsent(test.of) ? test.type === 'undefined' : undefined;
    default:
      return undefined;
  }
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
      if (isAbsent(value.object)) return true;
      if (value.object.kind === 'parameter') return value.object.index === 0 && LOGIN.test(value.name);
      return value.object.kind === 'member' && value.object.name === 'session' && LOGIN.test(value.name);
    case 'call':
      return !value.construct && value.callee.kind === 'member' && isAbsent(value.callee);
    case 'unknown':
      return value.of !== undefined && isAbsent(value.of);
    case 'choice': {
      const left = value.branches.filter(it => decided(it.when) !== false);
      return left.length > 0 && left.every(it => isAbsent(it.value) || isUndefined(it.value));
    }
    default:
      return false;
  }
}

/** Whether the condition asks for the request's method, as whoever lets preflights pass does. */
export function looksAtMethod(test: Test): boolean {
  switch (test.kind) {
    case 'constant':
    case 'unknown':
      return false;
    case 'not':
      return looksAtMethod(test.of);
    case 'and':
    case 'or':
      return test.of.some(looksAtMethod);
    case 'equals':
      return isMethod(test.left) || isMethod(test.right);
    case 'member':
      return isMethod(test.item) || isMethod(test.list);
    default:
      return isMethod(test.of);
  }
}

function isMethod(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'method';
  if (value.kind === 'call') return isMethod(value.callee);
  return value.kind === 'member' && (value.name === 'method' || isMethod(value.object));
}
