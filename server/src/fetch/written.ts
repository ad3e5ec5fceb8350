import type { Acceptor } from '../model/acceptor.ts';
import type { Condition, HeaderText, WrittenHeader, WrittenResponse, WrittenResponses } from '../model/written.ts';
import { accepts } from '../origins/ask.ts';
import { standIns } from '../origins/holes.ts';
import type { HeaderValues, Response } from './headers.ts';
import { type ServerRequest, Unknown } from './sent.ts';

/**
 * What code that writes its own headers answers to a request, and whether it ends the request; throws `Unknown` where that is
 * not certain. `lets` is whom the policy lets in.
 */
export function writtenAnswer(
  written: WrittenResponses,
  lets: Acceptor,
  request: ServerRequest,
): Response & { readonly ends: boolean; readonly replaced: readonly string[] } & {
  readonly at?: WrittenResponse['at'];
} {
  const all = withBody(written.responses, request);
  // What decides between them may be the check of the origin, in a shape that is not followed.
  const candidates = isOpen(lets, request) ? all : likely(all, request);
  if (candidates.length === 0) throw new Unknown('no way through the code leads to an answer');
  const answers = candidates.map(it => respond(it, written, request));
  const [first] = answers;
  if (first && answers.every(it => alike(it, first))) {
    const ends = candidates.every(it => it.end !== 'passed');
    const [only, ...others] = candidates;
    const place = only?.at && others.length === 0 ? { at: only.at } : {};
    return {
      ...first,
      status: commonStatus(answers, candidates),
      ends,
      replaced: replacedBy(candidates, request),
      ...place,
    };
  }
  throw new Unknown(reasonIn(candidates, request) ?? 'several answers are possible');
}

function isOpen(lets: Acceptor, { origin }: ServerRequest): boolean {
  return origin === undefined ? lets.kind === 'unknown' : accepts(lets, origin) === undefined;
}

/** Whether every answer that this request may get carries a header, whatever else decides between them. */
export function alwaysCarries({ responses }: WrittenResponses, name: string, request: ServerRequest): boolean {
  const all = possible(responses, request);
  return (
    all.length > 0 &&
    all.every(
      it =>
        it.gap === undefined && it.headers.some(header => header.name === name && holds(header.when, request) === true),
    )
  );
}

/** The names of headers of which nothing is left that others had written before. */
export function replacedBy(all: readonly WrittenResponse[], request: ServerRequest): readonly string[] {
  const [first, ...others] = all.map(
    it => new Set(it.headers.filter(one => !one.appended && holds(one.when, request) === true).map(one => one.name)),
  );
  return [...(first ?? [])].filter(name => others.every(it => it.has(name)));
}

/** The responses that this request may get: the one whose condition certainly holds, or those of which that is not known. */
export function possible(all: readonly WrittenResponse[], request: ServerRequest): readonly WrittenResponse[] {
  const found: WrittenResponse[] = [];
  for (const it of all) {
    const taken = holds(it.when, request);
    if (taken === true) return [...found, it];
    if (taken === undefined) found.push(it);
  }
  return found;
}

/** A preflight has no body: a way that reads one as JSON ends where that fails, in the way that catches it or in an error. */
export function withBody(all: readonly WrittenResponse[], request: ServerRequest): readonly WrittenResponse[] {
  if (request.method !== 'OPTIONS') return possible(all, request);
  const others = possible(
    all.filter(it => !it.readsJson),
    request,
  );
  return others.length > 0 ? others : possible(all, request).map(({ status: _, ...it }) => ({ ...it, end: 'thrown' }));
}

/**
 * Where something else decides (who is logged in, which path), what is asked about is the policy's own response, and of those
 * the ones that go well.
 */
function likely(all: readonly WrittenResponse[], request: ServerRequest): readonly WrittenResponse[] {
  const { reaches = 'route' } = request;
  if (reaches !== 'route' || all.length < 2 || all.some(it => openByOrigin(it.when, request))) return all;
  const own = all.filter(it => it.own);
  const chosen = own.length > 0 ? own : all;
  if (chosen.some(it => openByFixed(it.when, request))) return all;
  const goes = (it: WrittenResponse) => it.end !== 'thrown' && good(it.status ?? 200);
  const well = chosen.filter(goes);
  // Which path is asked is that of the policy. Who gets its headers for anything else is not known.
  const others = chosen.some(it => openBesidePath(it.when, request)) ? all.filter(it => !it.own && goes(it)) : [];
  return [...(well.length > 0 ? well : chosen), ...(own.length > 0 ? others : [])];
}

/** Responses that differ in their good status alone are those of different routes: the plain one stands for them. */
export function alike(a: Response, b: Response): boolean {
  return (
    (a.status === b.status || (good(a.status) && good(b.status))) &&
    JSON.stringify(a.headers) === JSON.stringify(b.headers)
  );
}

/** A status that is not known is that of a route, which goes well. */
function good(status: number | 'unknown' | 'error'): boolean {
  if (status === 'error') return false;
  return status === 'unknown' || (status >= 200 && status < 300);
}

function commonStatus(answers: readonly Response[], candidates: readonly WrittenResponse[]): number {
  const statuses = [...new Set(answers.map(it => it.status))];
  const [only] = statuses;
  if (only !== undefined && statuses.length === 1) return only;
  if (statuses.includes(200) && candidates.length > 1) return 200;
  throw new Unknown('which of several statuses is sent depends on more than the request’s method and origin');
}

export function respond(it: WrittenResponse, written: WrittenResponses, request: ServerRequest): Response {
  if (it.end === 'thrown' && it.gap !== undefined) throw new Unknown(it.gap);
  const { status, kept } = statusOf(it, written, request);
  if (!kept) return { status, headers: {} };
  if (it.gap !== undefined) throw new Unknown(it.gap);
  const sent = it.headers.filter(header => header.statuses?.includes(status) ?? true);
  return { status, headers: headersOf(sent, written, request) };
}

function statusOf(
  { end, status }: WrittenResponse,
  { server }: WrittenResponses,
  { method, reaches = 'route' }: ServerRequest,
): { readonly status: number; readonly kept: boolean } {
  if (status === 'error') throw new Unknown('which status an error gets there is not known');
  if (status === 'unknown') {
    if (method === 'OPTIONS') throw new Unknown('which status an `OPTIONS` request gets there is not known');
    return { status: 200, kept: true };
  }
  switch (end) {
    case 'answered':
      return { status: status ?? server.status, kept: true };
    case 'thrown':
      if (!server.thrown) throw new Unknown('what an error becomes there is not known');
      return server.thrown;
    case 'open':
      if (method === 'OPTIONS' && status === undefined)
        throw new Unknown('where the answer to an `OPTIONS` request ends is not seen');
      return { status: status ?? 200, kept: true };
    case 'passed': {
      if (reaches === 'nothing') return { status: 404, kept: true };
      if (method !== 'OPTIONS')
        return reaches === 'error' ? { status: 500, kept: server.kept.error } : { status: 200, kept: true };
      if (server.unanswered === undefined)
        throw new Unknown('which status an `OPTIONS` request gets there is not known');
      return { status: server.unanswered, kept: true };
    }
  }
}

function headersOf(
  written: readonly WrittenHeader[],
  { server }: WrittenResponses,
  request: ServerRequest,
): HeaderValues {
  const headers = new Map<string, readonly string[]>();
  for (const it of written) {
    const present = holds(it.when, request);
    if (present === false) continue;
    if (present === undefined)
      throw new Unknown(reasonOf(it.when, request) ?? `whether \`${it.name}\` is sent is not known`);
    const lines = it.lines.flatMap(line => textOf(line, request));
    headers.set(it.name, it.appended ? [...(headers.get(it.name) ?? []), ...lines] : lines);
  }
  return Object.fromEntries(
    [...headers]
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]) => [name, server.repeated === 'joined' ? [lines.join(', ')] : lines]),
  );
}

function textOf(it: HeaderText, request: ServerRequest): readonly string[] {
  if (it.kind === 'text') return [it.text];
  if (it.kind === 'unknown') throw new Unknown(it.why);
  const given = it.header === 'origin' ? request.origin : asked(request, it.header);
  if (given !== undefined) return [given];
  if (!it.missing) throw new Unknown(`what is sent to a request without \`${it.header}\` is not known`);
  return it.missing;
}

function asked({ requestMethod, requestHeaders }: ServerRequest, header: string): string | undefined {
  return header === 'access-control-request-method' ? requestMethod : requestHeaders;
}

/** Whether a condition holds for a request; undefined where something else decides. */
export function holds(it: Condition, request: ServerRequest): boolean | undefined {
  switch (it.kind) {
    case 'constant':
      return it.value;
    case 'not': {
      const inner = holds(it.of, request);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const decisive = it.kind === 'or';
      const all = it.of.map(one => holds(one, request));
      return all.includes(decisive) ? decisive : all.includes(undefined) ? undefined : !decisive;
    }
    case 'method':
      return it.is === request.method;
    case 'asks':
      return Boolean(asked(request, it.header));
    case 'origin': {
      if (request.origin === undefined) return it.absent;
      const taken = accepts(it.accepts, request.origin);
      return taken === false && standIns(it.accepts).length > 0 ? undefined : taken;
    }
    case 'unknown':
      return undefined;
  }
}

/** Whether it is the origin itself, or that there is none, which keeps a condition from being decided. */
function openByOrigin(it: Condition, request: ServerRequest): boolean {
  if (holds(it, request) !== undefined) return false;
  if (it.kind === 'not') return openByOrigin(it.of, request);
  if (it.kind !== 'and' && it.kind !== 'or') return it.kind === 'origin';
  // What is asked only of a request without `Origin` may well be asked of what stands in the place of one.
  return it.of.some(one => openByOrigin(one, request) || (request.origin === undefined && asksOrigin(one)));
}

/** Whether it is what is the same for every request that keeps a condition from being decided. */
function openByFixed(it: Condition, request: ServerRequest): boolean {
  if (holds(it, request) !== undefined) return false;
  if (it.kind === 'not') return openByFixed(it.of, request);
  if (it.kind === 'and' || it.kind === 'or') return it.of.some(one => openByFixed(one, request));
  return it.kind === 'unknown' && it.fixed === true;
}

/** Whether something else than the path keeps a condition from being decided. */
function openBesidePath(it: Condition, request: ServerRequest): boolean {
  if (holds(it, request) !== undefined) return false;
  if (it.kind === 'not') return openBesidePath(it.of, request);
  if (it.kind === 'and' || it.kind === 'or') return it.of.some(one => openBesidePath(one, request));
  return !(it.kind === 'unknown' && it.path === true);
}

function asksOrigin(it: Condition): boolean {
  return it.kind === 'not' ? asksOrigin(it.of) : it.kind === 'origin';
}

/** What keeps a condition from being decided, in words. */
export function reasonOf(it: Condition, request: ServerRequest): string | undefined {
  if (holds(it, request) !== undefined) return undefined;
  switch (it.kind) {
    case 'not':
      return reasonOf(it.of, request);
    case 'and':
    case 'or':
      return it.of.map(one => reasonOf(one, request)).find(one => one !== undefined);
    case 'origin': {
      if (request.origin === undefined) return 'what a request without `Origin` gets is not known';
      const [variable] = standIns(it.accepts);
      return variable === undefined
        ? 'whether this origin is let in is not known'
        : `what ${variable} holds is not known`;
    }
    case 'unknown':
      return it.why;
    default:
      return undefined;
  }
}

export function reasonIn(all: readonly WrittenResponse[], request: ServerRequest): string | undefined {
  return all.map(it => reasonOf(it.when, request)).find(it => it !== undefined);
}
