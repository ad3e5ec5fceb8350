import type { Span } from '../text/span.ts';
import { mapChoice } from './choice.ts';
import { itemAt, lengthOf } from './list-places.ts';
import { distinct } from './meeting.ts';
import { not, onOrigin, truthy, unknownTest } from './test.ts';
import { isUndefined, type List, literal, type RequestPart, type Test, unknown, type Value } from './value.ts';

const URL_PARTS = new Set(['hostname', 'host', 'protocol', 'port']);

/** Told that reading a property throws at run time: in any case, or where this holds. Says whether it does: not in an optional chain. */
export type Fault = (when?: Test) => boolean;

/** `object.name`, for every kind of object. */
export function member(object: Value, name: string, span: Span, fault: Fault): Value {
  switch (object.kind) {
    case 'choice':
      return mapChoice(object, it => {
        if (!isUndefined(it)) return member(it, name, span, fault);
        fault();
        return it;
      });
    case 'record': {
      const entry = object.container === 'object' ? object.entries.findLast(it => it.key === name) : undefined;
      if (entry) return entry.value;
      if (name === 'size' && object.container === 'map' && !object.rest) return literal(span, object.entries.length);
      if (object.container !== 'object') return memberOf(object, name, span);
      return object.rest
        ? {
            ...unknown(span, `\`${name}\` may come from ${object.rest.why}`, object.rest.onOrigin),
            ...(object.rest.of ? { of: object.rest.of } : {}),
          }
        : { ...literal(span, undefined), lacking: { from: object.span, name } };
    }
    case 'list':
      return ofList(object, name, span);
    case 'literal':
      if (object.value === undefined || object.value === null) {
        return fault() ? unknown(span, 'a property of nothing', true) : literal(span, undefined);
      }
      if (typeof object.value === 'string' && name === 'length') return literal(span, object.value.length);
      return typeof object.value === 'string' && /^\d+$/.test(name)
        ? literal(span, object.value[Number(name)])
        : memberOf(object, name, span);
    case 'function':
      return (
        object.statics?.entries.findLast(it => it.key === name)?.value ??
        (object.statics?.rest ? unknown(span, object.statics.rest.why, true) : memberOf(object, name, span))
      );
    case 'external':
      return ofExternal(object, name, span);
    case 'request':
      if (object.lackable) fault(not(truthy(object)));
      return ofRequest(object, name, span);
    case 'part':
      if (object.part !== 'url') return memberOf(object, name, span);
      if (object.of.kind === 'literal') return ofUrl(String(object.of.value), object, name, span);
      if (name === 'origin') return { kind: 'part', part: 'url-origin', of: object.of, span };
      if (name === 'href') return memberOf(object, name, span);
      return URL_PARTS.has(name)
        ? { kind: 'part', part: name as 'host', of: object.of, span }
        : memberOf(object, name, span);
    default:
      return ofOpaque(object, name, span);
  }
}

function ofList(list: Extract<Value, { kind: 'list' }>, name: string, span: Span): Value {
  if (name === (list.container === 'set' ? 'size' : 'length')) return lengthOf(list, span);
  if (/^\d+$/.test(name)) return itemAt(list, Number(name), span);
  if (name === '-1') return literal(span, undefined);
  if (list.rest && /^(groups|index|indices|input)$/.test(name)) return unknown(span, list.rest.why, onOrigin(list));
  return memberOf(list, name, span);
}

/** A part of a URL that is known. */
function ofUrl(text: string, url: Value, name: string, span: Span): Value {
  if (!URL.canParse(text)) return unknown(span, 'a part of what is no URL');
  const part: unknown = new URL(text)[name as keyof URL];
  return typeof part === 'string' ? literal(span, part) : memberOf(url, name, span);
}

function ofExternal(object: Extract<Value, { kind: 'external' }>, name: string, span: Span): Value {
  if (object.module === '') {
    if (object.name === 'process.env' || object.name === 'import.meta.env' || object.name === 'Bun.env') {
      return { kind: 'environment', name, span };
    }
    if (object.name === 'globalThis' || object.name === 'window' || object.name === 'global')
      return { ...object, name, span };
    return { kind: 'external', module: '', name: `${object.name}.${name}`, span };
  }
  if (object.module === 'process' || object.module === 'node:process') {
    if (name === 'env') return { kind: 'external', module: '', name: 'process.env', span };
  }
  return object.name === '*' || object.name === '=' ? { ...object, name, span } : memberOf(object, name, span);
}

function ofRequest(object: RequestPart, name: string, span: Span): Value {
  if (object.part === 'headers') return headerOf(name, span);
  if (object.part === 'header' || object.part === 'method') return memberOf(object, name, span);
  return object.name === undefined ? { ...object, name, span } : memberOf(object, name, span);
}

/** A header of the request, which lacks it or not. */
export function headerOf(name: string, span: Span): RequestPart {
  const lower = name.toLowerCase();
  return { kind: 'request', part: 'header', name: lower, ...(lower === 'origin' ? { lackable: true } : {}), span };
}

const REQUEST_PARTS: Readonly<Record<string, RequestPart['part']>> = {
  headers: 'headers',
  method: 'method',
  httpMethod: 'method',
  query: 'query',
  queryStringParameters: 'query',
  searchParams: 'query',
  body: 'body',
  params: 'params',
  cookies: 'cookies',
};

/** Parameters, calls and what hangs on them: here the request is met, and the environment that is handed in. */
function ofOpaque(object: Value, name: string, span: Span): Value {
  const fromParameter = rootOf(object)?.kind === 'parameter';
  const part = REQUEST_PARTS[name];
  if (part && fromParameter && !hangsOnResponse(object)) return { kind: 'request', part, span };
  if (object.kind === 'environment' || object.kind === 'template') return memberOf(object, name, span);
  // Koa: `ctx.header.origin`, `ctx.request.header.origin`.
  if (object.kind === 'member' && object.name === 'header' && fromParameter && !hangsOnResponse(object))
    return headerOf(name, span);
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) {
    if (fromParameter && (lastName(object) === 'env' || lastName(object) === 'bindings'))
      return { kind: 'environment', name, span };
    if (object.kind === 'call' && readsEnvironment(object)) return { kind: 'environment', name, checked: true, span };
  }
  if (object.kind === 'unknown') return { ...object, span };
  return memberOf(object, name, span);
}

/** A schema's `parse(process.env)`, `envalid.cleanEnv(process.env, …)`, `createEnv({runtimeEnv: process.env})`. */
function readsEnvironment(value: Extract<Value, { kind: 'call' }>): boolean {
  const isEnvironment = (it: Value): boolean =>
    (it.kind === 'external' && /^(process|import\.meta|Bun)\.env$/.test(it.name)) ||
    (it.kind === 'record' &&
      (it.entries.some(entry => isEnvironment(entry.value)) || (it.rest?.why.includes('process.env') ?? false)));
  return value.args.some(isEnvironment);
}

/** `res.headers`, `ctx.response.headers`, `c.res.headers`, `proxyRes.headers`, `set.headers`: what is answered, not what was asked. */
function hangsOnResponse(value: Value): boolean {
  for (let at: Value = value; ; at = at.object) {
    const name = lastName(at);
    if (name !== undefined && /(^|[a-z_])(res|resp|reply)$|response$|^set$/i.test(name)) return true;
    if (at.kind !== 'member') return false;
  }
}

/** What a chain of properties starts from. */
export function rootOf(value: Value): Value | undefined {
  let at: Value = value;
  while (at.kind === 'member') at = at.object;
  return at;
}

/** The last name of a chain: `env` of `c.env`. */
export function lastName(value: Value): string | undefined {
  return value.kind === 'member' || value.kind === 'parameter' || value.kind === 'external' ? value.name : undefined;
}

function memberOf(object: Value, name: string, span: Span): Value {
  return { kind: 'member', object, name, span };
}

/** `object[key]`. */
export function element(object: Value, key: Value, span: Span, fault: Fault): Value {
  if (object.kind === 'request' && object.part === 'headers' && isUndefined(key)) return key;
  if (key.kind === 'literal') return member(object, String(key.value), span, fault);
  if (key.kind === 'choice') return mapChoice(key, it => element(object, it, span, fault));
  if (object.kind === 'record' && object.container === 'object' && !object.rest) return entryAt(object, key, span);
  if (object.kind === 'external' && object.name === 'process.env')
    return unknown(span, 'an environment variable of changing name');
  return unknown(span, 'a property whose name is not known', onOrigin(object) || onOrigin(key));
}

/** The value of the entry whose key this is, `undefined` where there is none. */
export function entryAt(record: Extract<Value, { kind: 'record' }>, key: Value, span: Span): Value {
  const entries = record.entries.map(it => ({
    when: { kind: 'equals', left: key, right: literal(it.keySpan, it.key), span } as const,
    value: it.value,
  }));
  const none = { kind: 'not', of: { kind: 'member', item: key, list: keysOf(record, span), span } } as const;
  return distinct([...entries, { when: none, value: literal(span, undefined) }], { span });
}

export function keysOf(record: Extract<Value, { kind: 'record' }>, span: Span): Value {
  return {
    kind: 'list',
    container: 'array',
    items: record.entries.map(it => literal(it.keySpan, it.key)),
    ...(record.rest ? { rest: record.rest } : {}),
    span,
  };
}

/**
 * What iterating the request's own headers gives: `origin` where it is there, and others. Servers write the names in one case or another
 * (API Gateway as the client does, Node in lower case), so that code looks for them without regard to it.
 */
export function headerPairs(span: Span): List {
  const origin = headerOf('origin', span);
  const other: Value = { ...unknown(span, 'the name of another header'), besides: ['origin'], truthy: true };
  const pair = (when: Test, items: readonly Value[]): Value => ({
    kind: 'choice',
    branches: [{ when, value: { kind: 'list', container: 'array', items, span } }],
    span,
  });
  return {
    kind: 'list',
    container: 'array',
    items: [
      pair(truthy(origin), [literal(span, 'origin'), origin]),
      pair(unknownTest(span, 'whether there are other headers', false), [other, unknown(span, 'another header')]),
    ],
    span,
  };
}

/** Their names alone. */
export function headerNames(span: Span): List {
  const pairs = headerPairs(span);
  return {
    ...pairs,
    items: pairs.items.map(it => mapChoice(it, pair => (pair.kind === 'list' ? (pair.items[0] ?? pair) : pair))),
  };
}

/** What iterating a `Headers` or a `Map` gives, and `Object.entries`: lists of a key and its value. */
export function pairsOf(record: Extract<Value, { kind: 'record' }>, span: Span): Extract<Value, { kind: 'list' }> {
  const items = record.entries.map(
    (it): Value => ({
      kind: 'list',
      container: 'array',
      items: [literal(it.keySpan, it.key), it.value],
      span: it.span,
    }),
  );
  return { kind: 'list', container: 'array', items, ...(record.rest ? { rest: record.rest } : {}), span };
}
