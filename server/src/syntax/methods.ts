import type { Span } from '../text/span.ts';
import { branchesOf, choice, mapChoice } from './choice.ts';
import { ofList } from './list-methods.ts';
import { keysOf, lastName, pairsOf, rootOf } from './member.ts';
import { and, FALSE, not, onOrigin, or, TRUE, truthy } from './test.ts';
import {
  type Environment,
  isUndefined,
  literal,
  property,
  type RecordValue,
  type Test,
  textOf,
  unknown,
  type Value,
} from './value.ts';

/** Calls a function value with arguments and gives what it returns. */
export type Apply = (callee: Value, args: readonly Value[], span: Span) => Value;

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
      return ofRecord(object, name, args, span);
    case 'pattern':
      return name === 'test' || name === 'exec' ? matches(object, args[0], span) : undefined;
    case 'literal':
      return typeof object.value === 'string' ? ofText(object, name, args, span) : undefined;
    case 'environment':
    case 'template':
    case 'part':
      return ofText(object, name, args, span);
    case 'request':
      return object.part === 'headers' ? ofHeaders(object, name, args, span) : ofText(object, name, args, span);
    case 'parameter':
    case 'member':
    case 'unknown':
      return (
        ofRequestLike(object, name, args, span) ??
        ofUnknownList(object, name, args, span, apply) ??
        ofText(object, name, args, span, true)
      );
    case 'call':
      return isConfiguration(object) ? ofConfiguration(name, args, span) : undefined;
    default:
      return undefined;
  }
}

function matches(pattern: Extract<Value, { kind: 'pattern' }>, of: Value | undefined, span: Span): Value {
  if (!of) return unknown(span, 'nothing to match');
  return mapChoice(of, it => ({ kind: 'test', test: { kind: 'matches', pattern, of: it, span }, span }));
}

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
  if (name === 'get' && key !== undefined) return { kind: 'request', part: 'header', name: key, span };
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
    return { kind: 'request', part: 'header', name: key.toLowerCase(), span };
  }
  return ofConfiguration(name, args, span);
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
  const [predicate] = args;
  if ((name !== 'some' && name !== 'find') || predicate?.kind !== 'function') return undefined;
  const item = unknown(object.span, 'an item of a list that is not known', onOrigin(object));
  return { kind: 'test', test: truthy(apply(predicate, [item], span)), span };
}

const SAME_TEXT = new Set([
  'trim',
  'trimStart',
  'trimEnd',
  'toString',
  'toLowerCase',
  'toLocaleLowerCase',
  'normalize',
  'valueOf',
]);

/** Serialised origins are lower case and without blanks (HTML, "ASCII serialization of an origin"), so these change nothing there. */
function ofText(object: Value, name: string, args: readonly Value[], span: Span, onlyTests = false): Value | undefined {
  const argument = args[0];
  const text = textOf(object);
  if (SAME_TEXT.has(name)) {
    if (text !== undefined)
      return literal(
        object.span,
        name.startsWith('trim') ? text.trim() : name.includes('Lower') ? text.toLowerCase() : text,
      );
    if (object.kind === 'environment')
      return name.includes('Case') || name === 'normalize'
        ? { ...object, altered: true }
        : object.each && name === 'trim'
          ? { ...object, each: { ...object.each, trimmed: true } }
          : object;
    // A method arrives in upper case: folding changes it.
    const folded = name.includes('Lower') && object.kind === 'request' && object.part === 'method';
    return onlyTests || folded ? undefined : object;
  }
  const kind =
    name === 'startsWith' ? 'starts' : name === 'endsWith' ? 'ends' : name === 'includes' ? 'contains' : undefined;
  if (kind && argument) return compareText(kind, object, argument, span);
  if (name === 'localeCompare' || argument === undefined) return undefined;
  if (name === 'match' || name === 'search') {
    if (argument.kind === 'pattern' && name === 'match') return matches(argument, object, span);
    const source = textOf(argument);
    if (source !== undefined && name === 'match')
      return matches({ kind: 'pattern', source, flags: '', shared: false, span: argument.span }, object, span);
    return undefined;
  }
  if (name === 'split') return split(object, argument, span);
  if (name === 'replace' || name === 'replaceAll')
    return (
      replaced(object, argument, args[1]) ??
      (onlyTests ? undefined : unknown(span, 'a text that is changed by a pattern', onOrigin(object)))
    );
  if (text !== undefined && (name === 'slice' || name === 'substring')) {
    const [from, to] = args.map(it => (it.kind === 'literal' && typeof it.value === 'number' ? it.value : undefined));
    if (from !== undefined && (args.length === 1 || to !== undefined))
      return literal(span, name === 'slice' ? text.slice(from, to) : text.substring(from, to));
  }
  if (text !== undefined && name === 'concat') {
    const rest = args.map(textOf);
    if (rest.every(it => it !== undefined)) return literal(span, text + rest.join(''));
  }
  return undefined;
}

function compareText(kind: 'starts' | 'ends' | 'contains', of: Value, argument: Value, span: Span): Value {
  const tests = branchesOf(argument).flatMap(right =>
    branchesOf(of).map(left => {
      const a = textOf(left.value);
      const b = textOf(right.value);
      const test: Test =
        a !== undefined && b !== undefined
          ? (kind === 'starts' ? a.startsWith(b) : kind === 'ends' ? a.endsWith(b) : a.includes(b))
            ? TRUE
            : FALSE
          : { kind, of: left.value, text: right.value, span };
      return and(left.when, right.when, test);
    }),
  );
  return { kind: 'test', test: or(...tests), span };
}

function split(object: Value, by: Value, span: Span): Value {
  const separator = by.kind === 'pattern' ? by.source : textOf(by);
  if (separator === undefined) return unknown(span, 'a text split at something unknown', onOrigin(object));
  if (object.kind === 'environment' && !object.each) {
    const trimmed = by.kind === 'pattern' && /\\s/.test(by.source);
    return {
      kind: 'list',
      container: 'array',
      items: [{ ...object, each: { separator, trimmed, filtered: false } }],
      span,
    };
  }
  const text = textOf(object);
  if (text === undefined)
    return { ...unknown(span, 'the pieces of a text that is not known', onOrigin(object)), of: object };
  const pieces =
    by.kind === 'pattern'
      ? /^\\s\*[,;]\\s\*$/.test(by.source)
        ? text.split(/[,;]/).map(it => it.trim())
        : undefined
      : text.split(separator);
  if (!pieces) return unknown(span, 'a text split at a pattern');
  return { kind: 'list', container: 'array', items: pieces.map(it => literal(object.span, it)), span };
}

/** Only replacements whose meaning is plain are followed: patterns of the workspace are never run. */
function replaced(object: Value, what: Value, by: Value | undefined): Value | undefined {
  const replacement = textOf(by);
  if (replacement === undefined) return undefined;
  const text = textOf(object);
  const plain = textOf(what);
  if (text !== undefined && plain !== undefined)
    return literal(
      object.span,
      text.replace(plain, () => replacement),
    );
  if (what.kind !== 'pattern') return undefined;
  const characters = text === undefined ? undefined : charactersOf(what.source);
  if (text !== undefined && characters && (what.flags === 'g' || what.flags === '')) {
    let left = what.flags === 'g' ? Number.POSITIVE_INFINITY : 1;
    const put = (char: string) => replacement.replace(/\$([$&])/g, (_, it: string) => (it === '&' ? char : it));
    return literal(object.span, [...text].map(it => (characters.has(it) && left-- > 0 ? put(it) : it)).join(''));
  }
  if (replacement !== '') return undefined;
  const strips = /^\\\/[+*]?\$$/.test(what.source) ? /\/+$/ : /^\\s[+*]?$/.test(what.source) ? /\s+/g : undefined;
  if (!strips) return undefined;
  return text !== undefined
    ? literal(object.span, text.replace(strips, ''))
    : object.kind === 'environment'
      ? { ...object, altered: true }
      : object.kind === 'request'
        ? object
        : undefined;
}

/** The characters that a pattern for one character means: `\*`, `[.+?^${}()|[\]\\]`; undefined for other patterns. */
function charactersOf(source: string): ReadonlySet<string> | undefined {
  const one = /^(?:\\([^a-zA-Z0-9])|([^\\.^$*+?()[\]{}|]))$/.exec(source);
  if (one) return new Set([one[1] ?? one[2] ?? '']);
  const inside = /^\[(?!\^)((?:\\[^a-zA-Z0-9]|[^\\\]])+)\]$/.exec(source)?.[1];
  if (inside === undefined || /[^\\]-(?!$)/.test(inside)) return undefined;
  return new Set(inside.replace(/\\(.)/g, '$1'));
}

function ofRecord(record: RecordValue, name: string, args: readonly Value[], span: Span): Value | undefined {
  const key = args[0];
  if (record.container === 'object') {
    return name === 'hasOwnProperty' && key
      ? { kind: 'test', test: { kind: 'member', item: key, list: keysOf(record, span), span }, span }
      : undefined;
  }
  if (name === 'has' && key)
    return { kind: 'test', test: { kind: 'member', item: key, list: keysOf(record, span), span }, span };
  if (name === 'get' && key) {
    const text = textOf(key);
    const wanted = record.container === 'headers' ? text?.toLowerCase() : text;
    if (wanted === undefined) return unknown(span, 'a key that is not known', onOrigin(key));
    const found = record.entries.findLast(
      it => (record.container === 'headers' ? it.key.toLowerCase() : it.key) === wanted,
    );
    return (
      found?.value ??
      (record.rest ? unknown(span, record.rest.why) : literal(span, record.container === 'headers' ? null : undefined))
    );
  }
  if (name === 'keys') return keysOf(record, span);
  if (name === 'entries') return pairsOf(record, span);
  if (name === 'values')
    return {
      kind: 'list',
      container: 'array',
      items: record.entries.map(it => it.value),
      ...(record.rest ? { rest: record.rest } : {}),
      span,
    };
  return undefined;
}
