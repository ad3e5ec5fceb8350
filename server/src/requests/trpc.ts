import { literal, unknown, type Value } from '../syntax/value.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { headersOf, over } from './headers.ts';
import { fixed, isExport, lastOf, plain, resultOf } from './made.ts';
import { urlsWithBase } from './url.ts';

/**
 * The links of tRPC 10 and 11: queries by GET, mutations by POST of JSON, and `trpc-accept` where the answer is a stream
 * (@trpc/client 11, dist/httpUtils: `fetchHTTPResponse`). The mutation stands for both: it asks for more.
 */
export const trpc: RequestClient = {
  id: 'trpc',
  title: 'the links of tRPC',
  docs: 'https://trpc.io/docs/client/links/httpLink',
  mentions: ['@trpc/client'],
  names: /^(httpLink|httpBatchLink|httpBatchStreamLink)$/,

  read(call, reading) {
    const { callee, span } = call;
    if (!isExport(callee, /^@trpc\/client/, /^http(Batch|BatchStream)?Link$/)) return [];
    const [options] = call.args;
    const target = lastOf([options], 'url');
    if (!target) return [];
    const streams = callee.kind === 'external' && callee.name === 'httpBatchStreamLink';
    return eachCase([target, options], span, reading.lookup, ([target, options], guards) => {
      const fetcher = lastOf([options], 'fetch');
      const own = streams ? fixed({ 'trpc-accept': 'application/jsonl' }, span) : { headers: [] };
      const headers = over(own, headersOf(resultOf(lastOf([options], 'headers'))));
      const before = plain(span);
      // The procedure's name stands behind the address, those of a batch with commas between them.
      const parts = [literal(span, '/'), unknown(span, 'it is the name of the procedure')];
      const procedure: Value = { kind: 'template', parts, span };
      return urlsWithBase(procedure, target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...before,
        client: 'trpc',
        url: it.url,
        method: { kind: 'default', value: 'POST', at: span },
        ...headers,
        contentType: { kind: 'default', value: 'application/json', at: span },
        credentials: fetcher
          ? { kind: 'dynamic', why: 'a function of its own fetches', at: fetcher.span }
          : before.credentials,
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    });
  },
};
