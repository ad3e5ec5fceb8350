import type { Span } from '../text/span.ts';
import type { Subject } from './acceptor.ts';
import type { Field } from './policy.ts';

/** What a fix puts in the place of a value, in terms that every notation can render. */
export type NewValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
  | { readonly kind: 'texts'; readonly texts: readonly string[] };

/** A test of an origin, to be written in the place of another one. `subject` is what it reads, as that one did. */
export type NewTest =
  | { readonly kind: 'pattern'; readonly subject: Subject; readonly source: string; readonly flags: string }
  /** The subject is one of these. */
  | { readonly kind: 'equals'; readonly subject: Subject; readonly texts: readonly string[] }
  /** The subject begins with `starts` (empty: with anything) and ends with `ends`. */
  | { readonly kind: 'edges'; readonly subject: Subject; readonly starts: string; readonly ends: string };

/** A change to a policy. The framework that read the policy writes it, or declines. */
export type PolicyEdit =
  /** No longer set this field. */
  | { readonly kind: 'remove'; readonly field: Field }
  /** Set this field, whether or not it was set before. */
  | { readonly kind: 'set'; readonly field: Field; readonly value: NewValue }
  /** Put a value in the place of one that stands at `at`. */
  | { readonly kind: 'replace'; readonly at: Span; readonly value: NewValue }
  /** Put a test in the place of the one at `at`, a call or comparison such as `origin.startsWith('…')`. */
  | { readonly kind: 'retest'; readonly at: Span; readonly test: NewTest }
  /** Take one element out of a list; `at` is the element. */
  | { readonly kind: 'drop'; readonly at: Span }
  /** Give the option at `at` another name. */
  | { readonly kind: 'rename'; readonly at: Span; readonly name: string }
  /** Put source in the place of what stands at `at`; only with text the framework itself has proposed. */
  | { readonly kind: 'rewrite'; readonly at: Span; readonly source: string }
  /** Send `Vary: Origin` whatever the origin. */
  | { readonly kind: 'vary' }
  /** Turn the denying answer of an origin callback that stands at `at` into the library's plain no. */
  | { readonly kind: 'deny'; readonly at: Span }
  /** Let an allowing branch at `at` deny instead. */
  | { readonly kind: 'refuse-branch'; readonly at: Span }
  /** Move a whole statement in front of another. */
  | { readonly kind: 'move-before'; readonly statement: Span; readonly before: Span }
  /** Take a whole statement away. */
  | { readonly kind: 'delete-statement'; readonly statement: Span }
  /** Answer the preflight of this route with the same policy. */
  | { readonly kind: 'answer-preflight'; readonly path: string; readonly after: Span };

export function remove(field: Field): PolicyEdit {
  return { kind: 'remove', field };
}

export function set(field: Field, value: NewValue): PolicyEdit {
  return { kind: 'set', field, value };
}

export function replace(at: Span, value: NewValue): PolicyEdit {
  return { kind: 'replace', at, value };
}
