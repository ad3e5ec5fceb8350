import { libraryOf } from '../frameworks/options/version.ts';
import { type Entry, literal, type RecordValue, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { Reading, ReadRequest, RequestClient } from './client.ts';
import { readInit } from './fetch.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, fixed, isExport, jsonOrForm, lastOf, plain, resultOf } from './made.ts';
import { urlsWithBase } from './url.ts';

/**
 * RTK Query: the endpoints of a `createApi` whose `baseQuery` is a `fetchBaseQuery`. `Accept: application/json`; objects are sent
 * as JSON; `prepareHeaders` may set more (@reduxjs/toolkit 2, dist/query: `fetchBaseQuery`).
 */
export const rtkQuery: RequestClient = {
  id: 'rtk-query',
  title: 'RTK Query',
  docs: 'https://redux-toolkit.js.org/rtk-query/api/fetchBaseQuery',
  mentions: ['fetchbasequery'],
  names: /^createApi$/,

  read(call, reading) {
    if (!isExport(call.callee, /^@reduxjs\/toolkit\/query/, /^createApi$/)) return [];
    const { args, span } = call;
    const base = lastOf(args.slice(0, 1), 'baseQuery');
    if (base?.kind !== 'call' || !isExport(base.callee, /^@reduxjs\/toolkit\/query/, /^fetchBaseQuery$/)) return [];
    const [config] = base.args;
    const builder: Value = { kind: 'external', module: '@reduxjs/toolkit/query', name: 'builder', span };
    const endpoints = resultOf(lastOf(args.slice(0, 1), 'endpoints'), [builder]);
    return endpoints?.kind === 'record' ? endpoints.entries.flatMap(it => endpoint(it, config, reading)) : [];
  },
};

function endpoint({ value, span }: Entry, config: Value | undefined, reading: Reading): readonly ReadRequest[] {
  if (
    value.kind !== 'call' ||
    value.callee.kind !== 'member' ||
    !/^(query|mutation|infiniteQuery)$/.test(value.callee.name)
  )
    return [];
  const argument: Value = { kind: 'parameter', name: 'the argument', index: 0, span };
  const query = lastOf(value.args.slice(0, 1), 'query');
  const asked = query?.kind === 'function' ? resultOf(query, [argument]) : undefined;
  if (!asked) return [];
  const own = asked.kind === 'record' ? asked : undefined;
  const library = libraryOf(reading.project, reading.path, '@reduxjs/toolkit', '2.9.0');
  return eachCase(
    [own ? lastOf([own], 'url') : asked, own, config],
    span,
    reading.lookup,
    ([target, own, config], guards) => {
      const init = readInit([config, own], span);
      // Headers of an endpoint stand in the place of the shared ones.
      const given = headersOf(lastOf([own], 'headers') ?? lastOf([config], 'headers'));
      const headers = over(
        over(fixed({ accept: 'application/json' }, span), given),
        prepared(lastOf([config], 'prepareHeaders'), span),
      );
      return urlsWithBase(target ?? literal(span, ''), lastOf([config], 'baseUrl'), reading.lookup).map(it => ({
        ...plain(span),
        client: 'rtk-query',
        library,
        url: it.url,
        ...init,
        ...headers,
        contentType: contentTypeOf(headers.headers, bodyGiven(lastOf([own], 'body'), span, bodyType)),
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    },
  );
}

/** What `prepareHeaders` makes of empty ones; a header that is set on one way only is set sometimes. */
function prepared(prepare: Value | undefined, span: Span): HeadersRead {
  if (prepare?.kind !== 'function') return { headers: [] };
  const empty: RecordValue = { kind: 'record', container: 'headers', entries: [], span };
  const { paths, cut } = prepare.run([empty]);
  const results = paths.flatMap(({ end, result }) => (end === 'return' && result ? [result] : []));
  if (cut || results.length === 0) return { headers: [], moreHeaders: '`prepareHeaders` may set some' };
  const [first] = results;
  if (first && results.length === 1) return headersOf(first);
  return headersOf({
    kind: 'choice',
    branches: results.map(value => ({ when: { kind: 'constant', value: true }, value })),
    span,
  });
}

function bodyType(body: Value): string | undefined {
  return textOf(body) !== undefined ? 'text/plain;charset=UTF-8' : jsonOrForm(body);
}
