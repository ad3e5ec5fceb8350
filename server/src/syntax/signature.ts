import type { Span } from '../text/span.ts';
import type { Value } from './value.ts';

/** Calls a function value with arguments and gives what it returns. */
export type Apply = (callee: Value, args: readonly Value[], span: Span) => Value;

/** A method as far as it is modelled: with how many arguments, and what it then gives. */
export interface Signature<T> {
  readonly least: number;
  readonly most: number;
  /** Undefined where these arguments are not modelled. */
  readonly gives: (of: T, args: readonly Value[], span: Span, apply: Apply) => Value | undefined;
}

export type Signatures<T> = Readonly<Record<string, Signature<T>>>;

export function takes<T>(least: number, most: number, gives: Signature<T>['gives']): Signature<T> {
  return { least, most, gives };
}

/** What a method gives; undefined where the table has none of that name with so many arguments, so that nothing is known of it. */
export function follow<T>(
  table: Signatures<T>,
  of: T,
  name: string,
  args: readonly Value[],
  span: Span,
  apply: Apply,
): Value | undefined {
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!known || args.length < known.least || args.length > known.most) return undefined;
  return known.gives(of, args, span, apply);
}
