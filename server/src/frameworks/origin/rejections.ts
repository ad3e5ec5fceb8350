import type { Oddity } from '../../model/oddity.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { truthy } from '../../syntax/test.ts';
import type { CallValue, FunctionValue, Path, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { type CallbackStyle, withNobody } from './called-back.ts';

interface Place {
  readonly how: 'throw' | 'error' | 'either' | 'silent';
  readonly at: Span;
}

/** Where the function rejects by an error or not at all, and whether a request without `Origin` ends there too. */
export function rejections(
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
