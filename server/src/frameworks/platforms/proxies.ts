import type { CorsPolicy, Preflight } from '../../model/policy.ts';
import type { WrittenResponses } from '../../model/written.ts';
import type { Test } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { disagreementsIn } from '../handwritten/disagreement.ts';
import { conditionOf } from '../handwritten/requests.ts';
import { ACAO, type HeaderResponse, lastLine } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { withoutMethod } from './conditions.ts';
import { linesOf, type Operation, separated, telling, writtenOf } from './operations.ts';

/** One way of a request through the configuration of a proxy. */
export interface ProxyWay {
  readonly when: Test;
  /** It is one of `OPTIONS` alone, or of every other method. */
  readonly options?: boolean;
  readonly operations: readonly Operation[];
  /** The status of an answer that the proxy gives by itself, and where it does. */
  readonly answered?: { readonly status: number; readonly at: Span };
  /** Nothing stands behind it, whoever answers. */
  readonly ends?: boolean;
  readonly at: Span;
}

export interface Proxy {
  /** Of the framework, and of the notation. */
  readonly id: string;
  readonly ways: readonly ProxyWay[];
  readonly path?: string | undefined;
  readonly preflight: Preflight;
  readonly server: Omit<WrittenResponses['server'], 'repeated' | 'status' | 'kept'>;
  readonly reading: Reading;
}

/** The policy of the headers that a proxy puts on responses; none where it puts none of CORS there. */
export function proxyPolicy({ id, ways, path, preflight, server, reading }: Proxy): CorsPolicy | undefined {
  const responses = ways.map(responseOf);
  const lines = responses.flatMap(it => it.lines);
  const first = lines.find(it => it.name === ACAO) ?? lines.find(it => it.name.startsWith('access-control-'));
  if (!first) return undefined;
  const policy = headerPolicy({
    framework: id,
    at: responses.map(it => lastLine(it, ACAO)?.entry).find(it => it) ?? first.entry,
    responses: ways
      .filter(it => !it.options)
      .map(responseOf)
      .map(it => ({ ...it, when: withoutMethod(it.when) }))
      .flatMap(separated),
    preflights: ways.filter(it => it.options).map(responseOf),
    preflight,
    scope: path === undefined ? {} : { path },
    guards: [],
    assumed: new Map(),
    unset: 'literal-header',
    notation: id,
    oddities: disagreementsIn(responses),
    reading,
  });
  // Headers that were set stand on errors, too.
  const written: WrittenResponses = {
    server: { ...server, repeated: 'lines', status: 200, kept: { error: true } },
    responses: ways.map(({ when, operations, answered, ends }) => ({
      when: conditionOf(when, reading.lookup),
      end: answered || ends ? 'answered' : 'passed',
      ...(answered ? { status: answered.status } : {}),
      headers: writtenOf(operations, [''], reading.lookup),
      own: true,
    })),
  };
  return { ...policy, written };
}

function responseOf({ when, operations, answered, at }: ProxyWay): HeaderResponse {
  const lines = linesOf(telling(operations)).map(it => ({ ...it, when: withoutMethod(it.when) }));
  return { when, lines, at, ...(answered ? { status: answered.status } : {}) };
}
