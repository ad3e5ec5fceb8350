import type { Condition, WrittenResponse, WrittenResponses } from '../model/written.ts';
import type { HeaderValues, Response } from './headers.ts';
import { type ServerRequest, Unknown } from './sent.ts';
import { alike, reasonIn, replacedBy, respond, withBody } from './written.ts';

/** What a function that is no policy makes of a request: it hands it on, or answers it, or nobody knows which. */
export type Turned =
  | { readonly kind: 'passes'; readonly headers: HeaderValues; readonly replaced: readonly string[] }
  | ({ readonly kind: 'ends'; readonly replaced: readonly string[] } & Response)
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * What is asked about are requests that come to the policy beside it: where something else than the request's method and origin decides,
 * it hands on. `last` tells that nothing comes behind it.
 */
export function turned({ responses, ...written }: WrittenResponses, request: ServerRequest, last = false): Turned {
  const all = withBody(responses, request);
  const passing = last ? [] : all.filter(it => it.end === 'passed' || it.end === 'open');
  if (passing.length > 0) {
    const ending = all.find(it => !passing.includes(it) && request.method === 'OPTIONS' && asksMethod(it.when));
    if (ending) return { kind: 'unknown', why: reasonIn([ending], request) ?? UNSEEN };
    return attempt(() => {
      const { headers } = common(passing, { responses, ...written }, request);
      return { kind: 'passes', headers, replaced: replacedBy(passing, request) };
    });
  }
  // Nobody asks about a request on which it fails.
  const going = all.filter(it => it.end !== 'thrown');
  const ending = going.length > 0 ? going : all;
  return attempt(() => ({
    kind: 'ends',
    ...common(ending, { responses, ...written }, request),
    replaced: replacedBy(ending, request),
  }));
}

const UNSEEN = 'what a function beside the policy makes of this request is not known';

function attempt(of: () => Turned): Turned {
  try {
    return of();
  } catch (error) {
    if (error instanceof Unknown) return { kind: 'unknown', why: error.message };
    throw error;
  }
}

function common(all: readonly WrittenResponse[], written: WrittenResponses, request: ServerRequest): Response {
  const answers = all.map(it => respond(it, written, request));
  const [first] = answers;
  if (first && answers.every(it => alike(it, first))) return first;
  throw new Unknown(reasonIn(all, request) ?? UNSEEN);
}

function asksMethod(when: Condition): boolean {
  if (when.kind === 'not') return asksMethod(when.of);
  return when.kind === 'method' || when.kind === 'asks' || ('of' in when && when.of.some(asksMethod));
}

/** The headers of what is written later take the place of the earlier ones; `Vary` grows where it is not replaced. */
export function over(before: HeaderValues, after: HeaderValues, replaced: readonly string[] = []): HeaderValues {
  const names = [...(replaced.includes('vary') ? [after] : [before, after])].flatMap(it =>
    (it.vary ?? []).flatMap(line => line.split(', ')),
  );
  return { ...before, ...after, ...(names.length > 0 ? { vary: [[...new Set(names)].join(', ')] } : {}) };
}
