import type { Span } from '../text/span.ts';
import type { Acceptor } from './acceptor.ts';

/**
 * Which requests take a way through code that writes its own headers. `origin` asks the `Origin` header, with what holds for
 * a request without one where that is known; `method` compares byte by byte; `asks` is whether the request carries this
 * `Access-Control-Request-…` header; `unknown` is what no request's method and origin decide.
 */
export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'method'; readonly is: string }
  | { readonly kind: 'origin'; readonly accepts: Acceptor; readonly absent?: boolean }
  | { readonly kind: 'asks'; readonly header: AskingHeader }
  /** `fixed` tells that it is the same for every request: whoever runs the server decides it. `path` that the address decides. */
  | { readonly kind: 'unknown'; readonly why: string; readonly fixed?: true; readonly path?: true };

/** The headers by which a preflight asks. */
export type AskingHeader = 'access-control-request-method' | 'access-control-request-headers';

/** One line of a header: a text, or a header of the request repeated, with the lines that stand there when it is missing. */
export type HeaderText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'request'; readonly header: 'origin' | AskingHeader; readonly missing?: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** A header that is written, in order of writing: it takes the place of what stood there, or joins it. */
export interface WrittenHeader {
  /** Lower case. */
  readonly name: string;
  readonly when: Condition;
  /** A line each; none takes the header away. */
  readonly lines: readonly HeaderText[];
  readonly appended: boolean;
  /** The only statuses with which it is sent; absent where it is sent with every one. */
  readonly statuses?: readonly number[];
}

/**
 * How a way through a handler ends: with its own answer, with the next handler's, with an error, or in a way that does not
 * show (a callback answers later).
 */
export type WrittenEnd = 'answered' | 'passed' | 'thrown' | 'open';

/** One response that code gives. */
export interface WrittenResponse {
  readonly when: Condition;
  readonly end: WrittenEnd;
  /** The status it states; `unknown` where it states one that is not known, `error` where that is at least an error's. */
  readonly status?: number | 'unknown' | 'error';
  readonly headers: readonly WrittenHeader[];
  /** Why it may carry headers that are not seen, in words that go after "because". */
  readonly gap?: string;
  /** Where its way ends. */
  readonly at?: Span;
  /** On its way the body is read as JSON, which fails where there is none, as in an `OPTIONS` request. */
  readonly readsJson?: boolean;
  /** It carries the header lines of the policy it is listed for. */
  readonly own: boolean;
}

/** What the server around the code does with requests that the code does not answer. */
export interface Surroundings {
  /** What was run to know this: package and version. */
  readonly source: string;
  /** Nothing of the program runs before the code and may have written headers. */
  readonly alone?: boolean;
  /** A header that is written twice becomes one line, as in `Headers`, or stays two. */
  readonly repeated: 'joined' | 'lines';
  /** The status of an `OPTIONS` request that the code passes on or is not mounted for, on a path with a route. */
  readonly unanswered?: number;
  /** An answer that states no status. */
  readonly status: number;
  /** Whether headers written before stand on the answer to an error behind the code. */
  readonly kept: { readonly error: boolean };
  /** The status when the code itself throws, and whether its headers stand on that; absent where it is not known. */
  readonly thrown?: { readonly status: number; readonly kept: boolean };
}

/** Every response of a handler that writes its own headers. The first whose condition holds is given. */
export interface WrittenResponses {
  readonly server: Surroundings;
  readonly responses: readonly WrittenResponse[];
}
