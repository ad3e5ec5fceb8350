import type { WrittenEnd } from '../../model/written.ts';
import { and, not, TRUE } from '../../syntax/test.ts';
import type { CallValue, Outcome, Path, RecordValue, Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { ACAO, type HeaderLine, type HeaderResponse, samePlace } from '../headers/lines.ts';
import { type Answer, answersOf } from './answers.ts';
import { asksOptions, briefly, concerning } from './conditions.ts';
import { chainOf, isRequest, makesResponse, originOf } from './handler-places.ts';
import { type StatedStatus, statusesIn } from './lines.ts';
import { writeOf } from './response-writes.ts';
import { asksWhatIsThere } from './there.ts';
import { handledOn, type Turn, turnOf } from './turns.ts';

/** A response that a function gives on one of its ways. */
export interface Reply extends HeaderResponse {
  readonly record?: RecordValue;
  readonly surface?: 'electron';
  readonly bare?: boolean;
  /** It is given on certain paths alone. */
  readonly elsewhere?: boolean;
  /** What its way asks of the path, in the affirmative or not. */
  readonly paths?: readonly Test[];
  readonly made?: Answer['made'];
  readonly usual?: number;
  readonly darkStatus?: boolean;
  readonly errorStatus?: number;
  /** How the way ends, as far as its calls and its result show. */
  readonly end?: WrittenEnd;
  /** Why its status or headers are not all seen. */
  readonly gap?: string;
  /** What its way gives back, where that is no answer that is understood. */
  readonly given?: Value;
  /** Where its way reads the request's body as JSON, which fails where there is none. */
  readonly readsJson?: Span;
}

/** The responses that a function gives, one or more for each way through it. */
export function repliesOf(outcome: Outcome): readonly Reply[] {
  return distinct(waysOf(outcome).map(trimmed));
}

/** The same with every condition; `read` gives the source of functions that are handed over. */
export function waysOf(outcome: Outcome, read: (value: Value) => string = () => ''): readonly Reply[] {
  return outcome.paths.flatMap(it => repliesOn(it, read));
}

function trimmed(reply: Reply): Reply {
  return {
    ...reply,
    when: concerning(reply.when),
    ...(picksPath(reply.when) ? { elsewhere: true } : {}),
    paths: conjuncts(reply.when).filter(it => picksPath(it.kind === 'not' ? it.of : it)),
    lines: reply.lines.map(it => ({
      ...it,
      when: concerning(it.when),
      ...(asksOptions(it.when) ? { optional: true } : {}),
      ...(asksWhatIsThere(it.when) || asksWhatIsThere(reply.when) ? { unlessThere: true } : {}),
    })),
  };
}

function repliesOn(path: Path, read: (value: Value) => string): readonly Reply[] {
  const given = path.effects.map(it => writeOf(it)).findLast(it => it?.kind === 'status');
  const statuses = given?.kind === 'status' ? statusesIn(given.status) : [{ when: TRUE }];
  return statuses.flatMap(it => repliesWith(it, path, read));
}

function repliesWith(stated: StatedStatus, path: Path, read: (value: Value) => string): readonly Reply[] {
  const { status, when: under, ...dark } = stated;
  const written: HeaderLine[] = [];
  const removed: HeaderLine[] = [];
  const handed: Answer[] = [];
  const turns: Turn[] = [];
  const reads = path.effects.find(it => readsJson(it.call));
  for (const effect of path.effects) {
    const turn = turnOf(effect, read);
    if (turn) turns.push(turn);
    const responseWrite = writeOf(effect);
    if (!responseWrite) continue;
    if (responseWrite.kind === 'removed') {
      removed.push(...written.filter(it => it.name === responseWrite.name));
      written.splice(0, written.length, ...written.filter(it => it.name !== responseWrite.name));
    } else if (responseWrite.kind === 'answer') handed.push(...answersOf(responseWrite.value, makes, effect.when));
    else written.push(...responseWrite.lines);
  }
  const returned = path.end === 'throw' ? [] : answersOf(path.result, makes);
  const answers = [...handed, ...returned];
  const open = path.end === 'fall' || path.result === undefined;
  const base = {
    ...dark,
    when: and(path.when, under),
    lines: written,
    ...(removed.length > 0 ? { removed } : {}),
    at: path.at,
    open,
    ...(path.end === 'throw' ? { fails: true } : {}),
    ...(reads ? { readsJson: reads.call.span } : {}),
    ...handledOn(path, turns, answers.length > 0),
    ...(status === undefined ? {} : { status }),
  };
  if (answers.length === 0) return [path.result ? { ...base, given: path.result } : base];
  return answers.flatMap(it => {
    const own = it.lines.map(line => ({ ...line, when: and(path.when, it.when, line.when) }));
    const given = it.status ?? status ?? it.usual;
    return conditional(
      {
        ...base,
        ...it,
        ...(base.gap === undefined ? {} : { gap: base.gap }),
        ...(it.passes ? { end: 'passed' } : {}),
        ...(given === undefined ? {} : { status: given }),
        ...(it.status === undefined ? {} : { darkStatus: false }),
        when: and(base.when, it.when),
        // A context's headers are there before the answer's own; what is written on the answer itself comes after them.
        lines: [...written.filter(ofContext), ...own, ...written.filter(line => !ofContext(line))],
        at: it.record?.span ?? path.at,
      },
      it,
    );
  });
}

/** `request.json()`, `c.req.json()`. */
function readsJson({ callee, args }: CallValue): boolean {
  return callee.kind === 'member' && callee.name === 'json' && args.length === 0 && isRequest(callee.object);
}

/** `c.header(…)` of Hono and the like. */
function ofContext({ setter, target }: HeaderLine): boolean {
  return setter === 'header' && target !== undefined && originOf(target).kind === 'parameter';
}

function conjuncts(test: Test): readonly Test[] {
  return test.kind === 'and' ? test.of : [test];
}

/** Whether these conditions hold one, judged by where it stands. */
function asks(conditions: readonly Test[], wanted: Test): boolean {
  return conditions.some(it => it === wanted || briefly(it) === briefly(wanted));
}

/** Whether a reply is given on none of the paths that all of the others are for: pages and assets beside an API. */
export function besides({ paths = [] }: Reply, others: readonly Reply[]): boolean {
  const [first] = others;
  const common = (first?.paths ?? []).filter(it => others.every(other => asks(other.paths ?? [], it)));
  const denied = paths.flatMap(it => (it.kind === 'not' ? conjuncts(it.of) : []));
  return common.some(it => asks(denied, it));
}

/** Whether a condition picks out a path: what is answered there may be for nobody else. */
function picksPath(test: Test): boolean {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.of.some(picksPath);
    case 'equals':
      return isPath(test.left) || isPath(test.right);
    case 'starts':
    case 'ends':
    case 'contains':
    case 'matches':
      return isPath(test.of);
    case 'member':
      return isPath(test.item);
    default:
      return false;
  }
}

/** Whether a value is the request's path or a piece of its URL. */
export function isPath(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'url';
  return (
    chainOf(value).some(it => /^(pathname|path|url|originalUrl|rawPath|href|nextUrl)$/.test(it)) ||
    value.kind === 'part'
  );
}

function makes(call: CallValue): boolean {
  return makesResponse(call.callee, call.construct);
}

/** A header that an object holds only under a condition makes two responses of one. */
function conditional(reply: Reply, answer: Answer): readonly Reply[] {
  const own = answer.lines.findLast(it => it.name === ACAO);
  if (!own || own.when.kind === 'constant') return [reply];
  const without = reply.lines.filter(it => it.nameSpan !== own.nameSpan);
  return [
    { ...reply, when: and(reply.when, own.when) },
    { ...reply, when: and(reply.when, not(own.when)), lines: without },
  ];
}

/** Ways that differ in nothing that concerns the response count once. */
function distinct(replies: readonly Reply[]): readonly Reply[] {
  const seen = new Map<string, Reply>();
  for (const it of replies) {
    const key = `${briefly(it.when)}|${it.status ?? ''}|${it.lines.map(line => `${line.nameSpan.start}:${line.nameSpan.path}:${briefly(line.when)}`).join(',')}|${it.open}`;
    const before = seen.get(key);
    seen.set(key, before ? { ...before, paths: (before.paths ?? []).filter(one => asks(it.paths ?? [], one)) } : it);
  }
  return [...seen.values()];
}

/** Whether a reply holds a line that is written at this place. */
export function writesAt(reply: Reply, place: Span): boolean {
  return reply.lines.some(it => samePlace(it.nameSpan, place));
}
