import type { Asked } from '../../server/src/fetch/course.ts';
import { namesIn, type Response } from '../../server/src/fetch/headers.ts';
import { isKept } from '../../server/src/fetch/preflight-cache.ts';
import { addressOf, type Case, type Observed, type Seen } from './case.ts';
import type { EngineName } from './engines.ts';
import { type Predicted, predict, responseOf, scriptRequestOf } from './predict.ts';
import { isPreflight, type Sites } from './stage.ts';

/** What a browser did otherwise than `fetch/` says, in words; empty where they agree. */
export function compare(it: Case, observed: Observed, sites: Sites, engine: EngineName): readonly string[] {
  const predicted = predict(it, sites, engine);
  return [
    ...comparedLists(
      'asked',
      asPredicted(it, predicted, sites, engine),
      observed.seen.map(seen => asSeen(it, seen, sites)),
    ),
    ...comparedOutcome(it, predicted, observed),
    ...comparedMessage(predicted, observed, it),
  ];
}

function comparedLists(what: string, predicted: readonly string[], seen: readonly string[]): readonly string[] {
  const same = predicted.length === seen.length && predicted.every((line, i) => line === seen[i]);
  return same
    ? []
    : [`${what}:\n    predicted ${predicted.join('\n              ')}\n    seen      ${seen.join('\n              ')}`];
}

function asPredicted(it: Case, { asked, ending }: Predicted, sites: Sites, engine: EngineName): readonly string[] {
  const once = asked.map(own => asAsked(it, own, sites));
  if (!it.twice) return once;
  const refused = ending.kind === 'blocked' && ending.on === 'preflight';
  const told = it.hops[0]?.preflight;
  const page = { ...scriptRequestOf(it, sites), credentials: it.credentials === 'include' };
  const kept = !refused && told && isKept(page, responseOf(told), engine);
  return [...once, ...(kept ? once.filter((_, i) => asked[i]?.kind !== 'preflight') : once)];
}

function asAsked(it: Case, asked: Asked, sites: Sites): string {
  const { kind, url, method, origin, requestMethod = '', requestHeaders = [], credentials } = asked;
  const hop = Number(url.split('/').at(-1));
  const words = [kind, hop, method, origin ?? ''];
  if (kind === 'preflight') words.push(requestMethod, requestHeaders.join());
  else
    words.push(
      namesOf(
        it,
        hop,
        asked.headers.map(own => [own.name, own.value] as const),
      ),
    );
  return [...words, cookiesShow(it, hop, sites) ? credentials : ''].join(' | ');
}

function asSeen(it: Case, { hop, method, headers }: Seen, sites: Sites): string {
  const asks = isPreflight({ method, headers });
  const cors = corsAt(it, hop, sites);
  const words = [asks ? 'preflight' : 'request', hop, method, cors ? (headers.origin ?? 'none') : ''];
  if (asks) words.push(headers['access-control-request-method'] ?? '', headers['access-control-request-headers'] ?? '');
  else words.push(namesOf(it, hop, Object.entries(headers)));
  return [...words, cookiesShow(it, hop, sites) ? /login=1/.test(headers.cookie ?? '') : ''].join(' | ');
}

/** Whether `Origin` is a matter of CORS there. */
function corsAt({ hops, mode, from, by, body }: Case, hop: number, { page }: Sites): boolean {
  if (mode !== 'cors' || (by === 'beacon' && body?.type !== 'application/json')) return false;
  return from === 'sandbox' || hops.slice(0, hop + 1).some(own => own.origin !== page);
}

/** Cookies belong to the page's host; a sandbox is another site. */
function cookiesShow({ from, hops }: Case, hop: number, { far }: Sites): boolean {
  return from === 'page' && hops[hop]?.origin !== far;
}

/** Which of the headers that the script sets are there as it sets them. */
function namesOf(it: Case, hop: number, there: readonly (readonly [string, string])[]): string {
  const found = it.headers.filter(
    ([name, value]) =>
      !(hop > 0 && HINTS.test(name)) &&
      !(hop > 1 && OF_BODIES.test(name)) &&
      there.some(own => own[0].toLowerCase() === name.toLowerCase() && isSentAs(name, value, own[1])),
  );
  return found.map(own => own[0].toLowerCase()).join();
}

/** Chromium leaves them out after some redirects, and has its own reasons. */
const HINTS = /^(device-memory|downlink|dpr|ect|rtt|save-data|viewport-width|width)$/i;

/** What one redirect takes away comes back with the next in Firefox and WebKit, which start from what the script set. */
const OF_BODIES = /^content-(encoding|language|location|type)$/i;

/** Browsers write out a range and a charset anew, and a character beyond ASCII as one byte or as two. */
function isSentAs(name: string, value: string, sent: string): boolean {
  switch (name.toLowerCase()) {
    case 'range':
      return true;
    case 'content-type':
      return sent === value || (value !== '' && sent.split(';')[0] === value.split(';')[0]);
    default:
      return sent === value || sent === Buffer.from(value, 'utf8').toString('latin1');
  }
}

function comparedOutcome(it: Case, { ending }: Predicted, { outcome }: Observed): readonly string[] {
  if (it.by === 'beacon') return [];
  const told = it.hops.flatMap(hop => hop.actual.lines.map(line => line[0].toLowerCase()));
  const names = [...new Set(told)].sort();
  if (ending.kind !== 'response') {
    const expected = ending.kind === 'impossible' && ending.why === 'request' ? 'thrown' : 'failed';
    return outcome.kind === expected ? [] : [`outcome: predicted ${expected}, was ${outcome.kind}`];
  }
  if (outcome.kind !== 'response') return [`outcome: predicted ${ending.type}, was ${outcome.kind}`];
  if (it.by === 'events') return [];
  const found: string[] = [];
  if (outcome.type !== undefined && outcome.type !== ending.type)
    found.push(`type: predicted ${ending.type}, was ${outcome.type}`);
  const hidden = ending.type === 'opaque' || ending.type === 'opaqueredirect';
  const status = hidden ? 0 : ending.response.status;
  if (outcome.status !== status) found.push(`status: predicted ${status}, was ${outcome.status}`);
  const readable = names.filter(name => ending.response.headers[name] && ending.readable(name));
  const read = names.filter(name => outcome.names.includes(name));
  return [...found, ...comparedLists('readable', readable, read)];
}

function comparedMessage({ ending, message, asked }: Predicted, { messages }: Observed, it: Case): readonly string[] {
  if (ending.kind === 'impossible' || (it.by === 'beacon' && message === undefined)) return [];
  if (message === undefined)
    return messages.length === 0 ? [] : [`message: none was predicted, was ${JSON.stringify(messages)}`];
  const expected = [message];
  if (ending.kind === 'blocked' && ending.failure.kind === 'header') {
    // Of several headers that are refused, Chromium names the first in the order of a hash table.
    const { name } = ending.failure;
    for (const other of asked.at(-1)?.requestHeaders ?? [])
      if (!isListed(other, ending.response)) expected.push(message.replace(name, other));
  }
  // Names that WebKit does not know stand in its messages as the script writes them.
  const folded = (text: string) => (message.startsWith('Request header field') ? text.toLowerCase() : text);
  return messages.some(own => expected.some(text => folded(own).startsWith(folded(text))))
    ? []
    : [`message: predicted ${JSON.stringify(message)}, was ${JSON.stringify(messages)}`];
}

function isListed(name: string, { headers }: Response): boolean {
  return namesIn(headers, 'access-control-allow-headers')?.some(it => it.toLowerCase() === name) ?? false;
}

/** The messages of CORS in a browser's console, by case. */
export function messagesIn(lines: readonly string[], engine: EngineName): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  let reason = '';
  for (const line of lines) {
    if (engine === 'webkit' && line.startsWith('CONSOLE SECURITY ERROR ')) reason = line.slice(23);
    const [, id] = /\/c\/(\d+)\/\d+/.exec(line) ?? [];
    const text = engine === 'webkit' ? reason : MESSAGE[engine].exec(line)?.[1];
    if (id === undefined || !text) continue;
    found.set(Number(id), [...(found.get(Number(id)) ?? []), text]);
    reason = '';
  }
  return found;
}

const MESSAGE = { chromium: /blocked by CORS policy: (.*)$/s, firefox: /(\(Reason: .*)$/s };

/** A case for people: what is sent and what is answered. */
export function described(it: Case, sites: Sites): string {
  const lines = [
    `${it.by} from ${it.from}: ${it.method} ${addressOf(it, 0)} mode ${it.mode}, credentials ${it.credentials}, redirect ${it.redirect}`,
    `  headers ${JSON.stringify(it.headers)}${it.body ? ` body ${it.body.type}` : ''}${it.listens ? ' listens' : ''}${it.twice ? ' twice' : ''}`,
    ...it.hops.map(
      (hop, i) =>
        `  ${i} ${hop.origin === sites.page ? 'page' : hop.origin === sites.far ? 'far' : 'other'}: preflight ${JSON.stringify(hop.preflight)}\n     actual ${JSON.stringify(hop.actual)}`,
    ),
  ];
  return lines.join('\n');
}
