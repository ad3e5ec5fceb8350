import { type CallValue, type Effect, property, type Test, type Value } from '../../syntax/value.ts';
import { contains, hull, type Span } from '../../text/span.ts';
import { corsHeaderOf, type HeaderLine } from '../headers/lines.ts';
import { chainOf, isClient, isRequest } from './handler-places.ts';
import { linesOf, statusOf } from './lines.ts';
import { isResponse } from './turns.ts';

/** What a call does to the response under way. */
export type ResponseWrite =
  | { readonly kind: 'lines'; readonly lines: readonly HeaderLine[] }
  | { readonly kind: 'removed'; readonly name: string }
  | { readonly kind: 'status'; readonly status: Value; readonly lines: readonly HeaderLine[] }
  /** It is given a whole response, or an object with its headers. */
  | { readonly kind: 'answer'; readonly value: Value };

const SETTERS = /^(setHeader|header|set|append|appendHeader|addHeader|headers|setHeaders|vary|respond)$/;

const FREE_SETTERS =
  /^(setHeader|setResponseHeader|appendHeader|appendResponseHeader|setHeaders|setResponseHeaders|appendHeaders|appendResponseHeaders)$/;

/** Of node and Fastify, of Koa, and of `Headers`. */
const REMOVERS = /^(removeHeader|remove|delete)$/;

/** What an effect does to the response; undefined where it has nothing to do with it. */
export function writeOf(effect: Effect): ResponseWrite | undefined {
  const { when, statement } = effect;
  const call = unbound(effect.call);
  const { callee, args } = call;
  if (callee.kind === 'member') return ofMethod(call, callee.object, callee.name, when, statement);
  const name = chainOf(callee).at(-1) ?? '';
  if (isClient(callee)) return undefined;
  if (name === 'removeResponseHeader') return removed(args[1]);
  if (FREE_SETTERS.test(name)) return free(call, name, when, statement);
  if (callee.kind === 'parameter') {
    const value = args.find(it => it.kind === 'record' || it.kind === 'call' || it.kind === 'choice');
    return value && { kind: 'answer', value };
  }
  return undefined;
}

/** `res.setHeader.call(res, …)`, `.apply(res, […])` and what `res.setHeader.bind(res)` gives, as the plain call that they come down to. */
function unbound(call: CallValue): CallValue {
  const { callee, args } = call;
  if (callee.kind === 'call' && callee.callee.kind === 'member' && callee.callee.name === 'bind')
    return { ...call, callee: callee.callee.object, args: [...callee.args.slice(1), ...args] };
  if (callee.kind !== 'member' || callee.object.kind !== 'member') return call;
  const [, list] = args;
  if (callee.name === 'call') return { ...call, callee: callee.object, args: args.slice(1) };
  return callee.name === 'apply' && list?.kind === 'list' && !list.rest
    ? { ...call, callee: callee.object, args: list.items }
    : call;
}

function ofMethod(
  call: CallValue,
  object: Value,
  name: string,
  when: Test,
  statement: Span,
): ResponseWrite | undefined {
  const [first, second] = call.args;
  if (name === '[]=') return assigned(call, object, when, statement);
  if (name === 'respondWith' || name === 'succeed' || name === 'done' || name === 'resolve') {
    const value = call.args.findLast(it => it.kind === 'record' || it.kind === 'call' || it.kind === 'choice');
    return value && { kind: 'answer', value };
  }
  // SvelteKit's event, which is the request too, sets the headers of the answer.
  const ofEvent = name === 'setHeaders' && object.kind === 'parameter';
  if (object.kind === 'record' || (isRequest(object) && !ofEvent)) return undefined;
  if (REMOVERS.test(name)) return removed(first);
  if (name === 'writeHead') {
    const headers = call.args.slice(1).find(it => it.kind === 'record' || it.kind === 'list' || it.kind === 'choice');
    const lines = headers ? linesOf(headers, when, statement) : [];
    return first ? { kind: 'status', status: first, lines } : { kind: 'lines', lines };
  }
  if (/^(status|code|sendStatus|setStatus)$/.test(name)) return stated(first, object);
  if (!SETTERS.test(name) || !first) return undefined;
  if (name === 'vary')
    return {
      kind: 'lines',
      lines: [{ name: 'vary', value: first, nameSpan: call.span, entry: statement, when, appended: true, ...by(call) }],
    };
  if (first.kind === 'record' || (first.kind === 'choice' && !second))
    return { kind: 'lines', lines: linesOf(first, when, statement) };
  const appended = /append|add/i.test(name) || isAppending(call.args[2]);
  return second ? one(first, second, call, when, statement, appended) : undefined;
}

/** `c.header(name, value, { append: true })` of Hono (4.13.19, run). */
function isAppending(options: Value | undefined): boolean {
  const append = options?.kind === 'record' ? property(options, 'append')?.value : undefined;
  return append?.kind === 'literal' && append.value === true;
}

/** A number is a status on whatever it is set; anything else may be that of an order or a user. */
function stated(status: Value | undefined, object: Value): ResponseWrite | undefined {
  return status && (statusOf(status) !== undefined || isResponse(object))
    ? { kind: 'status', status, lines: [] }
    : undefined;
}

function removed(header: Value | undefined): ResponseWrite | undefined {
  const name = corsHeaderOf(header);
  return name === undefined ? undefined : { kind: 'removed', name };
}

/** The setters of h3, which take the event first. */
function free(call: CallValue, name: string, when: Test, statement: Span): ResponseWrite | undefined {
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
): ResponseWrite | undefined {
  const name = corsHeaderOf(key);
  return name === undefined
    ? undefined
    : {
        kind: 'lines',
        lines: [
          {
            name,
            value,
            nameSpan: key.span,
            entry: entryFor(key, value, call, statement),
            when,
            appended,
            ...by(call),
          },
        ],
      };
}

function by({ callee }: CallValue): Pick<HeaderLine, 'setter' | 'target'> {
  return callee.kind === 'member' ? { setter: callee.name, target: callee.object } : {};
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

function assigned(call: CallValue, object: Value, when: Test, statement: Span): ResponseWrite | undefined {
  const [key, value] = call.args;
  if (!key || !value) return undefined;
  const name = key.kind === 'literal' ? String(key.value) : undefined;
  if (name === 'statusCode' || name === 'status') return stated(value, object);
  if (isRequest(object)) return undefined;
  if (name === 'headers' || name === 'responseHeaders')
    return { kind: 'lines', lines: linesOf(value, when, statement) };
  if ((name === 'res' || name === 'response') && value.kind === 'record') return { kind: 'answer', value };
  return one(key, value, call, when, statement, false);
}
