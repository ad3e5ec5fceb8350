import type { Setting } from '../model/policy.ts';
import type { CorsRequest, CredentialsMode } from '../model/request.ts';
import { isUndefined, property, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import type { HeadersRead } from './headers.ts';
import { settingOf, whyUnknown } from './setting.ts';

/** What a request is where neither the code nor the client says otherwise. */
export function plain(
  at: Span,
): Pick<CorsRequest, 'at' | 'method' | 'headers' | 'credentials' | 'mode' | 'contentType' | 'redirect' | 'reads'> {
  return {
    at,
    method: { kind: 'default', value: 'GET', at },
    headers: [],
    credentials: { kind: 'default', value: 'same-origin', at },
    mode: { kind: 'default', value: 'cors', at },
    contentType: { kind: 'default', value: undefined, at },
    redirect: { kind: 'default', value: 'follow', at },
    reads: { body: 'unknown', status: 'unknown', headers: [] },
  };
}

/** An option where it is given last; what is not known may be any. */
export function lastOf(options: readonly (Value | undefined)[], name: string): Value | undefined {
  for (const it of options.toReversed()) {
    if (!it || isUndefined(it)) continue;
    if (it.kind !== 'record') return it;
    const given = property(it, name)?.value;
    if (given && !isUndefined(given)) return given;
    if (it.rest) return it.rest;
  }
  return undefined;
}

/** A flag such as `withCredentials`. */
export function credentialsOf(flag: Value | undefined, at: Span): Setting<CredentialsMode> {
  return settingOf(
    flag && { value: flag, span: flag.span },
    it => (it.kind === 'literal' ? (it.value ? 'include' : 'same-origin') : undefined),
    { value: 'same-origin', at },
  );
}

/** A method that the client writes in capitals. */
export function methodOf(given: Value | undefined, byDefault: string, at: Span): Setting<string> {
  return settingOf(given && { value: given, span: given.span }, it => textOf(it)?.toUpperCase(), {
    value: byDefault,
    at,
  });
}

/** Whether a value is what a package exports under one of these names. */
export function isExport(value: Value, module: RegExp, name: RegExp): boolean {
  return value.kind === 'external' && module.test(value.module) && name.test(value.name);
}

/** Whether a value is what JavaScript or the browser calls so. */
export function isGlobalCall(value: Value, name: RegExp): value is Extract<Value, { kind: 'call' }> {
  return (
    value.kind === 'call' &&
    value.callee.kind === 'external' &&
    value.callee.module === '' &&
    name.test(value.callee.name)
  );
}

/** The type that a library gives a body; `type` tells it of a value that is known. */
export function bodyGiven(
  body: Value | undefined,
  at: Span,
  type: (body: Value) => string | undefined,
): Setting<string | undefined> {
  if (!body || isUndefined(body) || (body.kind === 'literal' && body.value === null))
    return { kind: 'default', value: undefined, at };
  const known = type(body);
  return known === undefined
    ? { kind: 'dynamic', why: whyUnknown(body), at: body.span }
    : { kind: 'default', value: known, at: body.span };
}

/** The type that most libraries give: objects as JSON, forms as forms. */
export function jsonOrForm(body: Value): string | undefined {
  if (body.kind === 'record' && body.container === 'params') return 'application/x-www-form-urlencoded;charset=UTF-8';
  if (body.kind === 'record' || body.kind === 'list') return 'application/json';
  return isGlobalCall(body, /^FormData$/) ? 'multipart/form-data' : undefined;
}

/** A path behind a fixed beginning. */
export function withPath(beginning: string, path: Value): Value {
  return { kind: 'template', parts: [{ kind: 'literal', value: beginning, span: path.span }, path], span: path.span };
}

/** What an option gives that may be a function: the one thing that the function gives back. */
export function resultOf(value: Value | undefined, args: readonly Value[] = []): Value | undefined {
  if (value?.kind !== 'function') return value;
  const { paths, cut } = value.run(args);
  const [first, ...more] = paths.filter(it => it.end === 'return');
  return cut || more.length > 0 || !first?.result
    ? { kind: 'unknown', why: 'a function decides it', onOrigin: false, span: value.span }
    : first.result;
}

/** The headers of every such request of a library, which no code of the workspace sets. */
export function fixed(headers: Readonly<Record<string, string>>, at: Span): HeadersRead {
  return {
    headers: Object.entries(headers).map(([name, value]) => ({ name, value: { kind: 'default', value, at }, at })),
  };
}
