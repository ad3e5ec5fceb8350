import type { Refusal } from '../model/app.ts';
import { isPolicy, type Writer } from '../model/writers.ts';
import { type Answer, answer } from './answer.ts';
import type { HeaderValues } from './headers.ts';
import type { ServerRequest } from './sent.ts';
import { over, turned } from './turned.ts';

/** One of several that write to a response, and how it stands there. */
export interface Standing {
  readonly writer: Writer;
  /** It writes when what is behind it has answered. */
  readonly late?: boolean;
  /** Nothing comes behind it. */
  readonly last?: boolean;
  /** The library adds to `Vary` when the others have answered (hono/cors 4.13.19). */
  readonly varyStays?: boolean;
  /** Whether it is there for this request is not known: why, where it would matter. */
  readonly unsure?: string;
}

/** Why nothing is known where nothing answers. */
export const NOBODY = 'no policy stands there';

/**
 * What several policies answer that are registered one after the other: each writes its headers over those before it, until
 * one ends the request (Express 4 and 5, and Hono 4, where headers that are set stay on errors as well).
 */
export function layered(layers: readonly Standing[], request: ServerRequest): Answer {
  let headers: HeaderValues = {};
  let last: Answer = { known: false, why: NOBODY };
  const late: Standing[] = [];
  const finished = (given: Answer): Answer => late.reduceRight((it, one) => behind(it, one, request), given);
  for (const standing of layers) {
    if (standing.late) late.push(standing);
    const given = standing.late ? answerLate(standing, request) : answerOf(standing, request);
    if (given === undefined) continue;
    const { step } = standing.varyStays ? staying(given) : given;
    if (standing.unsure !== undefined && (!step.known || given.matters)) return { known: false, why: standing.unsure };
    if (!step.known) return step;
    if (!standing.late && adds(standing.writer, step, headers)) return ADDED;
    if (!given.own && !step.ends) {
      headers = over(headers, step.headers, step.replaced);
      continue;
    }
    headers = standing.late ? headers : over(headers, step.headers, step.replaced);
    last = { ...step, headers };
    if (step.ends) break;
  }
  return finished(last.known ? { ...last, headers } : last);
}

const ADDED: Answer = { known: false, why: 'a header is appended to what is there already' };

/** Whether code adds a second value to a header that another part has set, in place of writing over it. */
function adds(writer: Writer, { headers, replaced }: Extract<Answer, { known: true }>, before: HeaderValues): boolean {
  if (isPolicy(writer) && !writer.written) return false;
  return Object.keys(headers).some(it => it !== 'vary' && before[it] !== undefined && !replaced?.includes(it));
}

function staying({ step }: Given): Pick<Given, 'step'> {
  return { step: step.known ? { ...step, replaced: (step.replaced ?? []).filter(it => it !== 'vary') } : step };
}

/** What one of them does to a request; `own` tells that it is a policy, whose status is that of the answer unless something else ends it. */
interface Given {
  readonly step: Answer;
  readonly own: boolean;
  readonly matters: boolean;
}

function answerOf({ writer, last }: Standing, request: ServerRequest): Given | undefined {
  if (isPolicy(writer)) return { step: answer(writer, request), own: true, matters: true };
  if ('refuses' in writer) {
    const status = statusOf(writer.refuses, request);
    return status === undefined
      ? undefined
      : { step: { known: true, status, headers: {}, ends: true }, own: false, matters: true };
  }
  const given = turned(writer.does, request, last);
  switch (given.kind) {
    case 'passes': {
      const { headers, replaced } = given;
      const matters = Object.keys(headers).length > 0;
      return { step: { known: true, status: 200, headers, replaced, ends: false }, own: false, matters };
    }
    case 'ends': {
      const { status, headers, replaced } = given;
      // A route's own answer to a request that is let through is none of the policy's.
      const ends = !last || request.method === 'OPTIONS';
      return { step: { known: true, status, headers, replaced, ends }, own: false, matters: true };
    }
    case 'unknown':
      return last && request.method !== 'OPTIONS'
        ? undefined
        : { step: { known: false, why: given.why }, own: false, matters: true };
  }
}

/** A policy that writes later hands on first: its status is that of what is behind it, where that is seen. */
function answerLate({ writer }: Standing, request: ServerRequest): Given | undefined {
  if (!isPolicy(writer)) return undefined;
  const step = answer(writer, request);
  return { step: step.known ? { ...step, headers: {}, replaced: [] } : step, own: true, matters: true };
}

function behind(given: Answer, { writer, varyStays, unsure }: Standing, request: ServerRequest): Answer {
  if (!given.known || 'refuses' in writer) return given;
  if ('does' in writer) {
    const done = turned(writer.does, request);
    if (done.kind === 'unknown') return { known: false, why: done.why };
    if (done.kind === 'ends')
      return { known: false, why: 'what a function makes of the answer behind it is not known' };
    const matters = Object.keys(done.headers).length > 0;
    if (matters && (varyStays || unsure !== undefined))
      return { known: false, why: unsure ?? 'which of two writes `Vary` last is not known' };
    return { ...given, headers: over(given.headers, done.headers, done.replaced) };
  }
  const own = answer(writer, request);
  if (own.known && adds(writer, own, given.headers)) return ADDED;
  return own.known ? { ...given, headers: over(given.headers, own.headers, own.replaced) } : own;
}

function statusOf({ preflights, sparing, without }: Refusal, request: ServerRequest): number | undefined {
  const { method, requestHeaders = '', headerNames, bare = false, loggedIn = false } = request;
  if (method !== 'OPTIONS') {
    const lacks = without?.headers ? headerNames && !without.headers.some(it => headerNames.includes(it)) : bare;
    return lacks && !loggedIn ? without?.status : undefined;
  }
  const asked = requestHeaders.split(',').map(it => it.trim().toLowerCase());
  return sparing && asked.includes('authorization') ? undefined : preflights;
}
