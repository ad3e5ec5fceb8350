import type { Span } from '../text/span.ts';

/** The server behind a proxy, on whose responses a policy's headers are put. */
export interface Upstream {
  /** The ports of this machine, or of a service beside it, that requests are handed on to. */
  readonly ports: readonly number[];
  /** The names by which they are reached: of services beside it, `api` say. */
  readonly hosts?: readonly string[];
  readonly at: Span;
  /** The names of headers (lower case) that are taken off its responses; the others stay beside those of the proxy. */
  readonly hidden: readonly string[];
  /** Its own headers take the place of theirs, or both lines are sent and its own are the first; where it is not said, the last. */
  readonly effect?: 'instead' | 'before';
  /** The place and source that would take the headers of CORS off. */
  readonly hide?: { readonly at: Span; readonly source: string };
}
