import type { Span } from '../text/span.ts';

/**
 * A fact about how a library reads what is written, where that differs from what the text seems to say. Frameworks state
 * them, rules judge them. `given` is the source as written, shortened; `effect` says what happens.
 */
export type Oddity =
  /** An option name the library does not know. `nearest` is the real name it resembles, `today` what holds without it. */
  | {
      readonly kind: 'unknown-option';
      readonly name: string;
      readonly nearest?: string;
      readonly today?: string;
      readonly at: Span;
      readonly entry: Span;
      /** The library read it once: until which version, what took its place, and the same in that shape, as source for `entry`. */
      readonly former?: {
        readonly of: string;
        readonly goneIn: string;
        readonly successor: string;
        readonly rewrite?: string;
      };
      /** What the option was meant to decide. */
      readonly field?: 'origins' | 'credentials' | 'methods' | 'allowedHeaders' | 'exposedHeaders' | 'maxAge';
    }
  /** An `origin` value of a kind the library treats otherwise than it looks. */
  | {
      readonly kind: 'origin-misread';
      readonly given: string;
      readonly effect: OriginEffect;
      readonly at: Span;
      /** The same values in the shape the library does understand, as source, where that is certain. */
      readonly rewrite?: string;
    }
  /** `credentials` given as something the library does not take for true, or a header value other than `true`. */
  | { readonly kind: 'credentials-not-true'; readonly given: string; readonly at: Span; readonly entry?: Span }
  /**
   * The options are imported from a file that exports nothing of the kind: nothing at all, or nothing called `name`; `instead` is the
   * export that holds options.
   */
  | {
      readonly kind: 'options-not-exported';
      readonly file: string;
      readonly name?: string;
      readonly instead?: string;
      readonly at: Span;
    }
  /** A regular expression with the `g` or `y` flag, kept between requests and used with `test` or `exec`. */
  | { readonly kind: 'stateful-pattern'; readonly source: string; readonly flags: string; readonly at: Span }
  /** An origin taken from something else than the `Origin` header that whoever sends the request chooses. */
  | { readonly kind: 'untrusted-source'; readonly what: string; readonly at: Span }
  /** What is sent is the address that the server itself is asked at, whoever asks. */
  | { readonly kind: 'own-address'; readonly at: Span }
  /** An origin callback that rejects by an error. `withoutOrigin` tells that requests without the header end there too. */
  | {
      readonly kind: 'callback-throws';
      /** `either`: one call gives an error or none; `silent`: it is never called, and the request waits for ever. */
      readonly how: 'error' | 'throw' | 'dereference' | 'either' | 'silent';
      readonly at: Span;
      /** Where else it rejects by an error. */
      readonly others?: readonly Span[];
      readonly withoutOrigin: boolean;
    }
  /** A list from an environment variable that is split but not trimmed. */
  | {
      readonly kind: 'untrimmed-list';
      readonly variable: string;
      readonly at: Span;
      /** What stands at `at` with the entries trimmed, as source. */
      readonly rewrite?: string;
    }
  /** An origin that is read from an environment variable without a fallback. */
  | { readonly kind: 'unset-variable'; readonly variable: string; readonly effect: OriginEffect; readonly at: Span }
  /** The platform puts the headers for this path on nothing: functions answer there, whose responses are their own. */
  | { readonly kind: 'not-for-functions'; readonly platform: string; readonly path: string; readonly at: Span }
  /** A header is set twice on the same response, or appended to one that is set. */
  | { readonly kind: 'duplicate-header'; readonly header: string; readonly at: Span; readonly first: Span }
  /**
   * A block inside another one writes a header of its own, and with that gives up those of the outer block. `at` is where,
   * `first` the header that is lost, `rewrite` the place and source that would write it again.
   */
  | {
      readonly kind: 'headers-given-up';
      readonly at: Span;
      readonly first: Span;
      readonly server: string;
      readonly preflight: boolean;
      readonly rewrite?: { readonly at: Span; readonly source: string };
    }
  /** The headers stand on successful responses alone; `rewrites` would put them on errors, too. */
  | {
      readonly kind: 'success-only';
      readonly at: Span;
      readonly server: string;
      readonly rewrites: readonly { readonly at: Span; readonly source: string }[];
    }
  /** The server takes the header off again where something throws; `thrown` is where that happens for certain. */
  | { readonly kind: 'taken-off-by-errors'; readonly at: Span; readonly server: string; readonly thrown?: Span }
  /**
   * The answer to the preflight and the response cannot both pass. `on` is where they differ, `side` which of them is at
   * `at` and stands in the way, `given` what it sends; on `missing` the response is sent without the header that lets pages in.
   */
  | {
      readonly kind: 'preflight-disagrees';
      readonly on: 'origin' | 'wildcard' | 'credentials' | 'missing';
      readonly side: 'preflight' | 'response';
      readonly given: string;
      readonly at: Span;
      readonly other: Span;
    }
  /** `*` together with credentials, which this library turns into the request's own origin. */
  | { readonly kind: 'wildcard-reflected'; readonly at: Span; readonly library: string; readonly version: string }
  /** The library is registered on an application a second time, which ends the program at the start. */
  | { readonly kind: 'registered-twice'; readonly at: Span; readonly first: Span }
  /**
   * The function that makes the middleware stands in its place: it is mounted, or called with the request. `effect` is what a
   * request gets where it is mounted.
   */
  | {
      readonly kind: 'not-called';
      readonly how: 'mounted' | 'handed-request' | 'dropped' | 'unused';
      readonly effect: 'hangs' | 'not-found' | 'error-500';
      /** The name that the function is known by. */
      readonly name: string;
      readonly at: Span;
    }
  /** Its path is taken for this address alone, and all that is there stands below it, `first` for one; `instead` takes that in. */
  | {
      readonly kind: 'narrow-path';
      readonly path: string;
      readonly instead: string;
      readonly first: string;
      readonly at: Span;
    }
  /** The server redirects addresses without a slash at their end, without these headers and preflights among them. */
  | { readonly kind: 'slash-redirect'; readonly by: string; readonly status: number; readonly at: Span }
  /** It is set up when the routes are registered already, at `after`: no request gets there. */
  | { readonly kind: 'too-late'; readonly at: Span; readonly after: Span }
  /** The browser is told to ask no server for permission. */
  | { readonly kind: 'same-origin-off'; readonly at: Span };

/** What comes of a value the library does not read as it looks. */
export type OriginEffect =
  | 'reflects-everyone'
  | 'any'
  | 'nobody'
  | 'off'
  | 'crashes'
  | 'hangs'
  | 'literal-header'
  | 'error-500';
