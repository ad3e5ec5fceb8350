import type { Span } from '../text/span.ts';
import type { Acceptor } from './acceptor.ts';
import type { Behaviour } from './behaviour.ts';
import type { Oddity } from './oddity.ts';
import type { Upstream } from './upstream.ts';
import type { Condition, WrittenResponses } from './written.ts';

/**
 * What one field of a policy holds, and why. `at` is the place to show: the value itself where it is written, the call or
 * rule that brings the default otherwise. `entry` is the whole property, statement or line that writes it, for fixes.
 */
export type Setting<T> =
  | { readonly kind: 'written'; readonly value: T; readonly at: Span; readonly entry?: Span }
  | { readonly kind: 'default'; readonly value: T; readonly at: Span }
  | { readonly kind: 'dynamic'; readonly why: string; readonly at: Span; readonly entry?: Span }
  | { readonly kind: 'conflicting'; readonly values: readonly T[]; readonly at: Span };

/** The value of a setting that is certain. */
export function known<T>(setting: Setting<T>): T | undefined {
  return setting.kind === 'written' || setting.kind === 'default' ? setting.value : undefined;
}

/** All that writes a setting: the whole property, statement or line where there is one. */
export function entryOf<T>(setting: Setting<T>): Span {
  return 'entry' in setting && setting.entry ? setting.entry : setting.at;
}

/** A text somebody wrote in a list: an origin, a method, a header name. `entry` is its element, where that is larger. */
export interface Listed {
  readonly text: string;
  readonly at: Span;
  readonly entry?: Span;
}

/**
 * How `Access-Control-Allow-Origin` is written.
 * `none` never · `any` the literal `*` · `fixed` one text for everybody · `echo-match` the request's origin where it is
 * accepted · `echo-any` the request's origin, unchecked · `fallback` the request's origin where it is accepted, a fixed text
 * otherwise · `dynamic` cannot be known.
 */
export type AcaoMode = 'none' | 'any' | 'fixed' | 'echo-match' | 'echo-any' | 'fallback' | 'dynamic';

export interface Origins {
  /** `none` that is a `default` of headers written by hand: these lines leave the header to others. */
  readonly mode: AcaoMode;
  /** Who passes the origin half of the browser's CORS check. For `any` this is everyone. */
  readonly acceptor: Acceptor;
  /** Every literal origin in it, as written, in order of place; also those of `fixed` and of fallbacks. */
  readonly listed: readonly Listed[];
  /** The texts as the header would carry them, where `mode` is `fixed` or `fallback`. */
  readonly sent?: readonly Listed[];
  readonly at: Span;
  readonly entry?: Span;
  readonly from: 'written' | 'default';
  /** Allow paths of a hand-written check with the place of the allowing branch: what `decorative-allowlist` shows. */
  readonly branches?: readonly Branch[];
  /** Responses of the same code that certainly lack the header, whoever asks. */
  readonly bare?: readonly Bare[];
  /** What an origin function gives, way by way; absent where no function decides. */
  readonly answers?: readonly OriginAnswer[];
  /** What it gives to a request without `Origin`. */
  readonly withoutOrigin?: Pick<OriginAnswer, 'gives' | 'texts'>;
}

/** An error response without the header that others of its code carry. */
export interface Bare {
  readonly at: Span;
  readonly status: number;
}

/** One way through an origin callback or hand-written check. */
export interface Branch {
  readonly outcome: 'allow' | 'deny' | 'throw' | 'unknown';
  /** The origins that take this way. */
  readonly when: Acceptor;
  readonly at: Span;
}

/** What an origin function gives for some origins: lets them in, denies them, fails, or answers `*` or a fixed text. */
export interface OriginAnswer {
  /** The origins that get it. */
  readonly when: Acceptor;
  readonly gives: 'let-in' | 'denied' | 'failed' | 'any' | 'fixed' | 'unknown';
  /** Where it hands over a list or pattern instead of a yes: those whom that takes. */
  readonly accepts?: Acceptor;
  /** The fixed texts. */
  readonly texts?: readonly string[];
}

/** `any` is the literal `*`; `reflect` repeats what the preflight asks for; an empty list sends no header. */
export type NameList =
  | { readonly kind: 'names'; readonly names: readonly Listed[] }
  | { readonly kind: 'any'; readonly at: Span; readonly names: readonly Listed[] }
  | { readonly kind: 'reflect' };

/** When the response carries `Vary: Origin`. `static` means the answer does not depend on the origin, so none is needed. */
export type VaryMode = 'always' | 'when-matched' | 'never';

/** Who answers the `OPTIONS` request, and with which status; `same` is the function that answers every other request, alike. */
export interface Preflight {
  readonly by: 'library' | 'manual' | 'platform' | 'same' | 'none' | 'unknown';
  readonly status?: number;
  readonly at?: Span;
  /** Where a function is exported for other methods, and none for `OPTIONS`. */
  readonly beside?: Span;
}

/** The condition of the environment under which a policy holds. */
export type Guard =
  | {
      readonly kind: 'mode';
      readonly mode: 'production' | 'development' | 'test' | 'not-production' | 'not-development';
    }
  | { readonly kind: 'variable'; readonly name: string; readonly state: 'set' | 'unset' | string }
  | { readonly kind: 'condition'; readonly text: string };

export interface Scope {
  /** The path or pattern it is mounted on, as written; absent means everything. */
  readonly path?: string;
  /** The methods it is mounted on, upper case; absent means every method. */
  readonly methods?: readonly string[];
}

export interface Library {
  /** The package's name. */
  readonly name: string;
  /** The version found in the lockfile or package.json; the framework's newest known one where none is found. */
  readonly version: string;
  readonly assumed: boolean;
  /** The range in package.json, where nothing tells the exact version. `isWithin` asks it. */
  readonly range?: string;
  /** The lockfile, or the installed package, that tells the exact version. */
  readonly lockedBy?: string;
}

/** A way through an options delegate: the origins that take it, as far as nothing else decides, and the policy it gives. */
export interface PolicyWay {
  readonly when: Acceptor;
  readonly policy: CorsPolicy;
}

/** A login that the platform asks for, before any code of the server's runs. */
export interface Login {
  /** Who asks for it. */
  readonly by: string;
  readonly at: Span;
  /** The header that brings it, lower case, where that is known. */
  readonly header?: string;
  /** The status of those who have none, which is sent without any header of CORS. */
  readonly refusal?: number;
  /** The status of preflights, where they are asked for it as well. */
  readonly preflights?: number;
  /** The one address, with what is below it, at which it is asked for; absent where it is for all. */
  readonly path?: string;
}

/** A check before the policy, which answers requests of other origins itself, without any header of CORS. */
export interface OriginGuard {
  /** The origins that it lets pass, as far as nothing else of the request decides. */
  readonly passes: Acceptor;
  /** Which requests it lets pass, exactly; absent where that is not known. */
  readonly when?: Condition;
  /** The status for all others, where that is known. */
  readonly status?: number;
  /** Patterns in it that keep their place: they answer otherwise from one request to the next. */
  readonly oddities?: readonly Oddity[];
  readonly at: Span;
}

/** Code that takes `Access-Control-Allow-Origin` off a response on which the policy has put it. */
export interface Removal {
  /** The origins for which it stays, as far as nothing else of the request decides. */
  readonly keeps: Acceptor;
  /** Which requests it is taken from, exactly; absent where that is not known. */
  readonly when?: Condition;
  /** The requests for which it ends in an error, which takes the place of the answer. */
  readonly fails?: Condition;
  /** It runs when all others have answered, whoever ended the request. */
  readonly afterwards: boolean;
  readonly at: Span;
}

/** What a server's code or configuration says about who may read its responses. */
export interface CorsPolicy {
  /** The framework's id. */
  readonly framework: string;
  readonly library?: Library;
  /** Code writes each header itself, so that other code may write the same headers over it. */
  readonly byHand?: boolean;
  /** The lines stand on a response of their own that a function hands back, and not on the one that is there. */
  readonly onOwnResponse?: boolean;
  /** What to point at when nothing narrower fits: the call, the first header line. */
  readonly at: Span;
  /** Everything that belongs to it. */
  readonly whole: Span;
  readonly origins: Origins;
  readonly credentials: Setting<boolean>;
  readonly methods: Setting<NameList>;
  readonly allowedHeaders: Setting<NameList>;
  readonly exposedHeaders: Setting<NameList>;
  /** Seconds, or the text as it is sent where that is no number. */
  readonly maxAge: Setting<number | string | undefined>;
  readonly vary: Setting<VaryMode>;
  /** No cache mixes up what it answers to several sites: none keeps it, or it is the same for all of them. */
  readonly unmixed?: true;
  readonly preflight: Preflight;
  readonly scope: Scope;
  readonly guards: readonly Guard[];
  /** False where the policy is built and never mounted. */
  readonly used: boolean;
  /** True where it stands in a file that only tests run, judged by the file's name within the workspace. */
  readonly inTests?: boolean;
  /** Where the library reads what is written otherwise than it looks. */
  readonly oddities: readonly Oddity[];
  /** The braces or lines that a new setting is added to. */
  readonly container?: Span;
  /** Other options that take part in it, each of which a fix has to change as well. */
  readonly apart?: readonly CorsPolicy[];
  /** The headers of requests that the function which writes it looks at, lower case. */
  readonly asks?: readonly { readonly name: string; readonly at: Span }[];
  /** How fixes are written: the framework's own word, opaque to everyone else. */
  readonly notation: string;
  /** How its library turns it into headers; without it, nothing is known of the exact response. */
  readonly behaviour?: Behaviour;
  /** Where code hands over other options from request to request: its ways, one of which the exact answer comes from. */
  readonly ways?: readonly PolicyWay[];
  /** Where its code reads a body as JSON, which pages send with a preflight. */
  readonly readsJson?: Span;
  /** What its routes ask for before they answer. */
  readonly login?: Login;
  /** What no request decides (a configuration, the time, a file), and what has to be so for the policy to be there at all. */
  readonly taken?: Acceptor;
  /** The responses themselves, where code writes each header; goes before `behaviour`. */
  readonly written?: WrittenResponses;
  /** The checks that a request has to pass before it comes to the policy. */
  readonly behind?: readonly OriginGuard[];
  /** What takes the header off again. */
  readonly takenOff?: readonly Removal[];
  /** It is put on whatever is answered, preflights among it, by whoever answers. */
  readonly onEveryAnswer?: boolean;
  /** It runs around what other files of the package answer: a middleware or hook that its framework finds by the file's name. */
  readonly surrounds?: boolean;
  /** It is put on answers to preflights alone: what the code behind it answers is sent as it is. */
  readonly preflightsOnly?: boolean;
  /** It is written only where nothing that ran before has put the header there. */
  readonly unlessThere?: boolean;
  /** What becomes of the same headers where code that it is put on writes them, too. */
  readonly over?: Over;
  /** The origins under which its own server is reached, as far as a configuration names them: no other site's. */
  readonly ownOrigins?: readonly string[];
  /** The server whose responses it is put on, where it is a proxy's. */
  readonly upstream?: Upstream;
  /** Values that only the framework needs, for `write` and for the simulator. */
  readonly details?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Whether it is put on answers to preflights alone: nobody reads anything by it, browsers only send what it allows. */
export function isForPreflights({ preflightsOnly, scope }: CorsPolicy): boolean {
  return preflightsOnly === true || (scope.methods?.length === 1 && scope.methods[0] === 'OPTIONS');
}

/** The code on whose responses a platform's configuration puts its headers. */
export interface Over {
  /** A pattern of the paths of its files: each of them answers below the paths that the configuration is for. */
  readonly files: string;
  /** Both lines are sent, or that of the configuration in the place of the other. */
  readonly effect: 'beside' | 'instead';
}

/** The names of the fields that an edit may set or remove. */
export type Field =
  | 'origins'
  | 'credentials'
  | 'methods'
  | 'allowedHeaders'
  | 'exposedHeaders'
  | 'maxAge'
  | 'vary'
  | 'preflight';
