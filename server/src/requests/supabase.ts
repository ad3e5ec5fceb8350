import { libraryOf } from '../frameworks/options/version.ts';
import type { RequestHeader } from '../model/request.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, isExport, lastOf, methodOf, plain, withPath } from './made.ts';
import { urlsWithBase } from './url.ts';

/**
 * `supabase.functions.invoke` of supabase-js 2. Run with 2.109.0 on a recording `fetch`: `apikey`, `authorization` and
 * `x-client-info` go with every call; objects are sent as JSON, texts as text/plain; POST where nothing else is said
 * (@supabase/functions-js, src/FunctionsClient.ts; supabase-js, src/lib/fetch.ts).
 */
export const supabase: RequestClient = {
  id: 'supabase',
  title: 'supabase.functions.invoke',
  docs: 'https://supabase.com/docs/reference/javascript/functions-invoke',
  mentions: ['functions.invoke', '@supabase/'],
  names: /^invoke$/,

  read(call, reading) {
    const made = clientOf(call.callee);
    if (!made) return [];
    const [name, options] = call.args;
    if (!name) return [];
    const { span } = call;
    const [base, , settings] = made.args;
    const library = libraryOf(reading.project, reading.path, '@supabase/supabase-js', '2.109.0');
    return eachCase(
      [name, base, options, settings],
      span,
      reading.lookup,
      ([name, base, options, settings], guards) => {
        const body = lastOf([options], 'body');
        const shared = headersOf(lastOf([lastOf([settings], 'global')], 'headers'));
        const headers = over(over(own(span), shared), headersOf(lastOf([options], 'headers')));
        return urlsWithBase(withPath('functions/v1/', name ?? literal(span, '')), base, reading.lookup).map(it => ({
          ...plain(span),
          client: 'supabase',
          library,
          url: it.url,
          method: methodOf(lastOf([options], 'method'), 'POST', span),
          ...headers,
          contentType: contentTypeOf(headers.headers, bodyGiven(body, span, bodyType)),
          // It looks at the status and takes the body apart before it answers.
          reads: { body: 'yes', status: 'yes', headers: [] },
          guards: [...guards, ...it.guards],
        }));
      },
    );
  },
};

/** The call that made the client of `client.functions.invoke`. */
function clientOf(callee: Value): Extract<Value, { kind: 'call' }> | undefined {
  const functions = callee.kind === 'member' ? callee.object : undefined;
  const client = functions?.kind === 'member' && functions.name === 'functions' ? functions.object : undefined;
  return client?.kind === 'call' &&
    isExport(client.callee, /^@supabase\/(supabase-js|ssr)$/, /^create(Browser)?Client$/)
    ? client
    : undefined;
}

function own(span: Span): HeadersRead {
  const header = (name: string): RequestHeader => ({
    name,
    value: { kind: 'dynamic', why: 'supabase-js fills it in', at: span },
    at: span,
  });
  return { headers: ['apikey', 'authorization', 'x-client-info'].map(header) };
}

function bodyType(body: Value): string | undefined {
  if (body.kind === 'record' || body.kind === 'list') return 'application/json';
  if (textOf(body) !== undefined || body.kind === 'template') return 'text/plain';
  if (body.kind !== 'call' || body.callee.kind !== 'external' || body.callee.module !== '') return undefined;
  if (body.callee.name === 'JSON.stringify') return 'text/plain';
  return body.callee.name === 'FormData'
    ? 'multipart/form-data'
    : body.callee.name === 'Blob'
      ? 'application/octet-stream'
      : undefined;
}
