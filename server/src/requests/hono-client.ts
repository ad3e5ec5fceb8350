import { isUndefined, literal, unknown, type Value } from '../syntax/value.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { headersOf, over } from './headers.ts';
import { isExport, lastOf, plain, resultOf } from './made.ts';
import { type ResponseNames, readsOf } from './reads.ts';
import { urlsWithBase } from './url.ts';

const RESPONSE: ResponseNames = {
  body: /^(json|text|blob|arrayBuffer|formData|body)$/,
  status: /^(ok|status|statusText)$/,
};

/**
 * The client of Hono's routes: `client.posts[':id'].$put({ json })` of `hc(base, { headers, init })`. Run with hono 4.13.19: the names are the
 * path, `index` is nothing; `json` goes as JSON and `form` as a form; the headers of the call, of `header` and of the client are sent.
 */
export const honoClient: RequestClient = {
  id: 'hono-client',
  title: 'the client of Hono',
  docs: 'https://hono.dev/docs/guides/rpc',
  mentions: ['hono/client'],
  names: /^\$(get|post|put|patch|delete|head|options)$/,

  read(call, reading) {
    const asked = askedOf(call.callee);
    if (!asked) return [];
    const { span } = call;
    const [input, own] = call.args;
    const { path, made } = asked;
    const [base, settings] = made;
    return eachCase([base, settings, input, own], span, reading.lookup, ([base, settings, input, own], guards) => {
      const init = readInit([lastOf([settings], 'init')], span);
      const headers = [
        headersOf(resultOf(lastOf([settings], 'headers'))),
        headersOf(resultOf(lastOf([own], 'headers'))),
        headersOf(lastOf([input], 'header')),
      ].reduce(over, headersOf(undefined));
      const json = lastOf([input], 'json');
      const form = lastOf([input], 'form');
      const type = json && !isUndefined(json) ? 'application/json' : form ? 'multipart/form-data' : undefined;
      return urlsWithBase(path, base, reading.lookup).map(it => ({
        ...plain(span),
        client: 'hono-client',
        url: it.url,
        method: { kind: 'written', value: asked.method, at: call.nameSpan },
        ...headers,
        credentials: init.credentials,
        contentType: contentTypeOf(headers.headers, { kind: 'default', value: type, at: span }),
        reads: readsOf(call.uses, RESPONSE),
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

interface Asked {
  readonly method: string;
  readonly path: Value;
  /** What the client was made with. */
  readonly made: readonly Value[];
}

function askedOf(callee: Value): Asked | undefined {
  if (callee.kind !== 'member') return undefined;
  const names: string[] = [];
  let at = callee.object;
  while (at.kind === 'member') {
    names.unshift(at.name);
    at = at.object;
  }
  if (at.kind !== 'call' || !isExport(at.callee, /^hono\/client$/, /^hc$/)) return undefined;
  const { span } = callee;
  const segments = names.filter(it => it !== 'index');
  const parts = segments.flatMap((it): readonly Value[] => [
    literal(span, '/'),
    it.startsWith(':') ? unknown(span, 'it is a parameter of the path') : literal(span, it),
  ]);
  const path: Value = { kind: 'template', parts: parts.length > 0 ? parts : [literal(span, '/')], span };
  return { method: callee.name.slice(1).toUpperCase(), path, made: at.args };
}
