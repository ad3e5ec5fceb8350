import type { Refusal } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import {
  type CallValue,
  type FunctionValue,
  isUndefined,
  type Path,
  type Test,
  type Value,
} from '../../syntax/value.ts';
import { refusalOfPackage } from './login-packages.ts';

/**
 * What a middleware certainly does to a request that carries no login; undefined where it may let it pass. Known are packages
 * that were run, and functions of the workspace that refuse whoever sends nothing.
 */
export function refusalOf(value: Value): Refusal | undefined {
  if (value.kind === 'call') return refusalOfPackage(value);
  if (value.kind !== 'function') return undefined;
  const preflights = statusFor('OPTIONS', value);
  if (preflights !== undefined) return { preflights };
  const requests = statusFor('GET', value);
  return requests === undefined || isRedirect(requests) ? undefined : { requests };
}

/** What becomes of the one way that a request takes which has neither login nor cookie nor any header of its own. */
function statusFor(method: Method, fn: FunctionValue): number | undefined {
  const { paths, cut } = fn.run([]);
  if (cut) return undefined;
  const taken = paths.filter(it => decided(it.when, method) !== false);
  const [only] = taken;
  return only && taken.length === 1 && decided(only.when, method) === true && !goesOn(only, fn)
    ? statusOf(only, method)
    : undefined;
}

type Method = 'OPTIONS' | 'GET';

function goesOn({ effects, result }: Path, { parameters }: FunctionValue): boolean {
  const next = parameters.length > 1 ? parameters.at(-1) : undefined;
  const calls = [...effects.map(it => it.call), ...(result?.kind === 'call' ? [result] : [])];
  return calls.some(it => it.callee.kind === 'parameter' && (it.callee.name === next || it.callee.name === 'next'));
}

function statusOf(path: Path, method: Method): number | undefined {
  return statusesOf(path, method).find(it => it === 401 || it === 403 || isRedirect(it));
}

/** The statuses that are set on the way, for a request without a login. */
export function statusesOf({ effects, result }: Path, method: Method = 'OPTIONS'): readonly number[] {
  const statuses = effects.flatMap(({ call, when }) => (decided(when, method) === false ? [] : statusIn(call)));
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

/** What a condition says of a request without login; undefined where it cannot be told. */
function decided(test: Test, method: Method): boolean | undefined {
  switch (test.kind) {
    case 'constant':
      return test.value;
    case 'not': {
      const of = decided(test.of, method);
      return of === undefined ? undefined : !of;
    }
    case 'and':
    case 'or': {
      const all = test.of.map(it => decided(it, method));
      const settles = test.kind === 'or';
      return all.includes(settles) ? settles : all.every(it => it === !settles) ? !settles : undefined;
    }
    case 'truthy':
      return isAbsent(test.of) ? false : undefined;
    case 'equals': {
      if (isMethod(test.left)) return isCalled(method, test.right);
      if (isMethod(test.right)) return isCalled(method, test.left);
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
    case 'member':
      return isMethod(test.item) ? isAmong(method, test.list) : undefined;
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
      if (isAbsent(value.object)) return true;
      if (value.object.kind === 'parameter') return value.object.index === 0 && LOGIN.test(value.name);
      return value.object.kind === 'member' && value.object.name === 'session' && LOGIN.test(value.name);
    case 'call':
      return !value.construct && value.callee.kind === 'member' && isAbsent(value.callee);
    case 'unknown':
      return value.of !== undefined && isAbsent(value.of);
    case 'choice': {
      const left = value.branches.filter(it => decided(it.when, 'OPTIONS') !== false);
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
