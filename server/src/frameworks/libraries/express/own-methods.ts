import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { rootOf } from '../../../syntax/member.ts';
import type { Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { placesOf, type RegisteringCall } from './registering-calls.ts';

/** Whether a value is reached through the instance that a method is called on: `this.app`. */
export function isOfInstance(value: Value): boolean {
  const root = rootOf(value);
  return root?.kind === 'parameter' && root.index < 0;
}

/**
 * When a call of a class's method is made, as the places of the calls that lead to it: `this.middlewares()` in the constructor, and
 * `this.app.use(…)` in that. Undefined where the class does not say when, or whether, the method is called.
 */
export function turnOf(call: CallSite, file: CodeFile, depth = 0): readonly number[] | undefined {
  const own = call.span.start;
  const [around] = file.rootsAround([own]);
  // The innermost function is none of the class's methods where the call stands in its constructor.
  if (!around || around.span.start !== call.inside?.start) return [own];
  if (around.name === undefined || depth > DEEPEST) return undefined;
  const callers = file.callsOf(around.name).filter(it => isOfInstance(it.callee));
  // Whoever made the instance calls it.
  if (callers.length === 0) return depth > 0 ? [own] : undefined;
  const [caller, ...others] = callers;
  if (!caller || others.length > 0 || caller.conditional || !contained(around.span, caller)) return undefined;
  const before = turnOf(caller, file, depth + 1);
  return before && [...before, own];
}

/** Whether one of two calls of a file is made before the other, as far as its classes and functions say; by their places, where they do not. */
export function isBefore(one: RegisteringCall, other: RegisteringCall, file: CodeFile): boolean {
  const turns = [one, other].map(it =>
    isOfInstance(it.callee) || it.args.some(isOfInstance) ? turnOf(it, file) : undefined,
  );
  const [a = placesOf(one), b = placesOf(other)] = turns;
  const parting = a.findIndex((it, at) => it !== b[at]);
  return parting >= 0 && (a[parting] ?? 0) < (b[parting] ?? 0);
}

/** Registrations in order of place, those of an instance in the order in which its methods are called. */
export function inTurn<T extends { readonly on: Value; readonly call: CallSite }>(
  all: readonly T[],
  file: CodeFile,
): readonly T[] {
  if (!all.some(it => isOfInstance(it.on))) return all;
  return all.toSorted((a, b) => (isBefore(a.call, b.call, file) ? -1 : isBefore(b.call, a.call, file) ? 1 : 0));
}

/** How many methods call one another. */
const DEEPEST = 5;

/** Whether a call is made by the same class, in another of its functions. */
function contained(method: Span, { callee, span }: CallSite): boolean {
  const owner = rootOf(callee)?.span;
  return (
    owner !== undefined &&
    owner.start <= method.start &&
    method.end <= owner.end &&
    !(method.start <= span.start && span.end <= method.end)
  );
}
