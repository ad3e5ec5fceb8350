import type { Span } from '../text/span.ts';

/** An SDK of a package that puts headers on the requests of its pages, to follow them through servers. */
export interface Tracer {
  /** For people: `Sentry`. */
  readonly name: string;
  /** Lower case; those that certainly go out. */
  readonly headers: readonly string[];
  /** The requests that get them, besides those to the page's own origin: those that one of these fits. */
  readonly targets: readonly Target[];
  /** What says which requests these are, or the call where nothing does. */
  readonly at: Span;
}

/** A test of the whole URL; `origin` compares scheme, host and port. */
export type Target =
  | { readonly kind: 'any' }
  | { readonly kind: 'contains' | 'begins' | 'is' | 'origin'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string };
