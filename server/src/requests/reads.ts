import type { Reads } from '../model/request.ts';
import type { Use, Uses } from '../syntax/uses.ts';

/** The names under which a client gives the parts of a response. */
export interface ResponseNames {
  readonly body: RegExp;
  readonly status: RegExp;
}

/** https://fetch.spec.whatwg.org/#response-class */
export const FETCH_RESPONSE: ResponseNames = {
  body: /^(json|text|blob|arrayBuffer|formData|bytes|body)$/,
  status: /^(ok|status|statusText)$/,
};

/** What of a response is looked at. `throughout` is what the client itself looks at before it hands it over. */
export function readsOf(
  uses: Uses | undefined,
  { body, status }: ResponseNames,
  throughout: Partial<Reads> = {},
): Reads {
  if (!uses) return { body: 'unknown', status: 'unknown', headers: [], ...throughout };
  const otherwise = uses.escapes ? 'unknown' : 'no';
  const some = (pattern: RegExp) => (uses.read.some(it => pattern.test(it.names[0] ?? '')) ? 'yes' : otherwise);
  return { body: some(body), status: some(status), headers: uses.read.flatMap(headerOf), ...throughout };
}

/** `headers.get('ETag')`, `headers.etag`, `headers['etag']`, `headers.etag.slice(1)`; not `headers.forEach(…)`. */
function headerOf({ names, called, argument, at }: Use): Reads['headers'] {
  const [first, second] = names;
  if (first !== 'headers' || second === undefined) return [];
  const method = called && names.length === 2;
  if (!method) return [{ name: second.toLowerCase(), at }];
  return (second === 'get' || second === 'has') && argument !== undefined ? [{ name: argument.toLowerCase(), at }] : [];
}
