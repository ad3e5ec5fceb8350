import type { Span } from '../text/span.ts';
import { choice, mapChoice, total } from './choice.ts';
import { ofList } from './list-methods.ts';
import { entryAt, headerNames, headerOf, headerPairs, keysOf, lastName, pairsOf, rootOf } from './member.ts';
import { type Apply, follow, type Signatures, takes } from './signature.ts';
import { not, onOrigin, truthy } from './test.ts';
import { match, matches, ofText } from './text-methods.ts';
import {
  type Environment,
  isUndefined,
  literal,
  type OpenPattern,
  type Pattern,
  property,
  type RecordValue,
  textOf,
  unknown,
  type Value,
} from './value.ts';

/** `object.name(...args)` for the methods of texts, lists, maps, headers and patterns; undefined where it is none of them. */
export function method(
  object: Value,
  name: string,
  args: readonly Value[],
  span: Span,
  apply: Apply,
): Value | undefined {
  switch (object.kind) {
    case 'choice':
      return mapChoice(object, it =>
        isUndefined(it)
          ? it
          : (method(it, name, args, span, apply) ?? {
              kind: 'call',
              callee: { kind: 'member', object: it, name, span },
              args,
              construct: false,
              span,
            }),
      );
    case 'list':
      return ofList(object, name, args, span, apply);
    case 'record':
      return ofRecord(object, name, args, span, apply);
    case 'pattern':
    case 'open-pattern':
      return follow(OF_PATTERN, object, name, args, span, apply);
    case 'literal':
      return typeof object.value === 'string' ? ofText(object, name, args, span, apply) : undefined;
    case 'environment':
    case 'template':
    case 'part':
      return ofText(object, name, args, span, apply);
    case 'request':
      return object.part === 'headers' ? ofHeaders(object, name, args, span) : ofText(object, name, args, span, apply);
    case 'parameter':
    case 'member':
    case 'unknown':
      if (object.kind === 'unknown' && object.besides && RECASED.test(name)) return object;
      return (
        ofRequestLike(object, name, args, span) ??
        ofUnknownList(object, name, args, span, apply) ??
        ofText(object, name, args, span, apply, true)
      );
    case 'call':
      return isConfiguration(object) ? ofConfiguration(name, args, span) : modeOf(object, name, args, span);
    default:
      return undefined;
  }
}

/** What a text is not in one case, it is not in another. */
const RECASED = /^(to(Locale)?(Lower|Upper)Case|trim|toString)$/;

const OF_PATTERN: Signatures<Pattern | OpenPattern> = {
  test: takes(1, 1, (pattern, [text], span) => text && matches(pattern, text, span)),
  exec: takes(1, 1, (pattern, [text], span) => text && match(pattern, text, span)),
};

const HEADERS = new Set([
  'origin',
  'referer',
  'host',
  'x-forwarded-host',
  'authorization',
  'cookie',
  'access-control-request-method',
  'access-control-request-headers',
]);

function ofHeaders(_: Value, name: string, args: readonly Value[], span: Span): Value | undefined {
  const key = textOf(args[0])?.toLowerCase();
  if (name === 'entries' && args.length === 0) return headerPairs(span);
  if (name === 'keys' && args.length === 0) return headerNames(span);
  if (name === 'get' && key !== undefined) return headerOf(key, span);
  if (name === 'has' && key !== undefined) return { kind: 'request', part: 'header', name: key, span };
  return undefined;
}

/** `req.get('Origin')`, `ctx.get('Origin')`, `c.req.header('Origin')`, `config.get('CORS_ORIGINS')`. */
function ofRequestLike(object: Value, name: string, args: readonly Value[], span: Span): Value | undefined {
  const key = textOf(args[0]);
  if (key === undefined) return undefined;
  if (
    (name === 'get' || name === 'header' || name === 'headers') &&
    args.length === 1 &&
    HEADERS.has(key.toLowerCase()) &&
    rootOf(object)?.kind === 'parameter'
  ) {
    const header = headerOf(key, span);
    // Koa's gives the empty text for a header that is lacking (koa 3.3.0, lib/request.js).
    return name === 'get' && /^(ctx|context)$/.test(nameOfRoot(object) ?? '') ? { ...header, lackable: false } : header;
  }
  return modeOf(object, name, args, span) ?? ofConfiguration(name, args, span);
}

/** `app.get('env')`. */
function modeOf(object: Value, name: string, [key, ...more]: readonly Value[], span: Span): Value | undefined {
  if (name !== 'get' || more.length > 0 || textOf(key) !== 'env' || !isApplication(object)) return undefined;
  return { kind: 'environment', name: 'NODE_ENV', span };
}

/** An application of Express, of which the setting `env` is `NODE_ENV`, or `development` without that (express 5.3.0 was run). */
function isApplication(object: Value): boolean {
  if (object.kind === 'call') return object.callee.kind === 'external' && object.callee.module === 'express';
  return (object.kind === 'parameter' || object.kind === 'member') && object.name === 'app';
}

function nameOfRoot(object: Value): string | undefined {
  const root = rootOf(object);
  return root?.kind === 'parameter' ? root.name : undefined;
}

/** `config.get('CORS_ORIGINS', fallback)`: what a configuration service reads from the environment. */
function ofConfiguration(name: string, args: readonly Value[], span: Span): Value | undefined {
  const key = textOf(args[0]);
  if (key === undefined || !/^get(OrThrow)?$/.test(name)) return undefined;
  if (/(^|\.)(nodeEnv|node_env)$/i.test(key)) return { kind: 'environment', name: 'NODE_ENV', checked: true, span };
  if (!/^[A-Z][A-Z0-9_]*[A-Z0-9]$/.test(key)) return undefined;
  // A typed configuration may have made a list or a flag of the text.
  if (args[1] && isOptions(args[1])) return unknown(span, `what the configuration makes of ${key}`);
  const variable: Environment = {
    kind: 'environment',
    name: key,
    ...(name === 'getOrThrow' ? { checked: true } : {}),
    span,
  };
  const fallback = args[1];
  return fallback
    ? choice(span, [
        { when: truthy(variable), value: variable },
        { when: not(truthy(variable)), value: fallback },
      ])
    : variable;
}

/** `config.get('CORS_ORIGINS', { infer: true })`: how Nest is to read it, and no value (`@nestjs/config` 4, `ConfigService.get`). */
function isOptions(value: Value): boolean {
  return value.kind === 'record' && property(value, 'infer') !== undefined;
}

/** `app.get(ConfigService)`, `new ConfigService()`. */
function isConfiguration({ callee, args }: Extract<Value, { kind: 'call' }>): boolean {
  return [callee, ...args].some(it => lastName(it) === 'ConfigService');
}

/** `list.some(…)` on a list from elsewhere: what holds whatever the item is, is known all the same. */
function ofUnknownList(
  object: Value,
  name: string,
  args: readonly Value[],
  span: Span,
  apply: Apply,
): Value | undefined {
  const [predicate, ...more] = args;
  if (more.length > 0 || (name !== 'some' && name !== 'find') || predicate?.kind !== 'function') return undefined;
  const item = unknown(object.span, 'an item of a list that is not known', onOrigin(object));
  const place = unknown(object.span, 'a place in a list', true);
  const test = truthy(apply(predicate, [item, place, object], span));
  if (name === 'some') return { kind: 'test', test, span };
  return total(span, [
    { when: test, value: item },
    { when: not(test), value: literal(span, undefined) },
  ]);
}

const hasKey = takes<RecordValue>(1, 1, (record, [key], span) =>
  key ? { kind: 'test', test: { kind: 'member', item: key, list: keysOf(record, span), span }, span } : undefined,
);

const OF_OBJECT: Signatures<RecordValue> = { hasOwnProperty: hasKey };

const OF_ENTRIES: Signatures<RecordValue> = {
  has: hasKey,
  get: takes(1, 1, (record, [key], span) => {
    const text = textOf(key);
    const wanted = record.container === 'headers' ? text?.toLowerCase() : text;
    if (key && key.kind !== 'literal' && record.container === 'map' && !record.rest && key.kind !== 'choice')
      return entryAt(record, key, span);
    if (!key || wanted === undefined)
      return unknown(span, 'a key that is not known', onOrigin(record) || (key !== undefined && onOrigin(key)));
    const found = record.entries.findLast(
      it => (record.container === 'headers' ? it.key.toLowerCase() : it.key) === wanted,
    );
    return (
      found?.value ??
      (record.rest
        ? unknown(span, record.rest.why, record.rest.onOrigin)
        : literal(span, record.container === 'map' ? undefined : null))
    );
  }),
  keys: takes(0, 0, (record, _, span) => keysOf(record, span)),
  entries: takes(0, 0, (record, _, span) => pairsOf(record, span)),
  values: takes(0, 0, (record, _, span) => ({
    kind: 'list',
    container: 'array',
    items: record.entries.map(it => it.value),
    ...(record.rest ? { rest: record.rest } : {}),
    span,
  })),
};

/** An object's methods, and those of a `Headers`, a `Map` and a `URLSearchParams`. */
function ofRecord(
  record: RecordValue,
  name: string,
  args: readonly Value[],
  span: Span,
  apply: Apply,
): Value | undefined {
  return follow(record.container === 'object' ? OF_OBJECT : OF_ENTRIES, record, name, args, span, apply);
}
