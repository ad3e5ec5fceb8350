import type { Setting } from '../model/policy.ts';
import type { RequestHeader } from '../model/request.ts';
import { isUndefined, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { whyUnknown } from './setting.ts';

/** The `Content-Type` of a request with these headers, where the body by itself would bring `own`. */
export function contentTypeOf(
  headers: readonly RequestHeader[],
  own: Setting<string | undefined>,
): Setting<string | undefined> {
  const set = headers.findLast(it => it.name === 'content-type');
  if (!set) return own;
  return set.sometimes ? { kind: 'dynamic', why: 'it is not always set', at: set.at } : set.value;
}

/**
 * The type that a body brings along in `fetch` and `XMLHttpRequest`; undefined where there is none.
 * https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 */
export function typeOfBody(body: Value | undefined, call: Span): Setting<string | undefined> {
  if (body === undefined || isUndefined(body) || (body.kind === 'literal' && body.value === null))
    return { kind: 'default', value: undefined, at: body?.span ?? call };
  const type = knownType(body);
  return type === undefined
    ? { kind: 'dynamic', why: whyUnknown(body), at: body.span }
    : { kind: 'default', value: type === '' ? undefined : type, at: body.span };
}

/** The empty text where the body certainly brings no type. */
function knownType(body: Value): string | undefined {
  if (body.kind === 'literal' || body.kind === 'template' || body.kind === 'environment')
    return 'text/plain;charset=UTF-8';
  if (body.kind === 'record' && body.container === 'params') return 'application/x-www-form-urlencoded;charset=UTF-8';
  // Any other object is turned into a text.
  if (body.kind === 'record' || body.kind === 'list') return 'text/plain;charset=UTF-8';
  if (body.kind !== 'call' || body.callee.kind !== 'external' || body.callee.module !== '') return undefined;
  if (body.callee.name === 'JSON.stringify') return 'text/plain;charset=UTF-8';
  if (!body.construct) return undefined;
  if (body.callee.name === 'FormData') return 'multipart/form-data';
  return /^(ArrayBuffer|DataView|\w+Array|ReadableStream)$/.test(body.callee.name) ? '' : undefined;
}
