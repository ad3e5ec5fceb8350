import { normaliseMethod } from '../fetch/methods.ts';
import type { CorsRequest, CredentialsMode, RequestMode } from '../model/request.ts';
import { type Entry, isUndefined, property, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { contentTypeOf, typeOfBody } from './body.ts';
import { eachCase } from './cases.ts';
import type { AskingCall, Reading, ReadRequest, RequestClient } from './client.ts';
import { meantOfFetch } from './cookies-meant.ts';
import { type HeadersRead, headersOf } from './headers.ts';
import { FETCH_RESPONSE, readsOf } from './reads.ts';
import { oneOf, settingOf } from './setting.ts';
import { urlsOf } from './url.ts';

const CREDENTIALS: readonly CredentialsMode[] = ['omit', 'same-origin', 'include'];
const MODES: readonly RequestMode[] = ['cors', 'no-cors', 'same-origin', 'navigate'];

/** `fetch(input, init)` and `new Request(input, init)` that is handed to it. */
export const fetchClient: RequestClient = {
  id: 'fetch',
  title: 'fetch',
  docs: 'https://fetch.spec.whatwg.org/#fetch-method',
  mentions: ['fetch('],
  names: /^fetch$/,

  read: (call, reading) => (!call.construct && isFetch(call.callee) ? requestsOf(call, reading) : []),
};

function isFetch(callee: Value): boolean {
  return callee.kind === 'external' && callee.module === '' && /^((window|self|globalThis)\.)?fetch$/.test(callee.name);
}

function requestsOf(call: AskingCall, reading: Reading): readonly ReadRequest[] {
  const [input, init] = call.args;
  if (!input) return [];
  return eachCase([input, init], call.span, reading.lookup, ([input, init], guards) => {
    const [target, own] = input && isRequest(input) ? [input.args[0], input.args[1]] : [input, undefined];
    if (!target) return [];
    const options = readInit([own, init], call.span);
    return urlsOf(target, reading.lookup).map(it => ({
      client: 'fetch',
      at: call.span,
      url: it.url,
      ...options,
      ...meantOfFetch(init ?? own),
      reads: readsOf(call.uses, FETCH_RESPONSE),
      guards: [...guards, ...it.guards],
    }));
  });
}

function isRequest(value: Value): value is Extract<Value, { kind: 'call' }> {
  return (
    value.kind === 'call' && value.construct && value.callee.kind === 'external' && value.callee.name === 'Request'
  );
}

type Options = Pick<
  CorsRequest,
  'method' | 'headers' | 'moreHeaders' | 'credentials' | 'mode' | 'contentType' | 'redirect'
>;

/** What `RequestInit`s say that are laid over each other, outermost first. https://fetch.spec.whatwg.org/#requestinit */
export function readInit(layers: readonly (Value | undefined)[], call: Span): Options {
  const option = (name: string): Pick<Entry, 'value' | 'span'> | undefined =>
    layers.reduce<Pick<Entry, 'value' | 'span'> | undefined>((before, it) => optionOf(it, name) ?? before, undefined);
  const headers: HeadersRead = headersOf(option('headers')?.value);
  const body = option('body')?.value;
  return {
    method: settingOf(option('method'), it => (it.kind === 'literal' ? normaliseMethod(String(it.value)) : undefined), {
      value: 'GET',
      at: call,
    }),
    ...headers,
    credentials: settingOf(option('credentials'), oneOf(CREDENTIALS), { value: 'same-origin', at: call }),
    mode: settingOf(option('mode'), oneOf(MODES), { value: 'cors', at: call }),
    contentType: contentTypeOf(headers.headers, typeOfBody(body, call)),
    redirect: settingOf(option('redirect'), oneOf(['follow', 'error', 'manual'] as const), {
      value: 'follow',
      at: call,
    }),
  };
}

/** An option; where the object is not known, neither is the option. */
function optionOf(options: Value | undefined, name: string): Pick<Entry, 'value' | 'span'> | undefined {
  if (options === undefined || isUndefined(options)) return undefined;
  if (options.kind !== 'record') return { value: options, span: options.span };
  const given = property(options, name);
  return given ?? (options.rest ? { value: options.rest, span: options.span } : undefined);
}
