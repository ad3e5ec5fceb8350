import type { CorsPolicy, Preflight, Scope } from '../../model/policy.ts';
import { onOrigin } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import { conditionsOf, environments } from '../alternatives.ts';
import type { Reading } from '../framework.ts';
import { ACAC, ACAO, type HeaderLine, lastLine, samePlace } from '../header-lines.ts';
import { knownTest } from '../header-origins.ts';
import { headerPolicy } from '../headers.ts';
import { methodIn } from './method.ts';
import type { Reply } from './responses.ts';

/** A function with the responses it gives. */
export interface Handler {
  readonly replies: readonly Reply[];
  /** Where to point at, where the headers themselves stand in another place. */
  readonly at?: Span;
  readonly span: Span;
  /** It uses what others write, and is used itself. */
  readonly between?: boolean;
  readonly preflight: Preflight;
  readonly scope: Scope;
  readonly used?: boolean;
  readonly reading: Reading;
}

/** The policies of one function: what depends on the origin is one, and each other place that names the header is one. */
export function policiesOf(handler: Handler): readonly CorsPolicy[] {
  const allowing = handler.replies.filter(it => lastLine(it, ACAO));
  const groups = grouped(allowing);
  const preflights = allowing.filter(it => methodIn(it.when) === 'options');
  return groups.flatMap(group => perEnvironment(group, preflights, handler));
}

interface Group {
  readonly replies: readonly Reply[];
  readonly line: HeaderLine;
  readonly dependent: boolean;
}

function grouped(allowing: readonly Reply[]): readonly Group[] {
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
    place.dependent = onOrigin(place.line.value) || (literal && place.replies.every(it => knownTest(it.lines.findLast(line => line.name === ACAO)?.when ?? it.when)));
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
  const refused = group.dependent ? handler.replies.filter(it => !lastLine(it, ACAO) && knownTest(it.when)) : [];
  const mine = [...group.replies, ...refused];
  const actual = mine.filter(it => methodIn(it.when) !== 'options');
  const responses = actual.some(it => lastLine(it, ACAO)) ? actual : mine;
  const electron = group.replies.some(it => it.surface === 'electron');
  const container = group.replies.length > 0 && group.replies.every(it => it.record) ? group.line.inRecord : undefined;
  const tests = responses.flatMap(it => it.lines.filter(line => line.name === ACAO || line.name === ACAC).flatMap(line => [line.when, ...testsIn(line.value)]));
  const build = ({ assumed, guards }: ReturnType<typeof environments>[number]) =>
    headerPolicy({
      framework: 'raw-headers',
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
  return relevant(conditionsOf(tests), build);
}

/** The first line that the function itself writes. */
function placeIn(responses: readonly Reply[], { span }: Handler): Span | undefined {
  return responses.map(it => lastLine(it, ACAO)?.entry).find(it => it && contains(span, it));
}

type Condition = ReturnType<typeof conditionsOf>[number];
type Case = ReturnType<typeof environments>[number];

/** One policy for each environment; conditions that change nothing tell none apart. */
function relevant(conditions: readonly Condition[], build: (it: Case) => CorsPolicy): readonly CorsPolicy[] {
  let kept = conditions.slice(0, 4);
  const said = (it: Case) => JSON.stringify({ ...build(it), guards: [] });
  for (const condition of kept) {
    const others = kept.filter(it => it !== condition);
    const same = environments(others).every(it => said({ ...it, assumed: new Map(it.assumed).set(condition.key, true) }) === said({ ...it, assumed: new Map(it.assumed).set(condition.key, false) }));
    if (same) kept = others;
  }
  return environments(kept)
    .map(build)
    .filter(it => it.origins.mode !== 'none');
}

function testsIn(value: Value, depth = 0): readonly Test[] {
  if (depth > 4) return [];
  if (value.kind === 'choice') return value.branches.flatMap(it => [it.when, ...testsIn(it.value, depth + 1)]);
  return value.kind === 'test' ? [value.test] : [];
}
