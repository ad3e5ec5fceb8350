import { both, NONE, negate } from '../../model/acceptor.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { Branch } from '../../model/policy.ts';
import { truthy } from '../../syntax/test.ts';
import { heedingAll } from '../../syntax/throws.ts';
import {
  type FunctionValue,
  isUndefined,
  type Path,
  type RequestPart,
  type Test,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { shortened } from '../options/source-text.ts';
import { allAnswers, flat, type Gift, onlyAnswer, settled } from './answers.ts';
import { type CallbackStyle, calledBack, originOf, withNobody } from './called-back.ts';
import type { OriginInput, OriginSemantics } from './option.ts';
import { dark, join, literalsOf, type Part, part, unique, type Way } from './part.ts';
import { rejections } from './rejections.ts';
import { answer, refusal, thrown } from './returned-value.ts';
import { decidedBy, statefulIn } from './stateful.ts';

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
  if (fn.parameters.length < 2 && !fn.takesMore && !(style.awaits && fn.async))
    return misread(fn, style.otherwise, input);
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

/** What a longer function does without an origin is not followed: each of its tests may be where it throws, in UTF-16 code units. */
const MOST_LETTERS = 8_000;

/** What a request without `Origin` gets: the function is given what the library gives it then. */
function withoutOrigin(fn: FunctionValue, semantics: OriginSemantics, input: OriginInput): Gift {
  const style = semantics.functions;
  if (fn.span.end - fn.span.start > MOST_LETTERS) return { gives: 'unknown' };
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
