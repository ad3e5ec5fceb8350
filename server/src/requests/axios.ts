import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import type { Library, Setting } from '../model/policy.ts';
import type { CredentialsMode, RequestHeader } from '../model/request.ts';
import { isUndefined, literal, property, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { setupOf } from './axios-setup.ts';
import { contentTypeOf } from './body.ts';
import { eachCase, withoutContent } from './cases.ts';
import type { AskingCall, Reading, ReadRequest, RequestClient } from './client.ts';
import { meantOfAxios } from './cookies-meant.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { type ResponseNames, readsOf } from './reads.ts';
import { settingOf, whyUnknown } from './setting.ts';
import { urlsWithBase } from './url.ts';

const WITHOUT_BODY = new Set(['get', 'delete', 'head', 'options']);
const WITH_BODY = new Set(['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm']);

/**
 * axios 1 and 0.x, whose browser half sends by `XMLHttpRequest`. What it sends by itself was seen by running 1.21.1 on a
 * recording `XMLHttpRequest`: `Accept: application/json, text/plain, *\/*`, which is safelisted; for objects
 * `Content-Type: application/json`; for texts of `post`, `put` and `patch` that of a form; the method in upper case
 * (lib/helpers/resolveConfig.js, lib/defaults/index.js, lib/core/dispatchRequest.js, lib/adapters/xhr.js).
 */
export const axios: RequestClient = {
  id: 'axios',
  title: 'axios',
  docs: 'https://axios-http.com/docs/req_config',
  mentions: ['axios'],

  names: /^(axios|request|get|delete|head|options|post|put|patch|postForm|putForm|patchForm)$/,
  module: 'axios',

  read: requestsOf,
};

const AXIOS_RESPONSE: ResponseNames = { body: /^(data|request)$/, status: /^status(Text)?$/ };

/** What an instance was made with, outermost first, and the call that made it; `axios` itself was made by none. */
interface Instance {
  readonly configs: readonly Value[];
  readonly made?: Span;
}

const ITSELF: Instance = { configs: [] };

/** What `axios` itself or something made by `axios.create` was made with; undefined for everything else. */
function instanceOf(value: Value): Instance | undefined {
  if (value.kind === 'external') {
    if (value.module === '') return value.name === 'axios' ? ITSELF : undefined;
    return value.module === 'axios' && /^(default|=|\*|axios)$/.test(value.name) ? ITSELF : undefined;
  }
  if (value.kind !== 'call' || value.construct) return undefined;
  const made = methodOf(value.callee);
  if (made?.name !== 'create') return undefined;
  return { configs: [...made.instance.configs, ...value.args.slice(0, 1)], made: value.span };
}

function methodOf(callee: Value): { readonly instance: Instance; readonly name: string } | undefined {
  if (callee.kind === 'external') {
    const name =
      callee.module === ''
        ? /^axios\.(\w+)$/.exec(callee.name)?.[1]
        : callee.module === 'axios'
          ? callee.name
          : undefined;
    return name === undefined ? undefined : { instance: ITSELF, name };
  }
  const instance = callee.kind === 'member' ? instanceOf(callee.object) : undefined;
  return instance && callee.kind === 'member' ? { instance, name: callee.name } : undefined;
}

interface Called {
  readonly instance: Instance;
  readonly method?: string;
  readonly url?: Value;
  readonly data?: Value;
  readonly config?: Value;
}

function calledOf(call: AskingCall): Called | undefined {
  const { callee } = call;
  const itself = instanceOf(callee);
  const method = itself ? { instance: itself, name: 'request' } : methodOf(callee);
  if (!method) return undefined;
  const { instance, name } = method;
  const [first, second, third] = call.args;
  if (!first) return undefined;
  if (WITHOUT_BODY.has(name)) return { instance, method: name, url: first, ...(second ? { config: second } : {}) };
  if (WITH_BODY.has(name))
    return {
      instance,
      method: name.replace('Form', ''),
      url: first,
      ...(second ? { data: second } : {}),
      ...(third ? { config: third } : {}),
    };
  if (name !== 'request') return undefined;
  if (first.kind === 'record') return { instance, config: first };
  const isUrl =
    first.kind === 'literal' || first.kind === 'template' || first.kind === 'environment' || second !== undefined;
  return isUrl ? { instance, url: first, ...(second ? { config: second } : {}) } : { instance, config: first };
}

function requestsOf(call: AskingCall, reading: Reading): readonly ReadRequest[] {
  const called = calledOf(call);
  if (!called) return [];
  const { span } = call;
  const library = libraryOf(reading.project, reading.path, 'axios', '1.21.1');
  const { configs: made } = called.instance;
  const { defaults, intercepted } = setupOf(called.instance.made, reading);
  const configs = [...made, ...defaults, called.config ?? literal(span, undefined), ...intercepted];
  const carried = called.data && withoutContent(called.data);
  return eachCase([called.url, carried, ...configs], span, reading.lookup, ([given, data, ...configs], guards) => {
    const option = (name: string) => lastOf(configs, name);
    const method = called.method === undefined ? option('method') : undefined;
    const sent: Setting<string> = called.method
      ? { kind: 'written', value: called.method.toUpperCase(), at: call.nameSpan }
      : settingOf(method && { value: method, span: method.span }, it => textOf(it)?.toUpperCase(), {
          value: 'GET',
          at: span,
        });
    const url = given && !isUndefined(given) ? given : option('url');
    const target = url ?? literal(span, '');
    const body = data && !isUndefined(data) ? data : option('data');
    const headers = headersIn(configs, span, option('auth'));
    const withCredentials = option('withCredentials');
    const token = tokenOf(option('withXSRFToken'), option('xsrfHeaderName'), withCredentials, library);
    const credentials: Setting<CredentialsMode> = settingOf(
      withCredentials && { value: withCredentials, span: withCredentials.span },
      it => (it.kind === 'literal' ? (it.value ? 'include' : 'same-origin') : undefined),
      { value: 'same-origin', at: span },
    );
    return urlsWithBase(target, option('baseURL'), reading.lookup).map(it => ({
      client: 'axios',
      library,
      at: span,
      url: it.url,
      method: sent,
      ...(token ? over(headers, { headers: [token] }) : headers),
      credentials,
      ...meantOfAxios(called.data, called.config, withCredentials),
      mode: { kind: 'default', value: 'cors', at: span },
      contentType: typeOf(body, headers.headers, sent, span),
      redirect: { kind: 'default', value: 'follow', at: span },
      // The status decides whether the promise is kept (lib/core/settle.js).
      reads: readsOf(call.uses, AXIOS_RESPONSE, { status: 'yes' }),
      guards: [...guards, ...it.guards],
    }));
  });
}

/** An option where it is given last; what is not known may be any. */
function lastOf(configs: readonly (Value | undefined)[], name: string): Value | undefined {
  for (const it of configs.toReversed()) {
    if (!it || isUndefined(it)) continue;
    if (it.kind !== 'record') return it;
    const given = property(it, name)?.value;
    if (given && !isUndefined(given)) return given;
    if (it.rest) return it.rest;
  }
  return undefined;
}

/** `Accept` and what the configurations set, the groups `common` and that of the method among them. */
function headersIn(configs: readonly (Value | undefined)[], span: Span, auth: Value | undefined): HeadersRead {
  const accept: RequestHeader = {
    name: 'accept',
    value: { kind: 'default', value: 'application/json, text/plain, */*', at: span },
    at: span,
  };
  const all = configs.reduce<HeadersRead>(
    (before, config) => over(before, headersOf(config && lastOf([config], 'headers'))),
    { headers: [accept] },
  );
  if (!auth || isUndefined(auth)) return all;
  const value = { kind: 'dynamic', why: 'it is made of a name and a password', at: auth.span } as const;
  return over(all, { headers: [{ name: 'authorization', value, at: auth.span }] });
}

/**
 * The header that repeats a cookie which the page can read, where there is one: on requests to other origins with `withXSRFToken`, from
 * 1.6.2 (lib/helpers/resolveConfig.js); before 1.6.1 with `withCredentials` (0.27.2, lib/adapters/xhr.js).
 */
function tokenOf(
  asked: Value | undefined,
  name: Value | undefined,
  withCredentials: Value | undefined,
  library: Library,
): RequestHeader | undefined {
  const flag = isAtLeast(library, '1.6.2') ? asked : isAtLeast(library, '1.6.1') ? undefined : withCredentials;
  if (flag?.kind !== 'literal' || !flag.value) return undefined;
  const given = name && !isUndefined(name) ? textOf(name) : 'X-XSRF-TOKEN';
  if (given === undefined || given === '') return undefined;
  const { span: at } = name && !isUndefined(name) ? name : flag;
  const value = { kind: 'dynamic', why: 'it is the value of a cookie', at } as const;
  return { name: given.toLowerCase(), value, at, sometimes: true };
}

/** The type that a body gets; without a body the header is taken away, even where it is set (lib/adapters/xhr.js). */
function typeOf(
  body: Value | undefined,
  headers: readonly RequestHeader[],
  method: Setting<string>,
  span: Span,
): Setting<string | undefined> {
  if (!body || isUndefined(body)) return { kind: 'default', value: undefined, at: span };
  const { span: at } = body;
  const own = bodyType(body, method.kind === 'dynamic' || method.kind === 'conflicting' ? undefined : method.value);
  return contentTypeOf(
    headers,
    own === undefined ? { kind: 'dynamic', why: whyUnknown(body), at } : { kind: 'default', value: own, at },
  );
}

function bodyType(body: Value, method: string | undefined): string | undefined {
  if (body.kind === 'record' && body.container === 'params') return 'application/x-www-form-urlencoded;charset=utf-8';
  if (body.kind === 'record' || body.kind === 'list') return 'application/json';
  const isText = body.kind === 'template' || textOf(body) !== undefined || isGlobal(body, 'JSON.stringify');
  if (isText && method !== undefined && /^(POST|PUT|PATCH)$/.test(method)) return 'application/x-www-form-urlencoded';
  return isGlobal(body, 'FormData') ? 'multipart/form-data' : undefined;
}

function isGlobal(value: Value, name: string): boolean {
  return (
    value.kind === 'call' &&
    value.callee.kind === 'external' &&
    value.callee.module === '' &&
    value.callee.name === name
  );
}
