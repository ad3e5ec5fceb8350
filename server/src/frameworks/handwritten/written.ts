import type { Condition, WrittenHeader, WrittenResponse, WrittenResponses } from '../../model/written.ts';
import { and } from '../../syntax/test.ts';
import type { Test } from '../../syntax/value.ts';
import { type HeaderLine, samePlace } from '../headers/lines.ts';
import { decide, isFalse } from '../headers/places.ts';
import type { Lookup } from '../origin/acceptor.ts';
import { conditionOf } from './requests.ts';
import type { Reply } from './responses.ts';
import type { Server } from './servers.ts';
import { headersOf } from './texts.ts';

/** Everything that a handler answers, for the exact responses. */
export interface HandlerAnswers {
  readonly server: Server;
  /** Every way through it, with all conditions. */
  readonly ways: readonly Reply[];
  /** The methods it is mounted for; absent means every method. */
  readonly methods?: readonly string[];
  /** The ways through the function that answers `OPTIONS` beside it; `unknown` where there is one that is not followed. */
  readonly options?: readonly Reply[] | 'unknown';
}

export interface Circumstances {
  readonly assumed: ReadonlyMap<string, boolean>;
  readonly lookup: Lookup;
  /** Whether a way is of the policy that is looked at. */
  isOwn(way: Reply): boolean;
}

const OPTIONS: Condition = { kind: 'method', is: 'OPTIONS' };
const ALWAYS: Condition = { kind: 'constant', value: true };

/** The responses of a handler as plain data. */
export function writtenResponses(handled: HandlerAnswers, circumstances: Circumstances): WrittenResponses {
  const { server, ways, methods, options } = handled;
  const within = (it: WrittenResponse, condition: Condition | undefined): WrittenResponse =>
    condition ? { ...it, when: { kind: 'and', of: [condition, it.when] } } : it;
  const convert = (all: readonly Reply[]) => all.flatMap(it => responseOf(it, server, circumstances));
  const mounted: Condition | undefined = methods && { kind: 'or', of: methods.map(is => ({ kind: 'method', is })) };
  const beside =
    options === undefined || methods?.includes('OPTIONS')
      ? []
      : options === 'unknown'
        ? [elsewhere('the function that answers `OPTIONS` is not followed')]
        : convert(options);
  const { unanswered, ...around } = server.around;
  return {
    server: methods === undefined && beside.length > 0 ? around : server.around,
    responses: [
      ...convert(ways).map(it => within(it, mounted)),
      ...(methods ? beside.map(it => within(it, OPTIONS)) : []),
      ...(methods && beside.length === 0 ? [{ when: OPTIONS, end: 'passed', headers: [], own: false } as const] : []),
      ...(mounted ? [within(elsewhere('another function answers this method'), neither(mounted))] : []),
    ],
  };
}

function neither(mounted: Condition): Condition {
  return { kind: 'not', of: { kind: 'or', of: [mounted, OPTIONS] } };
}

/**
 * What those who use a piece of code answer, as far as they agree: which of them a request meets is not known. Undefined where
 * they run on different servers.
 */
export function eitherOf(all: readonly WrittenResponses[]): WrittenResponses | undefined {
  const [first, ...others] = all;
  if (!first || others.length === 0) return first;
  if (others.some(it => JSON.stringify(it.server) !== JSON.stringify(first.server))) return undefined;
  const one: Condition = {
    kind: 'unknown',
    why: 'the functions that use these headers answer differently',
    path: true,
  };
  return {
    server: first.server,
    responses: all.flatMap(it =>
      it.responses.map(
        (response): WrittenResponse => ({
          ...response,
          when: { kind: 'and', of: [one, response.when] },
        }),
      ),
    ),
  };
}

/** Where nothing is known of the answers, with the reason. */
export function unseenResponses(why: string): WrittenResponses {
  return { server: { source: '', repeated: 'lines', status: 200, kept: { error: true } }, responses: [elsewhere(why)] };
}

function elsewhere(gap: string): WrittenResponse {
  return { when: ALWAYS, end: 'answered', headers: [], gap, own: false };
}

function responseOf(way: Reply, server: Server, { assumed, lookup, isOwn }: Circumstances): readonly WrittenResponse[] {
  const when = decide(way.when, assumed);
  if (isFalse(when)) return [];
  const status = way.darkStatus
    ? way.errorStatus === undefined
      ? ('unknown' as const)
      : ('error' as const)
    : (way.status ?? way.usual);
  const headers = way.lines.flatMap((it, i) => {
    const test = decide(beyond(it.when, way.when), assumed);
    return isFalse(test) ? [] : headersOf(joined(it, way.lines[i - 1], server), test, server, lookup);
  });
  const gap = way.gap ?? unseen(way, server);
  return [
    {
      when: conditionOf(when, lookup),
      end: endOf(way, server),
      ...(status === undefined ? {} : { status }),
      headers: removedWithin(headers),
      ...(gap === undefined ? {} : { gap }),
      ...(way.readsJson ? { readsJson: true } : {}),
      at: way.at,
      own: isOwn(way),
    },
  ];
}

/** What a line's condition asks beyond the way that it stands on. */
function beyond(test: Test, way: Test): Test {
  const known = new Set(way.kind === 'and' ? way.of : [way]);
  return and(...(test.kind === 'and' ? test.of : [test]).filter(it => !known.has(it)));
}

/** Two spellings in one object join in `Headers`. */
function joined(line: HeaderLine, before: HeaderLine | undefined, { around }: Server): HeaderLine {
  const twice =
    around.repeated === 'joined' &&
    before?.name === line.name &&
    line.inRecord !== undefined &&
    before.inRecord !== undefined &&
    samePlace(line.inRecord, before.inRecord);
  return twice ? { ...line, appended: true } : line;
}

function removedWithin(headers: readonly WrittenHeader[]): readonly WrittenHeader[] {
  return headers.filter(it => it.when.kind !== 'constant' || it.when.value);
}

/** How a way ends on a kind of server. */
export function endOf(way: Reply, server: Server): WrittenResponse['end'] {
  if (way.end) return way.end;
  if (server.returns !== 'nothing' && !way.open) return 'answered';
  return server.fallen;
}

/** A result that is an answer of its own, and is not read. */
function unseen(way: Reply, server: Server): string | undefined {
  return server.returns === 'response' && way.end === undefined && !way.open && way.made === undefined
    ? 'what it returns is not followed'
    : undefined;
}
