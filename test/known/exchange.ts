import { Agent, type IncomingMessage, request } from 'node:http';
import type { HeaderValues, Response } from '../../server/src/fetch/headers.ts';
import type { Asked } from './requests.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
/** Milliseconds; a recording waits longer, since what is slow today would count as silent for good. */
const PATIENCE = process.env.RECORD ? 5000 : 1000;

const COMPARED = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
];

const VARYING = ['origin', 'access-control-request-headers', 'access-control-request-method', '*'];

/** Asks a server on the loopback; undefined where it never answers. */
export function ask(
  port: number,
  { path, request: it }: Asked,
  {
    headers: further = {},
    body,
    fresh = false,
  }: { headers?: Readonly<Record<string, string>>; body?: string; fresh?: boolean } = {},
): Promise<Response | undefined> {
  const headers: Record<string, string> = { ...further };
  if (it.origin !== undefined) headers.origin = it.origin;
  if (it.requestMethod !== undefined) headers['access-control-request-method'] = it.requestMethod;
  if (it.requestHeaders !== undefined) headers['access-control-request-headers'] = it.requestHeaders;
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', path, method: it.method, headers, agent: fresh ? false : agent },
      response => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: linesOf(response) }));
      },
    );
    sent.setTimeout(PATIENCE, () => {
      resolve(undefined);
      sent.destroy();
    });
    sent.on('error', error =>
      (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? resolve(undefined) : reject(error),
    );
    sent.end(body);
  });
}

/** Every line of the raw headers by name: Node's own object would join or drop repeated ones. */
function linesOf({ rawHeaders }: IncomingMessage): HeaderValues {
  const lines: Record<string, string[]> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    lines[name] = [...(lines[name] ?? []), rawHeaders[at + 1] ?? ''];
  }
  return lines;
}

/** What is compared of a response, as text: the status, each CORS header line by line, and the names in `Vary` that matter. */
export function essence({ status, headers }: Response): string {
  const vary = (headers.vary ?? [])
    .flatMap(it => it.split(','))
    .map(it => it.trim().toLowerCase())
    .filter(it => VARYING.includes(it));
  return [
    `${status}`,
    ...COMPARED.flatMap(name => (headers[name] ?? []).map(value => `${name}: ${value}`)),
    ...(vary.length > 0 ? [`vary: ${[...new Set(vary)].sort().join(', ')}`] : []),
  ].join('\n');
}
