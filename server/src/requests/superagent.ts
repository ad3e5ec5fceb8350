import { libraryOf } from '../frameworks/options/version.ts';
import type { CallSite } from '../syntax/code.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { AskingCall, Reading, RequestClient } from './client.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, isExport, jsonOrForm, methodOf, plain } from './made.ts';
import { urlsOf } from './url.ts';

const SHORT = /^(get|head|options|post|put|patch|del|delete)$/;
/** What is said of a request in a chain behind the call that begins it. */
const SAYING = /^(set|send|withCredentials|type|auth|field|attach)$/;

/**
 * superagent 10. Run with 10.4.2 on a recording `XMLHttpRequest`: objects go out as JSON, texts as a form, `field` and `attach` as
 * a form of several parts; `type` names another; cookies by `withCredentials`; nothing is set by itself (lib/client.js).
 */
export const superagent: RequestClient = {
  id: 'superagent',
  title: 'superagent',
  docs: 'https://forwardemail.github.io/superagent/',
  mentions: ['superagent'],
  names: /^(get|head|options|post|put|patch|del|delete|superagent|request)$/,
  module: 'superagent',

  read(call, reading) {
    const { callee, span } = call;
    const short = nameOf(callee);
    if (short === undefined && !isItself(callee)) return [];
    const [first, second] = call.args;
    const [given, target] = short === undefined && second ? [first, second] : [undefined, first];
    if (!target) return [];
    const said = chain(span, reading);
    const headers = said.reduce<HeadersRead>((before, it) => over(before, setBy(it)), { headers: [] });
    const sent = said.find(it => it.name === 'send');
    const parts = said.some(it => it.name === 'field' || it.name === 'attach');
    const cookies = said.find(it => it.name === 'withCredentials' && !isFalse(it.args[0]));
    const byDefault = short?.toUpperCase().replace(/^DEL$/, 'DELETE') ?? 'GET';
    return eachCase([target, sent?.args[0]], span, reading.lookup, ([target, body], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'superagent',
        library: libraryOf(reading.project, reading.path, 'superagent', '10.4.2'),
        url: it.url,
        method: short ? { kind: 'written', value: byDefault, at: call.nameSpan } : methodOf(given, byDefault, span),
        ...headers,
        credentials: cookies
          ? cookies.conditional
            ? { kind: 'dynamic', why: 'it depends on conditions', at: cookies.span }
            : { kind: 'written', value: 'include', at: cookies.span }
          : { kind: 'default', value: 'same-origin', at: span },
        contentType: contentTypeOf(
          headers.headers,
          parts ? { kind: 'default', value: 'multipart/form-data', at: span } : bodyGiven(body, span, bodyType),
        ),
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

function isItself(value: Value): boolean {
  return isExport(value, /^superagent$/, /^(default|=|\*)$/) || isExport(value, /^$/, /^superagent$/);
}

function nameOf(callee: Value): string | undefined {
  const [object, name] =
    callee.kind === 'member'
      ? [callee.object, callee.name]
      : callee.kind === 'external' && callee.module === 'superagent'
        ? [undefined, callee.name]
        : [callee, ''];
  return SHORT.test(name) && (object === undefined || isItself(object)) ? name : undefined;
}

/** What is said behind the call that begins at the same place, in order. */
function chain(begun: Span, { project }: Reading): readonly CallSite[] {
  const calls = project.code(begun.path)?.calls(it => SAYING.test(it)) ?? [];
  return calls
    .filter(it => it.span.start === begun.start && it.span.end > begun.end && leadsTo(it.callee, begun))
    .toSorted((a, b) => a.span.end - b.span.end);
}

function leadsTo(callee: Value, begun: Span): boolean {
  for (let at: Value | undefined = callee; at; ) {
    if (at.kind === 'member') at = at.object;
    else if (at.kind === 'call' && at.span.start === begun.start && at.span.end === begun.end) return true;
    else at = at.kind === 'call' ? at.callee : undefined;
  }
  return false;
}

function setBy({ name, args: [first, second], nameSpan, span }: AskingCall & Pick<CallSite, 'name'>): HeadersRead {
  const at = { path: span.path, start: nameSpan.start, end: span.end };
  const one = (key: string, value: Value): HeadersRead =>
    headersOf({
      kind: 'record',
      container: 'headers',
      entries: [{ key, value, keySpan: first?.span ?? at, span: at }],
      span: at,
    });
  if (name === 'auth')
    return one('authorization', { kind: 'unknown', why: 'it is made at run time', onOrigin: false, span: at });
  if (name === 'type' && first) {
    const text = textOf(first);
    return one('content-type', text === undefined ? first : literal(first.span, TYPES[text] ?? text));
  }
  if (name !== 'set' || !first) return { headers: [] };
  const key = textOf(first);
  return key !== undefined && second ? one(key, second) : headersOf(first);
}

/** The short names of `type` (`request.types`). */
const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  urlencoded: 'application/x-www-form-urlencoded',
  'form-data': 'application/x-www-form-urlencoded',
  html: 'text/html',
  xml: 'text/xml',
};

function bodyType(body: Value): string | undefined {
  if (textOf(body) !== undefined || body.kind === 'template') return 'application/x-www-form-urlencoded';
  return jsonOrForm(body);
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === false;
}
