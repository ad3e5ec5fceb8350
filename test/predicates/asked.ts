import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { isOrigin } from '../../server/src/origins/grammar.ts';
import { Dice } from './scene.ts';

/** Nobody's friends, and no origin at all. */
const STRANGERS = [
  undefined,
  'null',
  'https://evil.net',
  'http://evil.net:8080',
  'http://localhost',
  'http://127.0.0.1:5173',
  'chrome-extension://abcdefghijklmnop',
];

/** Origins that look like one of this host's. */
function near(host: string): readonly string[] {
  return [
    `https://${host}`,
    `http://${host}`,
    `https://${host}:8443`,
    `https://x.${host}`,
    `https://evil${host}`,
    `https://${host}.evil.net`,
    `https://${host}evil.net`,
    `https://${host.replaceAll('.', 'x')}`,
    `https://${host.slice(0, -1)}`,
    `https://${host}.`,
    `ws://${host}`,
    `https://${host.split('.').slice(1).join('.')}`,
  ].filter(isOrigin);
}

/** The requests that are made of a program, by the hosts that it names: a preflight for some of them. */
export function requestsOf(hosts: readonly string[], seed: number): readonly ServerRequest[] {
  const dice = new Dice(seed);
  const named = hosts.flatMap(it => [`https://${it}`, dice.pick(near(it)), dice.pick(near(it)), dice.pick(near(it))]);
  const origins = [...new Set([...STRANGERS, ...named])];
  const gets = origins.map(it => request('GET', it));
  return [...gets, request('OPTIONS', dice.pick(origins))];
}

/** A request as Node's client sends it. */
export function request(method: 'GET' | 'OPTIONS', origin: string | undefined): ServerRequest {
  const preflight = method === 'OPTIONS' ? { requestMethod: 'PUT', requestHeaders: 'x-a' } : {};
  const names = method === 'OPTIONS' ? ['access-control-request-method', 'access-control-request-headers'] : [];
  return {
    method,
    ...(origin === undefined ? {} : { origin }),
    ...preflight,
    headerNames: ['connection', 'host', ...(origin === undefined ? [] : ['origin']), ...names],
  };
}
