import type { Response } from '../../server/src/fetch/headers.ts';
import { needsPreflight, type PageRequest } from '../../server/src/fetch/preflight.ts';
import { unsafeRequestHeaders } from '../../server/src/fetch/request-headers.ts';
import { ask } from '../known/exchange.ts';

/** A page that no program names. */
export const FOREIGN = 'https://elsewhere.example.org';

/** What a server answered to one request of a page; undefined where it never answers, or was not asked. */
export interface Answered {
  readonly preflight?: Response | undefined;
  readonly response: Response | undefined;
}

/**
 * Sends what a browser sends: the preflight where there is one, without login, then the request with it. The request goes out
 * even where a browser would not send it any more, so that both answers can be compared.
 */
export async function askAsBrowser(port: number, path: string, page: PageRequest, body?: string): Promise<Answered> {
  const { origin, method } = page;
  const names = unsafeRequestHeaders(page.headers).join(',');
  const preflight = needsPreflight(page)
    ? await ask(
        port,
        {
          title: 'preflight',
          path,
          request: {
            method: 'OPTIONS',
            origin,
            requestMethod: method,
            ...(names === '' ? {} : { requestHeaders: names }),
          },
        },
        { fresh: true },
      )
    : undefined;
  const sent = Object.fromEntries(page.headers.map(it => [it.name.toLowerCase(), it.value]));
  const login: Record<string, string> = page.credentials ? { cookie: 'session=1' } : {};
  const response = await ask(
    port,
    { title: 'request', path, request: { method, origin } },
    {
      headers: { ...sent, ...login },
      fresh: true,
      ...(body === undefined ? {} : { body }),
    },
  );
  return { preflight, response };
}
