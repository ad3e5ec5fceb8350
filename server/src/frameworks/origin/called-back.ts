import { heedingAll } from '../../syntax/throws.ts';
import type { FunctionValue, Outcome, RequestPart, Value } from '../../syntax/value.ts';
import type { OriginSemantics } from './option.ts';

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
export function withNobody(fn: FunctionValue, absent: Absent): Outcome {
  const known = unasked.get(fn) ?? new Map<Absent, Outcome>();
  unasked.set(fn, known);
  const nobody: Value = { kind: 'literal', value: absent, span: fn.span };
  const { callback } = calledBack(fn);
  const outcome = known.get(absent) ?? heedingAll(() => fn.run([nobody, callback]));
  known.set(absent, outcome);
  return outcome;
}

export function originOf(fn: FunctionValue): RequestPart {
  return { kind: 'request', part: 'header', name: 'origin', span: fn.span };
}
