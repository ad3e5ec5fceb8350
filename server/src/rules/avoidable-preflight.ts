import { isSafelistedRequestHeader } from '../fetch/request-headers.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest, RequestHeader } from '../model/request.ts';
import type { Rule } from './rule.ts';

/** What servers do without where they are only asked to read. */
const NEEDLESS = /^(content-type|cache-control|pragma|expires|x-requested-with)$/;

export const avoidablePreflight: Rule = {
  id: 'avoidable-preflight',
  title: 'A header that nothing needs makes the browser ask first',
  severity: 'info',
  profile: 'audit',
  why: 'A GET without special headers goes straight to the server. With a `Content-Type` of JSON (of a body that there is none of), with `X-Requested-With` or with `Cache-Control` the browser sends a preflight first: one more journey for each URL and each few seconds, and one more list that the server has to have the name in. `fetch` has `cache: "no-store"` for what `Cache-Control` is meant to do.',
  example: {
    language: 'ts',
    bad: "export const items = () => fetch('https://api.example.com/items', { headers: { 'Content-Type': 'application/json' } }).then(it => it.json());",
    good: "export const items = () => fetch('https://api.example.com/items').then(it => it.json());",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-safelisted-request-header',
  kind: 'hygiene',

  *checkRequest(request) {
    const { url, mode, method, moreHeaders } = request;
    if (url.to !== 'elsewhere' || known(mode) !== 'cors' || moreHeaders !== undefined) return;
    if (!/^(GET|HEAD)$/.test(known(method) ?? '')) return;
    const asked = unsafe(request);
    const entries = asked.flatMap(it => it.entry ?? []);
    const [first, ...more] = asked;
    if (!first || entries.length < asked.length || !asked.every(it => NEEDLESS.test(it.name))) return;
    yield {
      at: first.at,
      message: `Browsers send a preflight for this \`${known(method)}\` because of ${named(asked)} alone.`,
      related: more.map(it => ({ at: it.at, message: 'This, too.' })),
      fixes: [
        {
          title: more.length > 0 ? 'Remove the headers' : 'Remove the header',
          edits: entries.map(at => ({ kind: 'drop', at })),
          safety: 'review',
        },
      ],
    };
  },
};

/** The headers that are asked for; those of which that is not known need not be the only ones. */
function unsafe({ headers, contentType }: CorsRequest): readonly RequestHeader[] {
  return headers.filter(({ name, value }) => {
    const text = name === 'content-type' ? known(contentType) : known(value);
    if (name === 'content-type' && text === undefined) return false;
    return !isSafelistedRequestHeader({ name, value: text ?? '' });
  });
}

function named(headers: readonly RequestHeader[]): string {
  return headers.map(it => `\`${it.name}\``).join(' and ');
}
