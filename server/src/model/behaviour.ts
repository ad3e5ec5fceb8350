/**
 * How the `Origin` of a request stands with a policy, as far as the library tells cases apart.
 * `any` the policy sends `*` · `fixed` it sends one text to everybody · `matched` this origin is let in and repeated ·
 * `refused` it is not · `absent` the request has no `Origin`, and the policy would have repeated one · `off` the library
 * leaves this request alone (`origin: false`, a callback's plain no) · `failed` the origin callback ends in an error.
 */
export type OriginMatch = 'any' | 'fixed' | 'matched' | 'refused' | 'absent' | 'off' | 'failed';

/**
 * What is answered. `preflight` an `OPTIONS` request the library takes for a preflight · `options` any other `OPTIONS`
 * request · `actual` everything else. What is said for `actual` holds for `options` unless that is named too.
 */
export type Answered = 'preflight' | 'options' | 'actual';

/** For which standings a header is written, by what is answered; what is not named gets none. */
export type Writes = Readonly<Partial<Record<Answered, readonly OriginMatch[]>>>;

/** Every standing in which a library takes part in the answer. */
export const TAKEN: readonly OriginMatch[] = ['any', 'fixed', 'matched', 'refused', 'absent'];
/** The standings in which the origin half of the CORS check can pass. */
export const LET_IN: readonly OriginMatch[] = ['any', 'fixed', 'matched'];
/** The standings in which the answer depends on the origin, and those that look as if it did. */
export const VARYING: readonly OriginMatch[] = ['fixed', 'matched', 'refused', 'absent'];

/** On preflights, other `OPTIONS` requests and actual responses alike. */
export function everywhere(originMatches: readonly OriginMatch[] = TAKEN): Writes {
  return { preflight: originMatches, actual: originMatches };
}

/** On preflights alone. */
export function onPreflight(originMatches: readonly OriginMatch[] = TAKEN): Writes {
  return { preflight: originMatches };
}

/** On actual responses alone. */
export function onActual(originMatches: readonly OriginMatch[] = TAKEN): Writes {
  return { actual: originMatches };
}

/** The fields that are sent as lists. */
export type ListField = 'methods' | 'allowedHeaders' | 'exposedHeaders';

/**
 * How a library, in one version, turns a policy into headers: data that `fetch/answer` follows. A framework fills it for
 * each policy it reads, since the kind of an option's value may decide (a list refuses otherwise than a function).
 */
export interface Behaviour {
  /** What was read or run to know this: package, version, file. */
  readonly source: string;
  readonly preflight: PreflightBehaviour;
  readonly allowOrigin: AllowOriginBehaviour;
  readonly credentials: Writes;
  readonly methods: Writes;
  readonly allowedHeaders: Writes;
  readonly exposedHeaders: Writes;
  readonly maxAge: Writes;
  readonly vary: VaryBehaviour;
  readonly lists: ListBehaviour;
  /** A max-age of 0 is not sent. */
  readonly zeroMaxAgeOmitted?: boolean;
  /**
   * Whether the headers stand on the answer to a path that nobody serves, and on that of a handler that fails; there,
   * perhaps only for some standings.
   */
  readonly kept: {
    readonly notFound: boolean;
    readonly error: boolean | readonly OriginMatch[];
    /** `Vary` does not stand on the answer of a handler that fails, though the other headers do. */
    readonly errorWithoutVary?: boolean;
  };
  /** Requests that end in an error of the library itself, whatever their origin, without any header of it. */
  readonly fails?: {
    readonly on: readonly Answered[];
    readonly status: number;
    readonly why: string;
    /** Only where they carry an `Origin`. */
    readonly withOrigin?: boolean;
    /** `Vary: Origin` stands on the error all the same. */
    readonly vary?: boolean;
    /** Every header that is written by then stands on the error. */
    readonly kept?: boolean;
  };
  /** Requests that are never answered. */
  readonly hangs?: { readonly on: readonly Answered[]; readonly why: string };
  /** Requests whose answer cannot be told from the policy, by what they reach, too. */
  readonly untold?: {
    readonly on: readonly Answered[];
    readonly reaching?: readonly ('nothing' | 'error')[];
    readonly why: string;
  };
  /** What stands in `Access-Control-Allow-Credentials`, whatever it means there; `true` where credentials are allowed otherwise. */
  readonly credentialsText?: string;
  /** The only methods that what lies behind takes, and the status with which it turns others down. */
  readonly serves?: { readonly methods: readonly string[]; readonly otherwise: number };
  /**
   * The library's last step runs over the preflight's answer, too, where that has no `Access-Control-Allow-Origin`: it adds
   * these headers (lower case) once more, in one line, and gives the answer this status.
   */
  readonly again?: { readonly headers: readonly string[]; readonly status?: number };
  /** The status that every response gets on its way through the library, whatever it was. */
  readonly statusOfAll?: number;
}

export interface PreflightBehaviour {
  /**
   * Which `OPTIONS` requests are taken for preflights: all of them, those with `Origin`, those with
   * `Access-Control-Request-Method`, those with both, or none.
   */
  readonly when: 'options' | 'origin' | 'request-method' | 'origin-and-request-method' | 'never';
  /** The status of its answer; the policy's own goes before it. */
  readonly status: number;
  /** It is answered where the policy is off, too. */
  readonly evenOff?: boolean;
  /** After the headers are written, the application answers all the same (`preflightContinue`). */
  readonly continues?: boolean;
  /** The status with which other `OPTIONS` requests are answered by the library; otherwise they are passed on. */
  readonly otherStatus?: number;
  /** The status with which the framework answers an `OPTIONS` request that nobody takes, on a path with a route; if known. */
  readonly unanswered?: number;
  /** Why that is not known, where there is more to say. */
  readonly unansweredWhy?: string;
  /** The same on a path without any route; 404 where it is not said. */
  readonly unansweredNotFound?: number;
  /** The preflight of a path that nobody serves ends in status 404, without any CORS header. */
  readonly routesOnly?: boolean;
  /** Preflights that are answered with this status and without any CORS header, for what they ask. */
  readonly refuses?: {
    /** An origin that is not let in; a method that is not listed, or missing; header names of which one is not listed. */
    readonly when: readonly ('origin' | 'method' | 'no-method' | 'headers')[];
    readonly status: number;
    /** The names are compared as they are: with the blanks around them, and with a `*` that stands for itself. */
    readonly literally?: boolean;
  };
}

export interface AllowOriginBehaviour {
  /** The answers that carry it; every kind where it is not said. */
  readonly on?: readonly Answered[];
  /** `*` together with credentials is sent as it is, or the request's origin takes its place. */
  readonly starWithCredentials: 'sent' | 'reflected';
  /** `*` is never sent to a request with an `Origin`: that takes its place, with credentials and without. */
  readonly starReflected?: boolean;
  /** How a refused origin stands: the other headers are sent, or the library leaves the request alone. */
  readonly denied: 'refused' | 'off';
  /** The same for a list or pattern that a function hands over; `refused` where it is not said. */
  readonly deniedByAnswer?: 'refused' | 'off';
  /** What is sent to refused origins; nothing where it is not said. */
  readonly refused?: string;
  /** What is sent without an `Origin`; nothing where it is not said. The empty text is a header without content. */
  readonly absent?: string;
  /**
   * How a request without `Origin` stands: as `absent` where it is not said; `refused` or `off` where a function decides so;
   * `unknown` where that cannot be told; `compared` where the empty text goes through the same comparison as an origin.
   */
  readonly withoutOrigin?: OriginMatch | 'unknown' | 'compared';
  /** It stands as `absent` whatever the policy holds. */
  readonly absentAlways?: boolean;
  /** Beside a `*` for everybody else, the origins that are listed are repeated. */
  readonly listedFirst?: boolean;
  /** Several fixed texts are sent as a header line each, or in one. */
  readonly several?: 'lines' | 'joined';
  /** The status of a request whose origin callback fails; 500 where it is not said. */
  readonly failedStatus?: number;
}

export interface VaryBehaviour {
  /** `Vary: Origin`. */
  readonly origin: Writes;
  /** `Vary: *` in its place. */
  readonly star?: Writes;
  /**
   * `Vary: Access-Control-Request-Headers` on preflights: never, whenever no list is given, only when something was
   * reflected, whenever `Access-Control-Allow-Headers` is sent, or on every one.
   */
  readonly requestHeaders: 'never' | 'reflecting' | 'reflected' | 'sent' | 'always';
  /** `Vary: Access-Control-Request-Method` on preflights. */
  readonly requestMethod?: boolean;
  /** Names that are sent beside those, whatever is asked. */
  readonly further?: { readonly on: Writes; readonly names: readonly string[] };
}

export interface ListBehaviour {
  readonly joiner: ',' | ', ';
  /** An empty list is left out, or sent as a header without content: always, or for these fields. */
  readonly empty: 'omitted' | 'sent' | readonly ListField[];
  /** What is asked for is repeated as it is or in lower case, or taken apart and put together with the joiner, in lower case too. */
  readonly reflected?: 'verbatim' | 'lower-case' | 'rejoined' | 'rejoined-lower-case';
  /** What is sent when nothing was asked for and would be reflected; nothing where it is not said. */
  readonly nothingAsked?: string;
  /**
   * Where the fields are reflected on actual responses, the request's own method and header names are repeated; exposed names
   * are the request's everywhere. What the names are joined with.
   */
  readonly requestNames?: { readonly preflight: ',' | ', '; readonly actual: ',' | ', ' };
  /** The method that stands behind the one that is repeated. */
  readonly besideMethod?: string;
  /** A preflight that asks for no method is told none. */
  readonly methodsWhenAsked?: boolean;
  /** `*` stands for whatever is asked for when credentials are allowed. */
  readonly starWithCredentials?: 'sent' | 'reflected';
  /** Lists that are sent as this very text, spaces and all. */
  readonly texts?: Readonly<Partial<Record<ListField, string>>>;
}
