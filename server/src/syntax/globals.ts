import type { Span } from '../text/span.ts';
import { branchesOf, mapChoice, total } from './choice.ts';
import { writtenOut } from './evaluate.ts';
import { headerNames, headerPairs, keysOf, pairsOf } from './member.ts';
import { put, spread } from './object.ts';
import { openPattern } from './open-pattern.ts';
import { not, onOrigin, parses, truthy } from './test.ts';
import {
  type External,
  type List,
  literal,
  type RecordValue,
  textOf,
  type Unknown,
  unknown,
  type Value,
} from './value.ts';

/** The functions that JavaScript itself, Deno and the h3 and Next helpers offer, as far as policies use them. */
export function globalCall(callee: External, args: readonly Value[], span: Span): Value | undefined {
  const first = args[0];
  if (callee.module === 'next/headers' && callee.name === 'headers') return { kind: 'request', part: 'headers', span };
  if (/^get(Request)?Header$/.test(callee.name) && (callee.module === '' || callee.module === 'h3')) {
    const name = textOf(args[1])?.toLowerCase();
    return name === undefined ? undefined : { kind: 'request', part: 'header', name, span };
  }
  if (callee.module !== '') return undefined;
  switch (callee.name) {
    case 'Deno.env.get': {
      const name = textOf(first);
      return name === undefined ? undefined : { kind: 'environment', name, span };
    }
    case 'String':
      return first ? mapChoice(first, it => inWords(it, span)) : literal(span, '');
    case 'Boolean': {
      if (!first) return literal(span, false);
      const test = truthy(first);
      return test.kind === 'constant' ? literal(span, test.value) : { kind: 'test', test, span };
    }
    case 'Number':
    case 'parseInt':
      return args.length === 1 && first?.kind === 'literal'
        ? literal(span, callee.name === 'Number' ? Number(first.value) : Number.parseInt(String(first.value), 10))
        : undefined;
    case 'Array.from':
      return args.length === 1 && first?.kind === 'list' ? { ...first, container: 'array' } : undefined;
    case 'Array.of':
      return listOf(args, span);
    case 'Array.isArray':
      return first &&
        first.kind !== 'choice' &&
        first.kind !== 'unknown' &&
        first.kind !== 'parameter' &&
        first.kind !== 'member' &&
        first.kind !== 'call'
        ? literal(span, first.kind === 'list')
        : undefined;
    case 'Object.freeze':
    case 'Object.seal':
    case 'structuredClone':
      return first;
    case 'Object.assign':
      return args
        .slice(1)
        .reduce<Value>((all, it) => (all.kind === 'record' ? spread(all, it) : all), first ?? literal(span, undefined));
    case 'Object.keys':
      return ofEach(first, it => (isObject(it) ? keysOf(it, span) : isHeaders(it) ? headerNames(span) : undefined));
    case 'Object.values':
      return isObject(first)
        ? listOf(
            first.entries.map(it => it.value),
            span,
            first.rest,
          )
        : undefined;
    case 'Object.entries':
      return ofEach(first, it => (isObject(it) ? pairsOf(it, span) : isHeaders(it) ? headerPairs(span) : undefined));
    case 'Object.fromEntries':
      return ofEach(first, it => fromEntries(it, 'object', span));
    case 'Object.hasOwn':
    case 'Object.prototype.hasOwnProperty.call':
      return isObject(first) && args[1]
        ? { kind: 'test', test: { kind: 'member', item: args[1], list: keysOf(first, span), span }, span }
        : undefined;
    case 'RegExp':
      return newGlobal('RegExp', args, span, true);
    case 'URL.canParse':
      return first && args.length === 1 ? { kind: 'test', test: parses(first, span), span } : undefined;
    case 'URL.parse':
      return first && args.length === 1 ? { kind: 'part', part: 'url', of: first, span } : undefined;
    default:
      return undefined;
  }
}

/** `new Set(…)`, `new Map(…)`, `new Headers(…)`, `new RegExp(…)`, `new URL(…)`. */
export function newGlobal(
  name: string,
  args: readonly Value[],
  span: Span,
  insideFunction: boolean,
): Value | undefined {
  const first = args[0];
  switch (name) {
    case 'Set':
      if (!first) return { kind: 'list', container: 'set', items: [], span };
      return mapChoice(first, it =>
        it.kind === 'list'
          ? { ...it, container: 'set', span }
          : {
              kind: 'list',
              container: 'set',
              items: [],
              rest: unknown(it.span, 'a list from elsewhere', onOrigin(it)),
              span,
            },
      );
    case 'Map':
    case 'Headers':
    case 'URLSearchParams': {
      const container = name === 'Map' ? 'map' : name === 'Headers' ? 'headers' : 'params';
      if (!first) return { kind: 'record', container, entries: [], span };
      return mapChoice(first, it =>
        it.kind === 'record' && (name !== 'Map' || it.container === 'map')
          ? { ...it, container, span }
          : (fromEntries(it, container, span) ?? {
              kind: 'record',
              container,
              entries: [],
              rest: unknown(it.span, 'entries from elsewhere', onOrigin(it)),
              span,
            }),
      );
    }
    case 'RegExp': {
      if (first?.kind === 'pattern')
        return { ...first, shared: !insideFunction, flags: textOf(args[1]) ?? first.flags };
      const source = textOf(first);
      const flags = args[1] === undefined ? '' : textOf(args[1]);
      if (source !== undefined && flags !== undefined)
        return { kind: 'pattern', source, flags, shared: !insideFunction, span };
      const open = first && flags !== undefined ? openPattern(first, flags, !insideFunction, span) : undefined;
      return open ?? unknown(span, 'a pattern that is put together at run time', first ? onOrigin(first) : false);
    }
    case 'URL':
      return first && args.length === 1
        ? mapChoice(first, it => ({
            kind: 'part',
            part: 'url',
            of: it.kind === 'part' && it.part === 'url-origin' ? it.of : it,
            span,
          }))
        : undefined;
    case 'Array':
      return args.length === 0 ? { kind: 'list', container: 'array', items: [], span } : undefined;
    default:
      return undefined;
  }
}

function listOf(items: readonly Value[], span: Span, rest?: Unknown): List {
  return { kind: 'list', container: 'array', items, ...(rest ? { rest } : {}), span };
}

function isObject(value: Value | undefined): value is RecordValue {
  return value?.kind === 'record' && value.container === 'object';
}

/** `String(value)`. */
function inWords(value: Value, span: Span): Value {
  switch (value.kind) {
    case 'literal':
      return literal(value.span, String(value.value));
    case 'request':
      return writtenOut(value);
    case 'environment':
    case 'template':
    case 'unknown':
      return value;
    case 'part':
      return value.part === 'url' ? unknown(span, 'a URL as a text', onOrigin(value)) : value;
    case 'member':
    case 'parameter':
      return value;
    default:
      return unknown(span, 'a value as a text', onOrigin(value));
  }
}

function isHeaders(value: Value): boolean {
  return value.kind === 'request' && value.part === 'headers';
}

/** What comes of each branch; undefined where it is not modelled of one. */
function ofEach(value: Value | undefined, change: (value: Value) => Value | undefined): Value | undefined {
  if (value?.kind !== 'choice') return value && change(value);
  return value.branches.every(it => change(it.value)) ? mapChoice(value, it => change(it) ?? it) : undefined;
}

function fromEntries(value: Value, container: RecordValue['container'], span: Span): Value | undefined {
  if (value.kind !== 'list' || value.rest) return undefined;
  let record: RecordValue = { kind: 'record', container, entries: [], span };
  for (const item of value.items) {
    const [only, ...more] = branchesOf(item);
    const there = only?.value;
    const [key, entry] = there?.kind === 'list' && more.length === 0 ? there.items : [];
    if (key?.kind !== 'literal' || !entry)
      return { ...record, rest: unknown(item.span, 'an entry that is not known', onOrigin(item)) };
    const held: Value =
      item.kind === 'choice' && only
        ? total(item.span, [
            { when: only.when, value: entry },
            { when: not(only.when), value: literal(item.span, undefined) },
          ])
        : entry;
    record = put(record, { key: String(key.value), value: held, keySpan: key.span, span: item.span });
  }
  return record;
}
