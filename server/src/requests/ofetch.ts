import { literal, textOf, type Value } from '../syntax/value.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, isGlobalCall, jsonOrForm, lastOf, methodOf, plain } from './made.ts';
import { FETCH_RESPONSE, readsOf } from './reads.ts';
import { urlsWithBase } from './url.ts';

/**
 * ofetch 1 and what Nuxt makes of it. Run with 1.5.1 on a recording `fetch`: methods go out in capitals, objects and texts of
 * methods with a body as `application/json`, `baseURL` goes before what is asked for (dist/shared/ofetch.mjs).
 */
export const ofetch: RequestClient = {
  id: 'ofetch',
  title: 'ofetch, $fetch and useFetch',
  docs: 'https://github.com/unjs/ofetch#readme',
  mentions: ['ofetch', '$fetch', 'usefetch', 'uselazyfetch'],
  names: /^(ofetch|\$fetch|useFetch|useLazyFetch|raw)$/,
  module: 'ofetch',

  read(call, reading) {
    const raw = call.callee.kind === 'member' && call.callee.name === 'raw' ? call.callee.object : undefined;
    const made = instanceOf(raw ?? call.callee);
    if (!made) return [];
    const [target, options] = call.args;
    if (!target) return [];
    const { span } = call;
    return eachCase([target, options, ...made], span, reading.lookup, ([target, own, ...defaults], guards) => {
      const all = [...defaults, own];
      const headers = all.reduce<HeadersRead>((before, it) => over(before, headersOf(lastOf([it], 'headers'))), {
        headers: [],
      });
      const method = methodOf(lastOf(all, 'method'), 'GET', span);
      const init = readInit(all, span);
      return urlsWithBase(target ?? literal(span, ''), lastOf(all, 'baseURL'), reading.lookup).map(it => ({
        ...plain(span),
        client: 'ofetch',
        url: it.url,
        ...init,
        method,
        ...headers,
        contentType: contentTypeOf(headers.headers, bodyGiven(lastOf(all, 'body'), span, bodyType)),
        reads: raw
          ? readsOf(call.uses, FETCH_RESPONSE, { body: 'yes', status: 'yes' })
          : { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

function instanceOf(value: Value): readonly (Value | undefined)[] | undefined {
  if (value.kind === 'external') {
    const ofNuxt = value.module === '' || /^(#imports|#app|nuxt\/app)$/.test(value.module);
    if (ofNuxt) return /^(\$fetch|useFetch|useLazyFetch)$/.test(value.name) ? [] : undefined;
    return /^(ofetch|ohmyfetch)$/.test(value.module) && /^(ofetch|\$fetch|fetch|default)$/.test(value.name)
      ? []
      : undefined;
  }
  if (value.kind !== 'call') return undefined;
  if (value.callee.kind === 'external' && value.callee.name === '$fetch.create') return [value.args[0]];
  if (value.callee.kind !== 'member' || value.callee.name !== 'create') return undefined;
  const before = instanceOf(value.callee.object);
  return before && [...before, value.args[0]];
}

function bodyType(body: Value): string | undefined {
  if (textOf(body) !== undefined || body.kind === 'template' || isGlobalCall(body, /^JSON\.stringify$/))
    return 'application/json';
  return jsonOrForm(body);
}
