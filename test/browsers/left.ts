import type { Case } from './case.ts';
import type { EngineName } from './engines.ts';

interface Left {
  readonly engine: EngineName;
  readonly what: string;
  readonly source: string;
  readonly applies: (it: Case) => boolean;
}

/** What an engine does that `fetch/` leaves aside, because no page relies on it: cases that are not compared. */
export const LEFT: readonly Left[] = [
  {
    engine: 'webkit',
    what: 'WebKitGTK makes a GET of a DELETE that is redirected, which Safari does not.',
    source: 'Source/WebKit/NetworkProcess/soup/NetworkDataTaskSoup.cpp, shouldRedirectAsGET',
    applies: ({ method, hops }) => method.toUpperCase() === 'DELETE' && hops.length > 1,
  },
  {
    engine: 'firefox',
    what: 'A Content-Type that only the body of an XMLHttpRequest brings is asked for even where a redirect made a GET of it.',
    source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightNeeded',
    applies: it => it.by === 'xhr' && it.hops.length > 1 && bringsType(it),
  },
  {
    engine: 'firefox',
    what: 'Authorization, which a redirect to another origin took away, comes back with a second redirect.',
    source:
      'netwerk/protocol/http/nsCORSListenerProxy.cpp, NS_ShouldRemoveAuthHeaderOnRedirect looks at one redirect at a time',
    applies: ({ headers, hops }) => hops.length > 2 && headers.some(([name]) => name.toLowerCase() === 'authorization'),
  },
  {
    engine: 'firefox',
    what: 'Where only the body brings a Content-Type, a kept answer serves now and then.',
    source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightNeeded: the name is added late',
    applies: it => it.twice === true && bringsType(it),
  },
  {
    engine: 'firefox',
    what: 'An answer that is kept is thrown away when the request itself is refused, sooner or later.',
    source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, OnStartRequest: RemoveEntries in another process',
    applies: it =>
      it.twice === true && JSON.stringify(accessOf(it, 'preflight')) !== JSON.stringify(accessOf(it, 'actual')),
  },
  ...(['chromium', 'firefox'] as const).map(engine => ({
    engine,
    what: 'A request with If-Modified-Since and the like goes past every cache, often past that of preflights, too.',
    source: 'https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch: cache mode "no-store"',
    applies: (it: Case) => it.twice === true && it.headers.some(([name]) => /^if-/i.test(name)),
  })),
  {
    engine: 'webkit',
    what: 'A request that began at the page’s own origin needs leave for cookies on a second redirect, whatever its credentials mode.',
    source:
      'Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkRedirection: the stored credentials policy of the first request',
    applies: ({ hops, credentials, from, mode }) =>
      hops.length > 2 && from === 'page' && mode === 'cors' && credentials === 'same-origin',
  },
  {
    engine: 'webkit',
    what: 'In mode `no-cors` the type of a Blob is sent even where a script could not set it.',
    source: 'https://fetch.spec.whatwg.org/#dom-request: the body’s type goes through the guard of the headers',
    applies: it => it.mode === 'no-cors' && it.body?.type === 'application/json',
  },
];

/** Who may read, by one of the two answers. */
function accessOf({ hops }: Case, answer: 'preflight' | 'actual'): readonly unknown[] {
  return hops.flatMap(it => it[answer].lines.filter(([name]) => /-allow-(origin|credentials)$/i.test(name)));
}

function bringsType({ headers, body }: Case): boolean {
  return body?.type === 'application/json' && !headers.some(([name]) => name.toLowerCase() === 'content-type');
}
