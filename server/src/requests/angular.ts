import { libraryOf } from '../frameworks/options/version.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
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
    return eachCase(
      [target, body && withoutContent(body), options],
      span,
      reading.lookup,
      ([target, given, options], guards) => {
        const headers = over(
          fixed({ accept: 'application/json, text/plain, */*' }, span),
          httpHeaders(lastOf([options], 'headers')),
        );
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
          credentials: credentialsOf(lastOf([options], 'withCredentials'), span),
          contentType: contentTypeOf(headers.headers, bodyGiven(sent, span, bodyType)),
          reads: { body: 'unknown', status: 'yes', headers: [] },
          guards: [...guards, ...it.guards],
        }));
      },
    );
  },
};

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
  if (callee.kind !== 'member' || !/^(set|append)$/.test(callee.name)) return headersOf(value);
  const [name, text] = args;
  if (!name || !text) return headersOf(value);
  const key = textOf(name);
  const before = httpHeaders(callee.object);
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
