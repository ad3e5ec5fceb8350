import type { Span } from '../text/span.ts';
import type { PathPattern } from './paths.ts';
import type { Guard, Library, Setting } from './policy.ts';

/** What code asks a server for: one call, as the client library would hand it to the network. */
export interface CorsRequest {
  /** The client's id: `fetch`, `axios`. */
  readonly client: string;
  readonly library?: Library;
  /** What to point at when nothing narrower fits: the call. */
  readonly at: Span;
  /** Where the call of the network itself stands, if a wrapper of the workspace makes it. */
  readonly within?: Span;
  readonly url: RequestUrl;
  /** As it goes onto the wire: `patch` stays in lower case where the client leaves it so. */
  readonly method: Setting<string>;
  /** What the code and its client set, lower-case names; browsers drop some of them and add others. */
  readonly headers: readonly RequestHeader[];
  /** Why there may be headers that are not seen, in words that go after "because". */
  readonly moreHeaders?: string;
  readonly credentials: Setting<CredentialsMode>;
  /** An option that was meant to send cookies and that the client does not look at there, with what it takes instead, for people. */
  readonly cookiesMeant?: { readonly at: Span; readonly given: string; readonly instead: string };
  readonly mode: Setting<RequestMode>;
  /** The `Content-Type` that goes with the body; undefined where there is no body, or one that brings none. */
  readonly contentType: Setting<string | undefined>;
  readonly redirect: Setting<'follow' | 'error' | 'manual'>;
  readonly reads: Reads;
  /** A picture is drawn on a canvas that is read back there, by this method; `rewrite` loads it with CORS. */
  readonly drawn?: {
    readonly at: Span;
    readonly by: string;
    readonly rewrite: { readonly at: Span; readonly source: string };
  };
  readonly runs: Runs;
  /** The environment in which this is what is sent. */
  readonly guards: readonly Guard[];
  /** It stands in a branch, which not every run takes. */
  readonly conditional?: true;
  /** True where it stands in a file that only tests run, judged by the file's name within the workspace. */
  readonly inTests?: boolean;
}

/** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = 'omit' | 'same-origin' | 'include';

/** https://fetch.spec.whatwg.org/#concept-request-mode; `websocket` is that of WebSockets, which CORS does not concern. */
export type RequestMode = 'cors' | 'no-cors' | 'same-origin' | 'navigate' | 'websocket';

/**
 * Where a request goes. `page`: a relative URL, so that the page's own origin is asked and CORS is no question; its scheme,
 * host and port are those of the page, and so not known. `elsewhere`: the URL names its server, as far as it is known.
 * `unknown`: not even that is known.
 */
export interface RequestUrl {
  readonly to: 'page' | 'elsewhere' | 'unknown';
  /** The URL, for people; `…` where something is not known. */
  readonly text: string;
  /** The text that names the server, for fixes and messages: the base where there is one. */
  readonly at: Span;
  /** Without the colon, lower case: `https`. */
  readonly scheme: Setting<string>;
  /** Lower case, without a port; an IPv6 address with its brackets. */
  readonly host: Setting<string>;
  /** The scheme's own where none is written. */
  readonly port: Setting<number>;
  /** Without query and fragment. */
  readonly path: Setting<RequestPath>;
  /** The environment variable that the URL begins with: its value is in no file of the workspace, or stands at `at`. */
  readonly variable?: string;
  /** What follows that variable in the path where its value is in no file: the addresses below whatever path the value has. */
  readonly behind?: PathPattern;
  /** How the code calls the whole URL, where nothing else of it is known: `uploadUrl`. */
  readonly named?: string;
}

/** `pattern` holds every address that it may be; `text` has `…` for what is not known. */
export interface RequestPath {
  readonly text: string;
  readonly pattern: PathPattern;
}

export interface RequestHeader {
  /** Lower case. */
  readonly name: string;
  readonly value: Setting<string>;
  readonly at: Span;
  /** The whole property or statement that sets it, where one does; absent where the client sets it by itself. */
  readonly entry?: Span;
  /** It is not set on every such request, as far as can be seen. */
  readonly sometimes?: boolean;
}

/** What of the response is looked at: `unknown` where the response goes somewhere else. */
export interface Reads {
  readonly body: 'yes' | 'no' | 'unknown';
  readonly status: 'yes' | 'no' | 'unknown';
  /** The headers that are asked for by name, lower case, each where that is done. */
  readonly headers: readonly { readonly name: string; readonly at: Span }[];
}

/** Where the code runs, with the reason in words that go after "because". */
export interface Runs {
  readonly where: 'browser' | 'server' | 'both' | 'unknown';
  readonly why: string;
  /** Whether CORS holds there is for something else to decide: an application's own windows, an extension's permissions. */
  readonly exempt?: true;
}
