import { both, NONE, negate } from '../../model/acceptor.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { Branch } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { truthy } from '../../syntax/test.ts';
import { heedingAll } from '../../syntax/throws.ts';
import {
  type CallValue,
  type FunctionValue,
  isUndefined,
  type Outcome,
  type Path,
  type RequestPart,
  type Test,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { shortened } from '../options/source-text.ts';
import { allAnswers, answersOf, byTest, flat, type Gift, onlyAnswer, settled } from './answers.ts';
import { type OriginInput, type OriginSemantics, readValue } from './option.ts';
import { dark, join, literalsOf, type Part, part, unique, type Way } from './part.ts';
import { decidedBy, statefulIn } from './stateful.ts';

/**
 * How a library calls an origin function: `callback` is `(origin, cb) => cb(error, value)`, `return` is `origin => value`,
 * `context` is `ctx => value`, `request` is `request => value`.
 */
export interface CallbackStyle {
  readonly kind: 'callback' | 'return' | 'context' | 'request' | 'none';
  /** Whether promises are awaited. */
  readonly awaits: boolean;
  /** What comes of a promise that is not awaited, or a callback that is never called. */
  readonly otherwise: 'hangs' | 'reflects-everyone' | 'nobody' | 'literal-header' | 'error-500' | 'off';
  /** Whether `true` from the function means the request's origin. */
  readonly trueMeansOrigin: boolean;
  /** Where what a function answers is read otherwise than the option itself. */
  readonly answers?: Partial<Omit<OriginSemantics, 'functions'>>;
  /**
   * What the function is given for a request without `Origin`; `undefined` where it is not said. A function of the whole
   * request finds `null` among its headers, where that is said.
   */
  readonly absent?: string | null;
  /** The answer only says yes or no: anything that counts as true lets the origin in, or nothing but `true` itself. */
  readonly verdict?: 'truthy' | 'true';
  /** A callback's first argument means an error unless it is `null`, so that `undefined` ends the matter, too. */
  readonly errorUnlessNull?: boolean;
}

/** Follows an origin function through all its ways and puts together whom it lets in. */
export function readOriginFunction(fn: FunctionValue, semantics: OriginSemantics, input: OriginInput): Part {
  const style = semantics.functions;
  const origin = originOf(fn);
  if (style.kind === 'none') return misread(fn, style.otherwise, input, false);
  if (style.kind === 'callback') return byCallback(fn, origin, semantics, input);
  if (fn.async && !style.awaits) return misread(fn, style.otherwise, input);
  const argument: Value =
    style.kind === 'return' ? origin : { kind: 'parameter', name: style.kind, index: 0, span: fn.span };
  const second: Value = { kind: 'parameter', name: fn.parameters[1] ?? '', index: 1, span: fn.span };
  const outcome = fn.run([argument, second]);
  if (outcome.cut) return dark(fn.span, 'a function with too many ways');
  if (outcome.paths.some(it => it.effects.some(effect => effect.call.callee === second)))
    return misread(fn, 'error-500', input);
  if (!style.awaits && outcome.paths.some(it => it.waited))
    return outcome.paths.every(it => it.waited)
      ? misread(fn, style.otherwise, input)
      : dark(fn.span, 'a promise among other answers');
  const joined = together(
    outcome.paths.map(it => returned(it, semantics, input)),
    fn,
  );
  return {
    origins: { ...joined.origins, withoutOrigin: withoutOrigin(fn, semantics, input) },
    oddities: [...joined.oddities, ...statefulIn(outcome.paths.flatMap(it => [it.when, ...decidedBy(it.result)]))],
  };
}

function returned(path: Path, semantics: OriginSemantics, input: OriginInput): Way {
  return way(path, path.end === 'throw' ? thrown(path) : answer(path.result, path.at, semantics, input), input);
}

function misread(fn: FunctionValue, effect: CallbackStyle['otherwise'], input: OriginInput, called = true): Part {
  const oddities: readonly Oddity[] = [
    { kind: 'origin-misread', given: shortened(input.text(fn.span)), effect, at: fn.span },
  ];
  if (effect === 'reflects-everyone') return part('echo-any', { kind: 'all', at: fn.span }, [], oddities);
  const none = { mode: 'none', acceptor: NONE, listed: [] } as const;
  if (effect === 'literal-header' && !called) return { origins: { ...none, mode: 'fixed' }, oddities };
  if (effect === 'literal-header')
    return { origins: { ...none, mode: 'fixed', sent: [{ text: '[object Promise]', at: fn.span }] }, oddities };
  if (effect === 'nobody') return part('echo-match', { ...NONE, at: fn.span }, [], oddities);
  if (effect !== 'error-500') return { origins: none, oddities };
  return {
    origins: { ...none, mode: 'echo-match', answers: flat('failed'), withoutOrigin: { gives: 'failed' } },
    oddities,
  };
}

function byCallback(fn: FunctionValue, origin: RequestPart, semantics: OriginSemantics, input: OriginInput): Part {
  const style = semantics.functions;
  if (fn.parameters.length < 2 && !(style.awaits && fn.async)) return misread(fn, style.otherwise, input);
  const { callback, outcome } = calledBack(fn, origin);
  if (outcome.cut) return dark(fn.span, 'a function with too many ways');
  const ways = outcome.paths.flatMap(it => waysOf(it, callback, fn, semantics, input));
  const joined = together(ways, fn);
  const origins = { ...joined.origins, withoutOrigin: withoutOrigin(fn, semantics, input) };
  const asked = outcome.paths.flatMap(it => [
    it.when,
    ...decidedBy(it.result),
    ...it.effects.flatMap(effect => effect.call.args.flatMap(decidedBy)),
  ]);
  const oddities = [...joined.oddities, ...rejections(fn, callback, outcome.paths, style), ...statefulIn(asked)];
  return { origins, oddities };
}

interface CalledBack {
  readonly callback: Value;
  readonly outcome: Outcome;
}

const followed = new WeakMap<FunctionValue, CalledBack>();

/** The ways through `(origin, callback) => …`; followed once, however many environments ask. */
export function calledBack(fn: FunctionValue, origin: RequestPart = originOf(fn)): CalledBack {
  let found = followed.get(fn);
  if (!found) {
    const callback: Value = { kind: 'parameter', name: fn.parameters[1] ?? 'callback', index: 1, span: fn.span };
    found = { callback, outcome: fn.run([origin, callback]) };
    followed.set(fn, found);
  }
  return found;
}

type Absent = OriginSemantics['functions']['absent'];

const unasked = new WeakMap<FunctionValue, Map<Absent, Outcome>>();

/** The ways through the function for a request without `Origin`, for which the library hands it `absent`; followed once, too. */
function withNobody(fn: FunctionValue, absent: Absent): Outcome {
  const known = unasked.get(fn) ?? new Map<Absent, Outcome>();
  unasked.set(fn, known);
  const nobody: Value = { kind: 'literal', value: absent, span: fn.span };
  const { callback } = calledBack(fn);
  const outcome = known.get(absent) ?? heedingAll(() => fn.run([nobody, callback]));
  known.set(absent, outcome);
  return outcome;
}

function originOf(fn: FunctionValue): RequestPart {
  return { kind: 'request', part: 'header', name: 'origin', span: fn.span };
}

/** One way through the function; the callback may be given different values on it. */
function waysOf(
  path: Path,
  callback: Value,
  fn: FunctionValue,
  semantics: OriginSemantics,
  input: OriginInput,
): readonly Way[] {
  if (path.end === 'throw') return [way(path, thrown(path), input)];
  const call = path.effects.find(it => it.call.callee === callback)?.call;
  if (!call) {
    if (fn.async && semantics.functions.awaits && path.result)
      return [way(path, answer(path.result, path.at, semantics, input), input)];
    const passedOn = path.effects.some(it =>
      it.call.args.some(argument => argument === callback || argument.kind === 'function'),
    );
    return [
      way(
        path,
        passedOn || fn.async ? dark(path.at, 'a callback that is handed on') : dark(path.at, 'a way without an answer'),
        input,
      ),
    ];
  }
  const [error, value] = call.args;
  if (semantics.functions.errorUnlessNull && isUndefined(error)) {
    const oddity: Oddity = {
      kind: 'origin-misread',
      given: shortened(input.text(call.span)),
      effect: 'off',
      at: call.span,
    };
    return [way(path, { ...refusal(call.span), oddities: [oddity] }, input, call.span)];
  }
  const failing = error ? truthy(error) : ({ kind: 'constant', value: false } as Test);
  if (failing.kind === 'constant') {
    return [
      way(
        path,
        failing.value
          ? refusal(call.span, 'failed')
          : value
            ? answer(value, call.span, semantics, input)
            : refusal(call.span),
        input,
        call.span,
      ),
    ];
  }
  const acceptor = input.accept(failing);
  return [
    { ...way(path, refusal(call.span, 'failed'), input, call.span), when: both([input.accept(path.when), acceptor]) },
    {
      ...way(path, value ? answer(value, call.span, semantics, input) : refusal(call.span), input, call.span),
      when: both([input.accept(path.when), negate(acceptor)]),
    },
  ];
}

function refusal(at: Span, gives: 'denied' | 'failed' = 'denied'): Part {
  return { ...part('echo-match', { ...NONE, at }), answers: flat(gives) };
}

function thrown(path: Path): Part {
  return refusal(path.at, 'failed');
}

function answer(value: Value | undefined, at: Span, semantics: OriginSemantics, input: OriginInput): Part {
  if (!value) return refusal(at);
  const style = semantics.functions;
  if (style.verdict) return verdict(value, at, style.verdict, input);
  const yes = style.trueMeansOrigin ? 'reflects-everyone' : semantics.yes;
  const plain: OriginSemantics = { ...semantics, yes, ...style.answers, functions: { ...style, kind: 'none' } };
  const ways = branchesOf(value).map(it => {
    const read = it.value.kind === 'function' ? dark(at, 'a function') : readValue(it.value, plain, input);
    return {
      when: input.accept(it.when),
      part: { ...read, answers: answersOf(it.value, read, plain, input.accept) },
      at: it.value.span,
    };
  });
  return ofWays(ways);
}

function ofWays(ways: readonly Way[]): Part {
  return { ...join(ways), answers: allAnswers(ways) };
}

/** An answer of which only the truth counts. */
function verdict(value: Value, at: Span, counts: 'truthy' | 'true', input: OriginInput): Part {
  if (value.kind === 'function') return dark(at, 'a function');
  if (counts === 'truthy' || value.kind === 'literal' || value.kind === 'test') {
    const test: Test =
      counts === 'true' && value.kind === 'literal' ? { kind: 'constant', value: value.value === true } : truthy(value);
    const acceptor = input.accept(test);
    return { ...part('echo-match', acceptor), answers: byTest(acceptor) };
  }
  if (value.kind === 'choice')
    return ofWays(
      branchesOf(value).map(it => ({
        when: input.accept(it.when),
        part: verdict(it.value, at, counts, input),
        at: it.value.span,
      })),
    );
  if (value.kind === 'unknown' || value.kind === 'call' || value.kind === 'member' || value.kind === 'parameter')
    return dark(at, 'an answer that is not followed');
  const oddity: Oddity = {
    kind: 'origin-misread',
    given: shortened(input.text(value.span)),
    effect: 'nobody',
    at: value.span,
  };
  return { ...refusal(at), oddities: [oddity] };
}

function way(path: Path, of: Part, input: OriginInput, at: Span = path.at): Way {
  return { when: input.accept(path.when), part: of, at };
}

/** The whole function as one part: what it answers, for whom, on which branch. */
function together(ways: readonly Way[], fn: FunctionValue): Part {
  const joined = join(ways);
  if (ways.length === 0) return dark(fn.span, 'a function that never answers');
  const listed = unique([
    ...joined.origins.listed,
    ...ways.flatMap(it => literalsOf(it.when)),
    ...literalsOf(joined.origins.acceptor),
  ]);
  const branches: Branch[] = ways.map(it => ({
    outcome:
      it.part.origins.acceptor.kind === 'unknown'
        ? 'unknown'
        : it.part.origins.acceptor.kind === 'none'
          ? 'deny'
          : 'allow',
    when: both([it.when, it.part.origins.acceptor.kind === 'none' ? { kind: 'all' } : it.part.origins.acceptor]),
    at: it.at,
  }));
  const mode = joined.origins.mode === 'none' && ways.length > 0 ? 'echo-match' : joined.origins.mode;
  return {
    origins: { ...joined.origins, mode, listed, branches, answers: allAnswers(ways) },
    oddities: joined.oddities,
  };
}

/** What a request without `Origin` gets: the function is given what the library gives it then. */
function withoutOrigin(fn: FunctionValue, semantics: OriginSemantics, input: OriginInput): Gift {
  const style = semantics.functions;
  const bare = style.kind === 'request' && style.absent === null;
  if (style.kind !== 'callback' && style.kind !== 'return' && !bare) return constantAnswer(fn, semantics, input);
  const absent: OriginInput = { ...input, accept: it => input.accept(settled(it)) };
  const { callback } = calledBack(fn);
  const nobody: Value = bare ? requestWithout(fn.span) : { kind: 'literal', value: style.absent, span: fn.span };
  const outcome = style.kind === 'callback' ? withNobody(fn, style.absent) : heedingAll(() => fn.run([nobody]));
  if (outcome.cut) return { gives: 'unknown' };
  return onlyAnswer(
    outcome.paths.flatMap(it =>
      style.kind === 'callback' ? waysOf(it, callback, fn, semantics, absent) : [returned(it, semantics, absent)],
    ),
  );
}

/** A `Request` without `Origin`; what else it carries is not known. */
function requestWithout(span: Span): Value {
  const headers: Value = { kind: 'record', container: 'headers', entries: [], span };
  const rest = { kind: 'unknown', why: 'the rest of the request', onOrigin: false, span } as const;
  return {
    kind: 'record',
    container: 'object',
    entries: [{ key: 'headers', value: headers, keySpan: span, span }],
    rest,
    span,
  };
}

/** What a function answers that looks at nothing. */
function constantAnswer(fn: FunctionValue, semantics: OriginSemantics, input: OriginInput): Gift {
  const { paths, cut } = fn.run([]);
  const [path] = paths;
  const constant =
    !cut && paths.length === 1 && path && path.end !== 'throw' && (!path.result || path.result.kind === 'literal');
  return constant ? onlyAnswer([returned(path, semantics, input)]) : { gives: 'unknown' };
}

interface Place {
  readonly how: 'throw' | 'error' | 'either' | 'silent';
  readonly at: Span;
}

/** Where the function rejects by an error or not at all, and whether a request without `Origin` ends there too. */
function rejections(
  fn: FunctionValue,
  callback: Value,
  paths: readonly Path[],
  { otherwise }: CallbackStyle,
): readonly Oddity[] {
  const without = withNobody(fn, undefined).paths.filter(it => !(it.when.kind === 'constant' && !it.when.value));
  const waits = otherwise === 'hangs' && !fn.async && paths.some(it => answers(it, callback));
  const ends = (it: Path) =>
    it.end === 'throw' || failing(it, callback) === 'error' || (waits && isSilent(it, callback));
  const failsWithout = without.length > 0 && without.every(ends);
  const dereference =
    without.length > 0 && without.every(it => it.end === 'throw') && !paths.every(it => it.end === 'throw');
  if (dereference)
    return [{ kind: 'callback-throws', how: 'dereference', at: without[0]?.at ?? fn.span, withoutOrigin: true }];
  const [first, ...more] = paths.flatMap((path): readonly Place[] => {
    if (path.end === 'throw') return path.unwritten ? [] : [{ how: 'throw', at: path.at }];
    if (waits && isSilent(path, callback)) return [{ how: 'silent', at: path.at }];
    const how = failing(path, callback);
    return how ? [{ how, at: calledOn(path, callback)?.span ?? path.at }] : [];
  });
  if (!first) return [];
  const others = more
    .filter(it => it.how === first.how)
    .map(it => it.at)
    .filter((it, i, all) => it.start !== first.at.start && all.findIndex(other => other.start === it.start) === i);
  return [{ kind: 'callback-throws', ...first, withoutOrigin: failsWithout, ...(others.length > 0 ? { others } : {}) }];
}

function calledOn(path: Path, callback: Value): CallValue | undefined {
  return path.effects.find(it => it.call.callee === callback)?.call;
}

function answers(path: Path, callback: Value): boolean {
  return path.end !== 'throw' && calledOn(path, callback) !== undefined;
}

/** Whether nothing on a way calls the callback, or could. */
function isSilent(path: Path, callback: Value): boolean {
  return (
    path.end !== 'throw' &&
    (!path.result || path.result.kind === 'literal') &&
    path.effects.every(
      ({ call }) => call.callee !== callback && call.args.every(it => it !== callback && it.kind !== 'function'),
    )
  );
}

/** Whether the callback is certainly given an error, or may be given one by the same call that lets others in. */
function failing(path: Path, callback: Value): 'error' | 'either' | undefined {
  const error = calledOn(path, callback)?.args[0];
  if (!error) return undefined;
  if (isError(error)) return 'error';
  return error.kind === 'choice' && branchesOf(error).some(it => isError(it.value)) ? 'either' : undefined;
}

function isError(value: Value): boolean {
  const test = truthy(value);
  return (value.kind === 'call' && value.construct) || (test.kind === 'constant' && test.value);
}
