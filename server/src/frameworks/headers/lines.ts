import { type Test, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';

/** One header that a piece of code or configuration puts on a response. */
export interface HeaderLine {
  /** Lower case. */
  readonly name: string;
  readonly value: Value;
  /** The name as written. */
  readonly nameSpan: Span;
  /** The whole statement, property or row. */
  readonly entry: Span;
  /** The conditions under which it is written. */
  readonly when: Test;
  /** Whoever calls the function decides by its options whether it is written. */
  readonly optional?: boolean;
  /** It is written only where the response does not have it by then. */
  readonly unlessThere?: boolean;
  /** It joins what is there already, instead of taking its place. */
  readonly appended: boolean;
  /** The object literal it stands in. */
  readonly inRecord?: Span;
  /** The method that writes it: `setHeader`, `append`; absent where it stands in an object. */
  readonly setter?: string;
  /** What the method is called on. */
  readonly target?: Value;
}

/** One response: its headers in order of writing, and who gets it. */
export interface HeaderResponse {
  readonly when: Test;
  readonly lines: readonly HeaderLine[];
  /** What was written on its way, and taken off again. */
  readonly removed?: readonly HeaderLine[];
  readonly status?: number;
  /** Where it ends: the statement that returns it, say. */
  readonly at: Span;
  /** Whether a middleware hands on from here, so that more may be written later. */
  readonly open?: boolean;
  /** Whether it ends in an error that is thrown. */
  readonly fails?: boolean;
}

export const ACAO = 'access-control-allow-origin';
export const ACAC = 'access-control-allow-credentials';
export const ACAM = 'access-control-allow-methods';
export const ACAH = 'access-control-allow-headers';
export const ACEH = 'access-control-expose-headers';
export const ACMA = 'access-control-max-age';
export const VARY = 'vary';

const WANTED: ReadonlySet<string> = new Set([ACAO, ACAC, ACAM, ACAH, ACEH, ACMA, VARY]);

/** The name of a header that CORS concerns, in lower case; undefined for every other one. */
export function corsHeader(name: string | undefined): string | undefined {
  const lower = name?.toLowerCase();
  return lower !== undefined && WANTED.has(lower) ? lower : undefined;
}

/** As `corsHeader`, for a value. */
export function corsHeaderOf(name: Value | undefined): string | undefined {
  return corsHeader(textOf(name));
}

/** The line of a header that counts in the end. */
export function lastLine(response: HeaderResponse, name: string): HeaderLine | undefined {
  return response.lines.findLast(it => it.name === name);
}

/** Whether two spans are one place. */
export function samePlace(a: Span, b: Span): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end;
}
