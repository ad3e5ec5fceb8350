import { type Acceptor, either } from '../../model/acceptor.ts';
import type { Oddity, OriginEffect } from '../../model/oddity.ts';
import type { CorsPolicy, Guard, Preflight, Scope } from '../../model/policy.ts';
import { onOrigin, testsOrigin } from '../../syntax/test.ts';
import type { Test } from '../../syntax/value.ts';
import { hull, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { acceptorOf } from '../origin/acceptor.ts';
import { decide as whenDecided, whereAnybody } from '../origin/fixed.ts';
import { knownTest } from './conditions.ts';
import { ACAH, ACAM, ACAO, ACEH, type HeaderLine, type HeaderResponse, lastLine, samePlace } from './lines.ts';
import { duplicates, stateful } from './oddities.ts';
import { originsOf } from './origins.ts';
import { decide, distinctLines, isFalse, textAt, valuePlace, withPlaces } from './places.ts';
import { type Sent, sentBy } from './sent.ts';
import { readCredentials, readMaxAge, readNames, readVary } from './settings.ts';

/** The responses that make up one policy, and what is known around them. */
export interface HeaderPolicy {
  readonly framework: string;
  readonly byHand?: boolean;
  readonly at: Span;
  readonly responses: readonly HeaderResponse[];
  /** The responses to `OPTIONS` alone, which carry what only preflights need. */
  readonly preflights?: readonly HeaderResponse[];
  readonly preflight: Preflight;
  readonly scope: Scope;
  readonly guards: readonly Guard[];
  readonly assumed: ReadonlyMap<string, boolean>;
  readonly used?: boolean;
  /** What a value that is not set becomes on this surface. */
  readonly unset: OriginEffect;
  readonly container?: Span;
  readonly notation: string;
  readonly details?: CorsPolicy['details'];
  readonly oddities?: readonly Oddity[];
  readonly reading: Reading;
}

/** One policy of header lines. */
export function headerPolicy(input: HeaderPolicy): CorsPolicy {
  const { reading, assumed } = input;
  const text = (span: Span) => textAt(span, reading);
  const written = (test: Test) => acceptorOf(decide(test, assumed), reading.lookup);
  const holds = (it: { readonly when: Test }) => !isFalse(decide(it.when, assumed));
  const responses = input.responses.filter(holds);
  const preflights = (input.preflights ?? []).filter(holds);
  const allowing = responses.filter(it => lastLine(it, ACAO));
  const first = allowing.map(it => lastLine(it, ACAO)).find(it => it !== undefined);
  const at = first ? valuePlace(first, text) : input.at;
  const lines = distinctLines([...responses, ...preflights].flatMap(it => it.lines));
  // Lines without the header that lets origins in stand beside one that another part of the server sends.
  const credentials = readCredentials(allowing.length > 0 ? allowing : responses, input.at, text, assumed);
  const sendsWhere = (accept: (test: Test) => Acceptor) =>
    responses.flatMap(it => sentOf(it, responses, { lookup: reading.lookup, accept, unset: input.unset }, text));
  const open = sendsWhere(written);
  const decided = whereAnybody(either(open.map(it => it.accepts)));
  const sends = decided.size === 0 ? open : sendsWhere(it => whenDecided(written(it), decided));
  const { origins, oddities } = originsOf(
    distinctSent(sends),
    credentials.setting.kind === 'written' || credentials.setting.kind === 'default'
      ? credentials.setting.value
      : undefined,
    { at, ...(first ? { entry: first.entry } : {}) },
  );
  const near = first
    ? lines.filter(
        it =>
          it.entry.path === first.entry.path &&
          (first.inRecord ? it.inRecord && samePlace(it.inRecord, first.inRecord) : !it.inRecord),
      )
    : [];
  const names = (name: string, all: readonly HeaderResponse[]) =>
    readNames(name, [...preflights, ...all], input.at, text);
  return {
    framework: input.framework,
    ...(input.byHand ? { byHand: true } : {}),
    at: input.at,
    whole: first ? hull(first.entry, ...near.map(it => it.entry)) : input.at,
    origins,
    credentials: credentials.setting,
    methods: names(ACAM, responses),
    allowedHeaders: names(ACAH, responses),
    exposedHeaders: names(ACEH, responses),
    maxAge: readMaxAge([...preflights, ...responses], input.at),
    vary: readVary(responses, input.at),
    ...(input.byHand && allowing.length > 0 && !responses.some(asksOrigin) ? { unmixed: true as const } : {}),
    preflight: input.preflight,
    scope: input.scope,
    guards: input.guards,
    used: input.used ?? true,
    oddities: [
      ...oddities,
      ...credentials.oddities,
      ...duplicates(responses),
      ...stateful(allowing),
      ...(input.oddities ?? []),
    ],
    ...(input.container ? { container: input.container } : {}),
    notation: input.notation,
    ...withPlaces(input.details, [...responses, ...preflights], text),
  };
}

/** Whether what a response says of the origin depends on whose it is. */
function asksOrigin(response: HeaderResponse): boolean {
  const line = lastLine(response, ACAO);
  return testsOrigin(response.when) || (line !== undefined && (testsOrigin(line.when) || onOrigin(line.value)));
}

function distinctSent(all: readonly Sent[]): readonly Sent[] {
  const seen = new Set<string>();
  return all.filter(it => {
    const key = JSON.stringify([it.kind, it.when, it.accepts, it.at]);
    return !seen.has(key) && seen.add(key);
  });
}

/** What one response sends. A line that later ones never replace counts from where it stands, whatever happens after it. */
function sentOf(
  response: HeaderResponse,
  all: readonly HeaderResponse[],
  input: Parameters<typeof sentBy>[3],
  text: (span: Span) => string,
): readonly Sent[] {
  const line = lastLine(response, ACAO);
  if (!line) return knownTest(response.when) ? sentBy(undefined, response.when, response.at, input) : [];
  const replaced = all.some(({ lines, removed = [] }) => {
    const last = lines.findLast(it => it.name === ACAO);
    const has = (written: readonly HeaderLine[]) => written.some(it => samePlace(it.nameSpan, line.nameSpan));
    return has(removed) || (has(lines) && last !== undefined && !samePlace(last.nameSpan, line.nameSpan));
  });
  return sentBy(line.value, replaced ? response.when : line.when, valuePlace(line, text), input);
}
