import { lastName } from '../../syntax/member.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';

const CLIENT_MODULES =
  /^(axios|axios-.*|got|ky|ky-universal|node-fetch|undici|superagent|supertest|request|request-promise(-native)?|needle|cross-fetch|isomorphic-fetch|isomorphic-unfetch|unfetch|ofetch|wretch|whatwg-fetch|graphql-request|@apollo\/client|apollo-.*|@urql\/.*|urql|swr|@tanstack\/.*|chai|chai-http|nock|cypress|playwright|@playwright\/test|puppeteer|@angular\/common\/http|jquery|react-native.*|expo-.*|openai|@supabase\/supabase-js)$/;
const CLIENT_GLOBALS =
  /^((window|globalThis|self)\.)?(fetch|\$fetch|useFetch|XMLHttpRequest|Request|HttpHeaders|EventSource|WebSocket)$|^(axios|jQuery|\$|cy|superagent|got|ky)(\.|$)/;
const REQUEST_NAME = /(^|[a-z_])req(uest)?$/i;

/** What a value hangs on in the end: through properties, calls and constructions. */
export function originOf(value: Value): Value {
  let at = value;
  for (let i = 0; i < 32; i++) {
    if (at.kind === 'member') at = at.object;
    else if (at.kind === 'call') at = at.callee;
    else return at;
  }
  return at;
}

/** The names from what a value hangs on to the value itself: `axios.defaults.headers.common`. */
export function chainOf(value: Value): readonly string[] {
  const names: string[] = [];
  let at: Value = value;
  for (let i = 0; i < 32; i++) {
    const name = lastName(at);
    if (name !== undefined) names.unshift(...name.split('.').filter(Boolean));
    if (at.kind === 'member') at = at.object;
    else if (at.kind === 'call') at = at.callee;
    else break;
  }
  return names;
}

/** Whether a callee sends a request: what it is given are headers of the request, which are nobody's policy. */
export function isClient(callee: Value): boolean {
  const origin = originOf(callee);
  const names = chainOf(callee);
  if (names.some(it => it === 'defaults' || it === 'interceptors' || it === 'requestHeaders')) return true;
  if (origin.kind === 'external') {
    if (origin.module === '') return CLIENT_GLOBALS.test(origin.name);
    if (CLIENT_MODULES.test(origin.module)) return true;
    if (/^(node:)?https?$/.test(origin.module))
      return names.some(it => it === 'request' || it === 'get' || it === 'ClientRequest');
  }
  return (
    /^(http|https|axios|api|client|httpClient|apiClient|agent|\$http|fetch\w*|request)$/.test(names.at(-2) ?? '') &&
    /^(get|post|put|patch|delete|head|options|request|create)$/.test(names.at(-1) ?? '')
  );
}

/** Whether headers written on this object go to a client's own request. */
export function isRequest(object: Value): boolean {
  if (object.kind === 'request' || isClient(object)) return true;
  const names = chainOf(object);
  const holder = names.findLast(it => !/^(headers|common)$/.test(it)) ?? '';
  return REQUEST_NAME.test(holder) || /^(config|xhr|options|requestOptions)$/.test(holder);
}

const REQUEST_HEADERS =
  /^(authorization|accept|accept-language|user-agent|x-requested-with|referer|cookie|host|origin|x-api-key|apikey|x-csrf-token|if-none-match)$/i;

/** Whether an object of headers has some that only requests carry. */
export function looksSent(headers: RecordValue): boolean {
  return headers.entries.some(it => REQUEST_HEADERS.test(it.key));
}

/** Calls that make a response of their arguments. */
export function makesResponse(callee: Value, construct: boolean): boolean {
  // Hono's `c.body(…)`, which looks like a request's body until it is called.
  if (callee.kind === 'request') return callee.part === 'body' && !construct;
  const names = chainOf(callee);
  const last = names.at(-1) ?? '';
  if (construct) return /Response$/.test(last);
  if (/^(Next|Http|Server)?Response$/.test(names.at(-2) ?? ''))
    return /^(json|next|redirect|rewrite|error|text|html|xml|formData|arrayBuffer)$/.test(last);
  const origin = originOf(callee);
  if (callee.kind === 'external' || origin.kind === 'external')
    return (
      /^(json|data|redirect|text|html|stream|defer|createResponse|streamText|eventStream)$/.test(last) &&
      names.length === 1
    );
  return /^(c|ctx|context)$/.test(names[0] ?? '') && /^(json|text|html|body|newResponse|redirect)$/.test(last);
}
