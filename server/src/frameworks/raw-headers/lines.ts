import { branchesOf } from '../../syntax/choice.ts';
import { and, TRUE } from '../../syntax/test.ts';
import type { CallValue, Effect, Entry, RecordValue, Test, Value } from '../../syntax/value.ts';
import { contains, hull, type Span } from '../../text/span.ts';
import { ACAO, corsHeader, corsHeaderOf, type HeaderLine } from '../header-lines.ts';
import { chainOf, isClient, isRequest } from './surfaces.ts';

/** What a call does to the response under way. */
export type Deed =
  | { readonly kind: 'lines'; readonly lines: readonly HeaderLine[] }
  | { readonly kind: 'removed'; readonly name: string }
  | { readonly kind: 'status'; readonly status: number; readonly lines: readonly HeaderLine[] }
  /** It is given a whole response, or an object with its headers. */
  | { readonly kind: 'answer'; readonly value: Value };

const SETTERS = /^(setHeader|header|set|append|appendHeader|addHeader|headers|setHeaders|vary|respond)$/;
const FREE_SETTERS =
  /^(setHeader|setResponseHeader|appendHeader|appendResponseHeader|setHeaders|setResponseHeaders|appendHeaders|appendResponseHeaders)$/;

/** What an effect does to the response; undefined where it has nothing to do with it. */
export function deedOf(effect: Effect): Deed | undefined {
  const { call, when, statement } = effect;
  const { callee, args } = call;
  if (callee.kind === 'member') return ofMethod(call, callee.object, callee.name, when, statement);
  const name = chainOf(callee).at(-1) ?? '';
  if (isClient(callee)) return undefined;
  if (FREE_SETTERS.test(name)) return free(call, name, when, statement);
  if (callee.kind === 'parameter') {
    const value = args.find(it => it.kind === 'record' || it.kind === 'call' || it.kind === 'choice');
    return value && { kind: 'answer', value };
  }
  return undefined;
}

function ofMethod(call: CallValue, object: Value, name: string, when: Test, statement: Span): Deed | undefined {
  const [first, second] = call.args;
  if (name === '[]=') return assigned(call, object, when, statement);
  if (name === 'respondWith' || name === 'succeed' || name === 'done' || name === 'resolve') {
    const value = call.args.findLast(it => it.kind === 'record' || it.kind === 'call' || it.kind === 'choice');
    return value && { kind: 'answer', value };
  }
  if (object.kind === 'record' || isRequest(object)) return undefined;
  if (name === 'removeHeader' || (name === 'delete' && corsHeaderOf(first))) {
    const header = corsHeaderOf(first);
    return header === undefined ? undefined : { kind: 'removed', name: header };
  }
  if (name === 'writeHead') {
    const status = statusOf(first);
    const headers = call.args.slice(1).find(it => it.kind === 'record' || it.kind === 'list' || it.kind === 'choice');
    const lines = headers ? linesOf(headers, when, statement) : [];
    return status === undefined ? { kind: 'lines', lines } : { kind: 'status', status, lines };
  }
  if (/^(status|code|sendStatus|setStatus)$/.test(name)) {
    const status = statusOf(first);
    return status === undefined ? undefined : { kind: 'status', status, lines: [] };
  }
  if (!SETTERS.test(name) || !first) return undefined;
  if (name === 'vary')
    return {
      kind: 'lines',
      lines: [{ name: 'vary', value: first, nameSpan: call.span, entry: statement, when, appended: true }],
    };
  if (first.kind === 'record' || (first.kind === 'choice' && !second))
    return { kind: 'lines', lines: linesOf(first, when, statement) };
  return second ? one(first, second, call, when, statement, /append|add/i.test(name)) : undefined;
}

/** The setters of h3, which take the event first. */
function free(call: CallValue, name: string, when: Test, statement: Span): Deed | undefined {
  const [, first, second] = call.args;
  if (!first) return undefined;
  if (first.kind === 'record' || first.kind === 'choice')
    return { kind: 'lines', lines: linesOf(first, when, statement) };
  return second ? one(first, second, call, when, statement, /append/i.test(name)) : undefined;
}

function one(
  key: Value,
  value: Value,
  call: CallValue,
  when: Test,
  statement: Span,
  appended: boolean,
): Deed | undefined {
  const name = corsHeaderOf(key);
  return name === undefined
    ? undefined
    : {
        kind: 'lines',
        lines: [{ name, value, nameSpan: key.span, entry: entryFor(key, value, call, statement), when, appended }],
      };
}

/**
 * The statement where the call is all of it, else the call's own link of a chain. A loop over an object writes what stands in
 * the object.
 */
function entryFor(key: Value, value: Value, call: CallValue, statement: Span): Span {
  if (contains(call.span, key.span)) {
    if (statement.start === call.span.start && statement.end - call.span.end <= 1) return statement;
    const object = call.callee.kind === 'member' ? call.callee.object.span : undefined;
    return object && object.path === call.span.path && object.start === call.span.start && object.end < call.span.end
      ? { ...call.span, start: object.end }
      : call.span;
  }
  return key.span.path === value.span.path && value.span.start > key.span.start && value.span.start - key.span.end < 8
    ? hull(key.span, value.span)
    : key.span;
}

function assigned(call: CallValue, object: Value, when: Test, statement: Span): Deed | undefined {
  const [key, value] = call.args;
  if (!key || !value) return undefined;
  const name = key.kind === 'literal' ? String(key.value) : undefined;
  if (name === 'statusCode' || name === 'status') {
    const status = statusOf(value);
    return status === undefined ? undefined : { kind: 'status', status, lines: [] };
  }
  if (isRequest(object)) return undefined;
  if (name === 'headers' || name === 'responseHeaders')
    return { kind: 'lines', lines: linesOf(value, when, statement) };
  if ((name === 'res' || name === 'response') && value.kind === 'record') return { kind: 'answer', value };
  return one(key, value, call, when, statement, false);
}

function statusOf(value: Value | undefined): number | undefined {
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** The headers in an object, in a `Headers`, in a list of pairs or in a flat list; a choice gives those of all its branches. */
export function linesOf(value: Value, when: Test, statement?: Span): readonly HeaderLine[] {
  if (value.kind === 'choice') return value.branches.flatMap(it => linesOf(it.value, and(when, it.when), statement));
  if (value.kind === 'record') return value.entries.flatMap(it => lineOf(it, when, value.span));
  if (value.kind !== 'list') return [];
  if (value.items.every(it => it.kind === 'list')) {
    return value.items.flatMap(it =>
      it.kind === 'list' && it.items[0] && it.items[1] ? pair(it.items[0], it.items[1], it.span, when) : [],
    );
  }
  return value.items.flatMap((it, i) => {
    const next = value.items[i + 1];
    return i % 2 === 0 && next ? pair(it, next, hull(it.span, next.span), when) : [];
  });
}

function pair(key: Value, value: Value, entry: Span, when: Test): readonly HeaderLine[] {
  const name = corsHeaderOf(key);
  return name === undefined ? [] : [{ name, value, nameSpan: key.span, entry, when, appended: false }];
}

/** A property that is there only under conditions gives a line only under these. */
function lineOf(entry: Entry, when: Test, inRecord: Span): readonly HeaderLine[] {
  const name = corsHeader(entry.key);
  if (name === undefined || entry.value.kind === 'record' || entry.value.kind === 'function') return [];
  const line = { name, nameSpan: entry.keySpan, entry: entry.span, appended: false, inRecord };
  const [branch] = branchesOf(entry.value);
  if (entry.value.kind === 'choice' && entry.value.branches.length === 1 && branch)
    return [{ ...line, value: branch.value, when: and(when, branch.when) }];
  return [{ ...line, value: entry.value, when }];
}

/** What a value says as a response: its headers, by the conditions under which it is this one. */
export interface Answer {
  readonly when: Test;
  readonly lines: readonly HeaderLine[];
  readonly status?: number;
  /** The braces that hold the headers. */
  readonly record?: RecordValue;
  readonly surface?: 'electron';
  /** An object of headers by itself, which whoever calls puts on a response. */
  readonly bare?: boolean;
}

/** Reads a returned or handed-over value as a response. */
export function answersOf(
  value: Value | undefined,
  makes: (call: CallValue) => boolean,
  when: Test = TRUE,
  depth = 0,
): readonly Answer[] {
  if (!value || depth > 6) return [];
  const inner = (it: Value | undefined, under: Test = when) => answersOf(it, makes, under, depth + 1);
  switch (value.kind) {
    case 'choice':
      return value.branches.flatMap(it => inner(it.value, and(when, it.when)));
    case 'record':
      return ofRecord(value, when);
    case 'call': {
      if (isClient(value.callee)) return [];
      if (makes(value)) return made(value, when);
      const through = /^(resolve|all|freeze|success|formatJSONResponse)$/.test(chainOf(value.callee).at(-1) ?? '');
      return through ? inner(value.args[0]) : [];
    }
    default:
      return [];
  }
}

function made(call: CallValue, when: Test): readonly Answer[] {
  const inits = call.args.filter(it => it.kind === 'record' || it.kind === 'choice');
  const answers = inits.flatMap(it =>
    branchesOf(it).flatMap(branch =>
      branch.value.kind === 'record'
        ? ofRecord(branch.value, and(when, branch.when), call.args.length > 1 || call.construct)
        : [],
    ),
  );
  const status = call.args.map(statusOf).find(it => it !== undefined);
  return answers.length > 0
    ? answers.map(it => ({ ...it, ...(it.status === undefined && status !== undefined ? { status } : {}) }))
    : [{ when, lines: [], ...(status !== undefined ? { status } : {}) }];
}

/** `{ statusCode, headers }`, a `ResponseInit`, Electron's `{ responseHeaders }`, or the headers themselves. */
function ofRecord(record: RecordValue, when: Test, init = true): readonly Answer[] {
  const at = (key: string) => record.entries.findLast(it => it.key === key)?.value;
  const status = statusOf(at('statusCode') ?? at('status'));
  const stated = status === undefined ? {} : { status };
  const electron = at('responseHeaders');
  const headers = electron ?? at('headers');
  if (headers) {
    return branchesOf(headers).map(it => ({
      when: and(when, it.when),
      lines: linesOf(it.value, TRUE),
      ...stated,
      ...(it.value.kind === 'record' ? { record: it.value } : {}),
      ...(electron ? { surface: 'electron' as const } : {}),
    }));
  }
  if (record.entries.some(it => it.key.toLowerCase() === ACAO))
    return [{ when, lines: linesOf(record, TRUE), ...stated, record, bare: true }];
  return status !== undefined || init ? [{ when, lines: [], ...stated }] : [];
}
