import { libraryOf } from '../frameworks/options/version.ts';
import type { Setting } from '../model/policy.ts';
import type { CredentialsMode } from '../model/request.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { type Intercepted, interceptorsOf } from './angular-interceptors.ts';
import { contentTypeOf } from './body.ts';
import { eachCase, withoutContent } from './cases.ts';
import type { Reading, RequestClient } from './client.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, credentialsOf, fixed, isExport, jsonOrForm, lastOf, methodOf, plain } from './made.ts';
import { urlsOf } from './url.ts';

const WITHOUT_BODY = /^(get|delete|head|options)$/;
const WITH_BODY = /^(post|put|patch)$/;

/**
 * `HttpClient` of Angular, by a constructor's parameter of that type or by `inject`. It sets `Accept: application/json,
 * text/plain, *\/*`, and for objects `Content-Type: application/json`, for texts text/plain
 * (@angular/common, src/http/xhr.ts and request.ts: `detectContentTypeHeader`). Interceptors may add headers.
 */
export const angular: RequestClient = {
  id: 'angular',
  title: 'HttpClient of Angular',
  docs: 'https://angular.dev/guide/http/making-requests',
  mentions: ['httpclient'],
  names: /^(get|delete|head|options|post|put|patch|request)$/,

  read(call, reading) {
    const { callee, span } = call;
    if (callee.kind !== 'member' || !isHttpClient(callee.object, reading)) return [];
    const name = callee.name;
    const [first, second, third] = call.args;
    const withBody = WITH_BODY.test(name);
    const asked = name === 'request';
    if (!first || !(withBody || asked || WITHOUT_BODY.test(name))) return [];
    const [target, body, options] = asked
      ? [second, undefined, third]
      : withBody
        ? [first, second, third]
        : [first, undefined, second];
    if (!target) return [];
    const library = libraryOf(reading.project, reading.path, '@angular/common', '20.0.0');
    const interceptors = interceptorsOf(reading);
    return eachCase(
      [target, body && withoutContent(body), options],
      span,
      reading.lookup,
      ([target, given, options], guards) => {
        const headers = [
          fixed({ accept: 'application/json, text/plain, */*' }, span),
          httpHeaders(lastOf([options], 'headers')),
          ...(interceptors?.map(laidOver) ?? [UNSEEN]),
        ].reduce(over);
        const sent = given ?? lastOf([options], 'body');
        return urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
          ...plain(span),
          client: 'angular',
          library,
          url: it.url,
          method: asked
            ? methodOf(first, 'GET', span)
            : { kind: 'written', value: name.toUpperCase(), at: call.nameSpan },
          ...headers,
          credentials: cookiesOf(lastOf([options], 'withCredentials'), interceptors ?? [], span),
          contentType: contentTypeOf(headers.headers, bodyGiven(sent, span, bodyType)),
          reads: { body: 'unknown', status: 'yes', headers: [] },
          guards: [...guards, ...it.guards],
        }));
      },
    );
  },
};

const UNSEEN: HeadersRead = { headers: [], moreHeaders: 'an interceptor may set some' };

/** The headers that an interceptor sets; not always, where some of its ways do not. */
function laidOver({ options }: Intercepted): HeadersRead {
  const all = options.map(it => over(headersOf(lastOf([it], 'setHeaders')), httpHeaders(lastOf([it], 'headers'))));
  const names = [...new Set(all.flatMap(it => it.headers.map(own => own.name)))];
  const headers = names.flatMap(name => {
    const found = all.flatMap(it => it.headers.filter(own => own.name === name));
    const [first] = found;
    return first ? [found.length === all.length ? first : { ...first, sometimes: true }] : [];
  });
  const more = all.find(it => it.moreHeaders !== undefined)?.moreHeaders;
  return more === undefined ? { headers } : { headers, moreHeaders: more };
}

/** What the call says, unless an interceptor behind it says otherwise; what only some of its ways say is not known. */
function cookiesOf(own: Value | undefined, interceptors: readonly Intercepted[], span: Span): Setting<CredentialsMode> {
  for (const { options } of interceptors.toReversed()) {
    const said = options.map(it => lastOf([it], 'withCredentials'));
    const [first] = said.filter(it => it !== undefined);
    if (!first) continue;
    return said.every(it => it !== undefined)
      ? credentialsOf(first, span)
      : { kind: 'dynamic', why: 'an interceptor decides it', at: first.span };
  }
  return credentialsOf(own, span);
}

function isHttpClient(value: Value, { project }: Reading): boolean {
  if (value.kind === 'call')
    return (
      isExport(value.callee, /^@angular\/core$/, /^inject$/) &&
      isExport(value.args[0] ?? value, /^@angular\/common\/http$/, /^HttpClient$/)
    );
  if (value.kind !== 'parameter') return false;
  const { path, start, end } = value.span;
  return /:\s*HttpClient\b/.test(project.host.read(path)?.slice(start, end) ?? '');
}

/** An object, or `new HttpHeaders({…})`, with what is set on it in a chain. */
function httpHeaders(value: Value | undefined): HeadersRead {
  if (value?.kind !== 'call') return headersOf(value);
  const { callee, args, construct } = value;
  if (construct && isExport(callee, /^@angular\/common\/http$/, /^HttpHeaders$/)) return headersOf(args[0]);
  // Of `request.headers.set` in an interceptor, `request` is told from its name.
  const method = callee.kind === 'member' || (callee.kind === 'request' && callee.part === 'header') ? callee.name : '';
  if (!/^(set|append)$/.test(method ?? '')) return headersOf(value);
  const [name, text] = args;
  if (!name || !text) return headersOf(value);
  const key = textOf(name);
  const before = callee.kind === 'member' ? httpHeaders(callee.object) : { headers: [] };
  if (key === undefined) return { ...before, moreHeaders: 'a header has a name that is made at run time' };
  const at = { path: value.span.path, start: name.span.start, end: value.span.end };
  return over(
    before,
    headersOf({
      kind: 'record',
      container: 'headers',
      entries: [{ key, value: text, keySpan: name.span, span: at }],
      span: at,
    }),
  );
}

function bodyType(body: Value): string | undefined {
  if (textOf(body) !== undefined || body.kind === 'template') return 'text/plain';
  return jsonOrForm(body);
}
