import { libraryOf } from '../frameworks/options/version.ts';
import { literal, type Value } from '../syntax/value.ts';
import { contentTypeOf, typeOfBody } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { isExport, lastOf, methodOf, plain } from './made.ts';
import { FETCH_RESPONSE, readsOf } from './reads.ts';
import { urlsWithBase } from './url.ts';

const SHORT = /^(get|post|put|patch|head|delete)$/;

/**
 * ky 1. Run with 1.14.3 on a recording `fetch`: methods go out in capitals, `json` brings `application/json`, `prefixUrl` goes
 * before what is asked for, and everything else is `fetch`’s (distribution/core/Ky.js).
 */
export const ky: RequestClient = {
  id: 'ky',
  title: 'ky',
  docs: 'https://github.com/sindresorhus/ky#api',
  mentions: ["'ky'", '"ky"', 'ky-universal'],
  names: /^(ky|get|post|put|patch|head|delete)$/,
  module: 'ky',

  read(call, reading) {
    const short = call.callee.kind === 'member' && SHORT.test(call.callee.name) ? call.callee : undefined;
    const made = instanceOf(short ? short.object : call.callee);
    if (!made) return [];
    const [target, options] = call.args;
    if (!target) return [];
    const { span } = call;
    const library = libraryOf(reading.project, reading.path, 'ky', '1.14.3');
    return eachCase([target, options, ...made], span, reading.lookup, ([target, own, ...defaults], guards) => {
      const all = [...defaults, own];
      const headers = all.reduce<HeadersRead>((before, it) => over(before, headersOf(lastOf([it], 'headers'))), {
        headers: [],
      });
      const json = lastOf(all, 'json');
      const method = short
        ? ({ kind: 'written', value: short.name.toUpperCase(), at: call.nameSpan } as const)
        : methodOf(lastOf(all, 'method'), 'GET', span);
      const init = readInit(all, span);
      const base = lastOf(all, 'prefixUrl') ?? lastOf(all, 'prefix');
      return urlsWithBase(target ?? literal(span, ''), base, reading.lookup).map(it => ({
        ...plain(span),
        client: 'ky',
        library,
        url: it.url,
        ...init,
        method,
        ...headers,
        contentType: contentTypeOf(
          headers.headers,
          json ? { kind: 'default', value: 'application/json', at: json.span } : typeOfBody(lastOf(all, 'body'), span),
        ),
        // It throws by the status.
        reads: readsOf(call.uses, FETCH_RESPONSE, { status: 'yes' }),
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

/** The options of `ky.create` and `ky.extend` that an instance was made with, outermost first. */
function instanceOf(value: Value): readonly (Value | undefined)[] | undefined {
  if (isExport(value, /^ky(-universal)?$/, /^(default|ky|=)$/)) return [];
  if (value.kind !== 'call' || value.callee.kind !== 'member' || !/^(create|extend)$/.test(value.callee.name))
    return undefined;
  const before = instanceOf(value.callee.object);
  return before && [...(value.callee.name === 'extend' ? before : []), value.args[0]];
}
