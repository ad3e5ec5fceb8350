import type { WrittenEnd } from '../../model/written.ts';
import type { CallValue, Effect, Path, Value } from '../../syntax/value.ts';
import { chainOf, isRequest, originOf } from './handler-places.ts';
import { statusOf } from './lines.ts';

/** What a call means for the course of a response, beside the headers that it writes. */
export interface Turn {
  /** It answers, or hands on to whoever answers. */
  readonly end?: 'answered' | 'passed' | 'thrown';
  readonly status?: number;
  /** It is given the response, or a function that may use it later: why headers may be missed. */
  readonly gap?: string;
  /** It is given a function that may answer later. */
  readonly later?: boolean;
}

const ENDS =
  /^(send|end|json|jsonp|sendFile|sendStatus|redirect|render|download|text|html|body|newResponse|stream|view)$/;
const NEXT = /^(next|done|resolve)$/;
const RESPONSE = /^(res|resp|response|reply|rep|ctx|context|c|h|event)$/i;
const CORS_TEXT = /access-control-|cors|['"`]vary['"`]|\.vary\(/i;

/** What an effect means for the course of the response; `read` gives the source of functions that are handed over. */
export function turnOf({ call }: Effect, read: (value: Value) => string): Turn | undefined {
  const { callee, args } = call;
  const named = chainOf(callee).at(-1) ?? '';
  if ((NEXT.test(named) && callee.kind !== 'external') || isNextByPlace(call)) return handedOn(call);
  if (callee.kind === 'member') {
    const { object, name } = callee;
    if (name === '[]=') return assigned(args, object);
    if (ENDS.test(name) && object.kind !== 'record' && !isRequest(object) && hangsOnParameter(object))
      return ended(call, name);
    if (hangsOnParameter(object) && isResponse(object) && !isFree(args)) return undefined;
  }
  const later = args.filter(it => it.kind === 'function');
  if (later.some(it => CORS_TEXT.test(read(it))))
    return { later: true, gap: 'headers are written in a function that runs later' };
  const given = args.find(isResponse);
  if (given && !/^(is|has|get|parse|read|verify|validate)[A-Z]/.test(named))
    return { gap: `\`${named || 'a function'}\` is given the response, and is not followed` };
  return later.length > 0 ? { later: true } : undefined;
}

/** `n()`: what is handed over behind the response, and called with nothing or with an error, whatever its name. */
function isNextByPlace({ callee, args }: CallValue): boolean {
  return callee.kind === 'parameter' && callee.index > 0 && args.length <= 1 && /^n(?:xt|ext\w*)?$/i.test(callee.name);
}

/** How a way ends by itself: what decides between its end and the server's habit is left to whoever knows the server. */
export function handledOn(
  path: Path,
  turns: readonly Turn[],
  answers: boolean,
): { readonly end?: WrittenEnd; readonly gap?: string; readonly usual?: number } {
  const gap = turns.map(it => it.gap).find(it => it !== undefined);
  const said = gap === undefined ? {} : { gap };
  if (path.end === 'throw') return { ...said, end: 'thrown' };
  if (answers) return { ...said, end: 'answered' };
  const ends = turns.filter(it => it.end !== undefined);
  const last = ends.find(it => it.end === 'answered') ?? ends.find(it => it.end === 'thrown') ?? ends[0];
  if (last?.end) return { ...said, end: last.end, ...(last.status === undefined ? {} : { usual: last.status }) };
  if (isHandedOn(path.result)) return { ...said, end: 'passed' };
  if (turns.some(it => it.later)) return { ...said, end: 'open' };
  return said;
}

/** `const response = await resolve(event); …; return response`. */
function isHandedOn(result: Value | undefined): boolean {
  if (result?.kind !== 'call' || result.callee.kind === 'external') return false;
  return NEXT.test(chainOf(result.callee).at(-1) ?? '') || isNextByPlace(result);
}

/** `next()`, `done()`, `resolve(event)`; with an error, that is what is answered. */
function handedOn({ callee, args: [first] }: CallValue): Turn {
  // `next(createError(404))`
  if (first?.kind === 'call' && !first.construct && callee.kind === 'parameter')
    return { end: 'thrown', gap: 'what an error becomes that is made elsewhere is not known' };
  const fails =
    first !== undefined &&
    !(first.kind === 'literal' && (first.value === undefined || first.value === null)) &&
    ((first.kind === 'call' && first.construct) || /^e(rr(or)?)?$/.test(chainOf(first).at(-1) ?? ''));
  return { end: fails ? 'thrown' : 'passed' };
}

function ended(call: CallValue, name: string): Turn {
  if (name === 'redirect')
    return { end: 'answered', status: call.args.map(statusOf).find(it => it !== undefined) ?? 302 };
  return { end: 'answered' };
}

/** Koa's `ctx.body = …`, Elysia's and Lambda's results are told elsewhere. */
function assigned([key, value]: readonly Value[], object: Value): Turn | undefined {
  const name = key?.kind === 'literal' ? key.value : undefined;
  if (name !== 'body' || !hangsOnParameter(object) || isRequest(object)) return undefined;
  const empty = value?.kind === 'literal' && (value.value === null || value.value === undefined);
  return { end: 'answered', status: empty ? 204 : 200 };
}

function isFree(args: readonly Value[]): boolean {
  return args.some(it => it.kind === 'function' || isResponse(it));
}

/** Whether a value is the response of the handler that is looked at, or the context that holds it. */
export function isResponse(value: Value): boolean {
  if (value.kind === 'parameter' && value.index > 0 && value.name === 'r') return true;
  return hangsOnParameter(value) && RESPONSE.test(chainOf(value).at(-1) ?? '');
}

function hangsOnParameter(value: Value): boolean {
  return originOf(value).kind === 'parameter';
}
