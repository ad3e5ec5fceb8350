import type { Refusal } from '../model/app.ts';
import type { Writer } from '../model/writers.ts';
import { type Answer, answer } from './answer.ts';
import type { HeaderValues } from './headers.ts';
import type { ServerRequest } from './sent.ts';

/**
 * What several policies answer that are registered one after the other: each writes its headers over those before it, until
 * one ends the request (Express 4 and 5, and Hono 4, where headers that are set stay on errors as well).
 */
export function layered(layers: readonly Writer[], request: ServerRequest): Answer {
  let headers: HeaderValues = {};
  let last: Answer = { known: false, why: 'no policy stands there' };
  for (const writer of layers) {
    if ('refuses' in writer) {
      const status = request.method === 'OPTIONS' ? statusOf(writer.refuses, request) : undefined;
      if (status === undefined) continue;
      return { known: true, status, headers, ends: true };
    }
    last = answer(writer, request);
    if (!last.known) return last;
    headers = over(headers, last.headers);
    if (last.ends) break;
  }
  return last.known ? { ...last, headers } : last;
}

function statusOf({ preflights, sparing }: Refusal, { requestHeaders = '' }: ServerRequest): number | undefined {
  const asked = requestHeaders.split(',').map(it => it.trim().toLowerCase());
  return sparing && asked.includes('authorization') ? undefined : preflights;
}

/** The header of the later policy takes the place of the earlier one's; `Vary` grows. */
function over(before: HeaderValues, after: HeaderValues): HeaderValues {
  const names = [before, after].flatMap(it => (it.vary ?? []).flatMap(line => line.split(', ')));
  return { ...before, ...after, ...(names.length > 0 ? { vary: [[...new Set(names)].join(', ')] } : {}) };
}
