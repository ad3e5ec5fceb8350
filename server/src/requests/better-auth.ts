import { literal, textOf, unknown, type Value } from '../syntax/value.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { headersOf } from './headers.ts';
import { isExport, lastOf, plain } from './made.ts';
import { urlsWithBase } from './url.ts';

/**
 * The client of Better Auth: it signs in by a POST of JSON with cookies, below `/api/auth` where the address has no path of its own
 * (better-auth 1.7.25, dist/client/config.mjs and dist/utils/url.mjs). Signing in stands for all that it asks.
 */
export const betterAuth: RequestClient = {
  id: 'better-auth',
  title: 'the client of Better Auth',
  docs: 'https://www.better-auth.com/docs/concepts/client',
  mentions: ['better-auth'],
  names: /^createAuthClient$/,

  read(call, reading) {
    if (!isExport(call.callee, /^better-auth\/(client|react|vue|svelte|solid|lynx)$/, /^createAuthClient$/)) return [];
    const {
      span,
      args: [options],
    } = call;
    const base = lastOf([options], 'baseURL');
    if (!base) return [];
    const given = lastOf([options], 'basePath');
    const settings = lastOf([options], 'fetchOptions');
    return eachCase([base, settings], span, reading.lookup, ([base, settings], guards) => {
      const init = readInit([settings], span);
      const own = given && textOf(given);
      const below = base && hasPath(base) ? '' : (own ?? 'api/auth').replace(/^\/+|\/+$/g, '');
      const path: Value = {
        kind: 'template',
        parts: [literal(span, `${below}/sign-in/`), unknown(span, 'it is the way of signing in')],
        span,
      };
      return urlsWithBase(path, base, reading.lookup).map(it => ({
        ...plain(span),
        client: 'better-auth',
        url: it.url,
        method: { kind: 'default', value: 'POST', at: span },
        ...headersOf(lastOf([settings], 'headers')),
        credentials: init.credentials.kind === 'default' ? { ...init.credentials, value: 'include' } : init.credentials,
        contentType: { kind: 'default', value: 'application/json', at: span },
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

/** Whether an address goes on behind its host. */
function hasPath(base: Value): boolean {
  const text = textOf(base) ?? (base.kind === 'template' ? (textOf(base.parts.at(-1) ?? base) ?? '') : '');
  return base.kind === 'template' ? /\/[^/]/.test(text) : /^[a-z]+:\/\/[^/]+\/[^/]/i.test(text);
}
