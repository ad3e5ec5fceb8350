import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy, Login, Preflight, Scope } from '../../model/policy.ts';
import { onOrigin } from '../../syntax/test.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { knownTest } from '../headers/conditions.ts';
import { inEnvironments, testsOf } from '../headers/environments.ts';
import { ACAO, type HeaderLine, lastLine, samePlace } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import type { EnvironmentCase } from '../origin/alternatives.ts';
import { bareIn, disagreementsIn } from './disagreement.ts';
import { asksOptions, methodIn } from './method.ts';
import type { Reply } from './responses.ts';
import { hasHeader } from './sites.ts';
import { isUncached } from './uncached.ts';
import { type HandlerAnswers, unseenResponses, writtenResponses } from './written.ts';

/** A function with the responses it gives. */
export interface Handler {
  readonly replies: readonly Reply[];
  /** Where to point at, where the headers themselves stand in another place. */
  readonly at?: Span;
  readonly span: Span;
  /** Other functions of the file call it. */
  readonly helper?: boolean;
  /** It uses what others write, and is used itself. */
  readonly between?: boolean;
  readonly preflight: Preflight;
  readonly scope: Scope;
  readonly used?: boolean;
  readonly reading: Reading;
  readonly takenOff?: Extract<Oddity, { kind: 'taken-off-by-errors' }>;
  /** All that it answers, or why that is not seen. */
  readonly handled?: HandlerAnswers | string;
  /** What the functions answer whose preflights it answers, and that are exported beside it. */
  readonly beside?: readonly Reply[];
  readonly login?: Login;
  readonly asks?: CorsPolicy['asks'];
}

/** The policies of one function: what depends on the origin is one, and each other place that names the header is one. */
export function policiesOf(given: Handler): readonly CorsPolicy[] {
  const handler = { ...given, replies: given.replies.map(it => (isLost(it, given) ? bareOf(it) : it)) };
  const allowing = handler.replies.filter(it => lastLine(it, ACAO));
  const groups = grouped(allowing, handler.replies);
  const preflights = allowing.filter(it => methodIn(it.when) === 'options');
  const policies = groups.flatMap(group => perEnvironment(group, preflights, handler));
  if (handler.between) return policies;
  const bare = bareIn(handler.replies);
  const oddities = [
    ...disagreementsIn(handler.replies, handler.beside),
    ...(handler.takenOff ? [handler.takenOff] : []),
  ];
  const reads = handler.replies.find(it => it.readsJson)?.readsJson;
  const uncached = isUncached([handler.span, ...(handler.at ? [handler.at] : [])], handler.reading);
  return policies.map((it, i) => ({
    ...it,
    ...(uncached || isUncached([it.container ?? it.whole], handler.reading) ? { unmixed: true as const } : {}),
    ...(bare.length > 0 ? { origins: { ...it.origins, bare } } : {}),
    ...(reads ? { readsJson: reads } : {}),
    ...(handler.login ? { login: handler.login } : {}),
    ...(handler.asks ? { asks: handler.asks } : {}),
    ...(i === 0 ? { oddities: [...it.oddities, ...oddities] } : {}),
  }));
}

/** An error takes the place of the response, headers and all, or ends the program. */
function isLost({ fails }: Reply, { handled }: Handler): boolean {
  return fails === true && handled !== undefined && typeof handled !== 'string' && !handled.server.around.thrown?.kept;
}

function bareOf(reply: Reply): Reply {
  return { ...reply, lines: [], removed: [...(reply.removed ?? []), ...reply.lines] };
}

/** A response that is told apart from those that let in: by a check of the origin, or by what is taken off it. */
function refuses(reply: Reply): boolean {
  return !lastLine(reply, ACAO) && (knownTest(reply.when) || reply.removed?.some(it => it.name === ACAO) === true);
}

interface Group {
  readonly replies: readonly Reply[];
  readonly line: HeaderLine;
  readonly dependent: boolean;
}

function grouped(allowing: readonly Reply[], all: readonly Reply[]): readonly Group[] {
  const places: { line: HeaderLine; replies: Reply[]; dependent: boolean }[] = [];
  for (const reply of allowing) {
    const line = lastLine(reply, ACAO);
    if (!line) continue;
    const known = places.find(it => samePlace(it.line.nameSpan, line.nameSpan));
    if (known) known.replies.push(reply);
    else places.push({ line, replies: [reply], dependent: false });
  }
  for (const place of places) {
    const literal = place.line.value.kind === 'literal' && place.line.value.value !== '*';
    place.dependent =
      onOrigin(place.line.value) ||
      all.some(it => it.removed?.some(line => samePlace(line.nameSpan, place.line.nameSpan))) ||
      (literal && place.replies.every(it => knownTest(it.lines.findLast(line => line.name === ACAO)?.when ?? it.when)));
  }
  const dependent = places.filter(it => it.dependent);
  const [first] = dependent;
  if (!first) return places;
  const joined = places.filter(it => it.dependent || it.replies.some(reply => knownTest(reply.when)));
  const rest = places.filter(it => !joined.includes(it));
  return [{ line: first.line, replies: joined.flatMap(it => it.replies), dependent: true }, ...rest];
}

function perEnvironment(group: Group, preflights: readonly Reply[], handler: Handler): readonly CorsPolicy[] {
  const { reading } = handler;
  const refused = group.dependent ? handler.replies.filter(refuses) : [];
  const mine = [...group.replies, ...refused];
  const actual = mine.filter(it => methodIn(it.when) !== 'options');
  const responses = actual.some(it => lastLine(it, ACAO)) ? actual : mine;
  const electron = group.replies.some(it => it.surface === 'electron');
  const container = group.replies.length > 0 && group.replies.every(it => it.record) ? group.line.inRecord : undefined;
  const tests = responses.flatMap(it => testsOf(it.lines));
  const isOwn = (way: Reply) => {
    const line = lastLine(way, ACAO);
    if (!line) return group.dependent && knownTest(way.when);
    return mine.some(it => it.lines.some(other => samePlace(other.nameSpan, line.nameSpan)));
  };
  const build = ({ assumed, guards }: EnvironmentCase) =>
    headerPolicy({
      framework: 'raw-headers',
      byHand: true,
      at: handler.at ?? placeIn(responses, handler) ?? group.line.entry,
      responses,
      preflights,
      preflight: handler.preflight,
      scope: handler.scope,
      ...(handler.used === undefined ? {} : { used: handler.used }),
      guards,
      assumed,
      unset: 'literal-header',
      ...(container ? { container } : {}),
      notation: container ? 'properties' : 'statements',
      ...(electron ? { details: { surface: 'electron' } } : {}),
      reading,
    });
  const { handled } = handler;
  return inEnvironments(tests, build, (policy, { assumed }) => {
    const placed = {
      ...policy,
      ...(group.replies.every(it => lastLine(it, ACAO)?.unlessThere) ? { unlessThere: true } : {}),
      ...(container ? { onOwnResponse: true } : {}),
      ...(isForPreflights(group, handler) ? { preflightsOnly: true } : {}),
    };
    if (handled === undefined) return placed;
    const written =
      typeof handled === 'string'
        ? unseenResponses(handled)
        : writtenResponses(handled, { assumed, lookup: reading.lookup, isOwn });
    return { ...placed, written };
  });
}

/** Whether only answers to `OPTIONS` get the lines: no other way hands them on to code that makes the answer. */
function isForPreflights({ replies }: Group, handler: Handler): boolean {
  return (
    replies.every(it => asksOptions(it.when)) &&
    !handler.replies.some(it => it.given?.kind === 'call' && it.given.args.some(hasHeader))
  );
}

/** The first line that the function itself writes. */
function placeIn(responses: readonly Reply[], { span }: Handler): Span | undefined {
  return responses.map(it => lastLine(it, ACAO)?.entry).find(it => it && contains(span, it));
}
