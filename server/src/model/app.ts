import type { Span } from '../text/span.ts';
import type { PathPattern } from './paths.ts';
import type { CorsPolicy, Library, OriginGuard, Removal } from './policy.ts';
import type { WrittenResponses } from './written.ts';

/** What a middleware does, as far as order and CORS are concerned. */
export type Role = 'auth' | 'body' | 'limit' | 'static' | 'router' | 'redirect' | 'error' | 'other';

/** What every registration has. */
interface Registered {
  readonly at: Span;
  readonly entry: Span;
  /** It stands in a branch, so that what stands in another may be registered in its place. */
  readonly conditional?: boolean;
  /** The addresses that it runs for. */
  readonly matches: PathPattern;
  /** The headers of requests that these functions look at. */
  readonly asks?: readonly AskedHeader[];
  /** What they do with cookies. */
  readonly cookies?: CookieUse;
  /** Where one of them reads the request's body as JSON. */
  readonly readsJson?: Span;
  /** The functions that run there, where they are seen: headers that are written in them are written at this place. */
  readonly bodies?: readonly Span[];
  /** Functions that write headers when those behind them have answered. */
  readonly late?: readonly Span[];
  /** What a function does there to responses that it shares with policies, where that is followed and it is none itself. */
  readonly does?: WrittenResponses;
  /** What answers there hands out files or pages of its own, which people open by their address. */
  readonly files?: true;
  /** It hands out files as they lie there, with no header that the code adds, where it has the one that is asked for. */
  readonly plainFiles?: true;
  /** The router does not take the path, and ends the program at the start. */
  readonly rejected?: RejectedPath;
}

/** Who rejects a path, for people: `Express 5`. `instead` is the same path as this router writes it. */
export interface RejectedPath {
  readonly by: string;
  readonly instead: string;
}

/** A header of requests that code looks at, lower case, and where. */
export interface AskedHeader {
  readonly name: string;
  readonly at: Span;
}

/** What code does with cookies, and where. */
export interface CookieUse {
  readonly how: 'sets' | 'reads';
  readonly at: Span;
  /** With which `SameSite` it is set, where that is known; `unset` where none is written. */
  readonly sameSite?: 'lax' | 'strict' | 'none' | 'unset';
  /** Whether it is set with `Secure`, where that is known. */
  readonly secure?: boolean;
}

/** A method and the addresses at which it is answered; upper case, or `ALL`. */
export interface Endpoint {
  readonly method: string;
  /** The path for people, as it is written: where its router is mounted, and its own. */
  readonly path?: string;
  readonly matches: PathPattern;
  readonly at: Span;
  /** The headers of requests that its functions look at. */
  readonly asks?: readonly AskedHeader[];
  /** Where its functions set a cookie, or look at those of the request and at no other login. */
  readonly cookies?: CookieUse;
  /** Where they write the response past the framework, whose own headers then are not on it. */
  readonly past?: Span;
  /** The origins to which its functions redirect. */
  readonly sendsTo?: readonly { readonly origin: string; readonly at: Span }[];
}

/** One registration on an application or router, in order of registration. */
export type Step = Registered & Registering;

type Registering =
  | {
      readonly kind: 'cors';
      readonly policy: CorsPolicy;
      readonly path?: string;
      /** The path's literal. */
      readonly pathAt?: Span;
      /** Why it may not hold where it seems to: its path is no prefix (`instead` is one), or what it is registered in keeps it to itself. */
      readonly confined?: { readonly by: 'path'; readonly instead: string } | { readonly by: 'plugin' };
    }
  | {
      readonly kind: 'route';
      /** Upper case, or `ALL`. */
      readonly method: string;
      readonly path: string | undefined;
      /** The path's literal. */
      readonly pathAt?: Span;
      readonly policies: readonly CorsPolicy[];
      readonly roles: readonly Role[];
      /** Its last function is one that hands requests on. */
      readonly handsOn?: true;
      /** What runs on the route before the first of its policies, and may answer. */
      readonly earlier?: readonly { readonly role: Role; readonly name: string; readonly at: Span }[];
      /** What runs on the route before the first of its policies turns requests away for their origin. */
      readonly guard?: OriginGuard;
      /** What runs on the route, behind its policies, takes their header off the response, or that of a policy before the route. */
      readonly removes?: Removal;
      /** Where its functions write the response past the framework. */
      readonly past?: Span;
    }
  | {
      readonly kind: 'middleware';
      readonly role: Role;
      readonly name: string;
      readonly path?: string;
      readonly refuses?: Refusal;
      readonly forgery?: Forgery;
      /** It turns requests away for their origin. */
      readonly guard?: OriginGuard;
      /** It takes the header off the responses of others. */
      readonly removes?: Removal;
      /** The policies that a router mounts for itself, with the addresses at which they hold. */
      readonly mounted?: readonly { readonly policy: CorsPolicy; readonly matches: PathPattern }[];
      /** The routes of a router, at the addresses where they are answered. */
      readonly routes?: readonly Endpoint[];
      /** What a router has that turns away requests without a login, with the addresses at which it does. */
      readonly checks?: readonly { readonly refuses: Refusal; readonly matches: PathPattern; readonly at: Span }[];
      /** What functions of a router do to responses whose CORS is not theirs, with the addresses at which they run. */
      readonly beside?: readonly { readonly does: WrittenResponses; readonly matches: PathPattern }[];
      /**
       * It sends requests away, whatever their method, whose address is not the one that it prefers: those to `http:`, with a slash at
       * the end or with `www.`; `lacks` turns the last two round.
       */
      readonly diverts?: { readonly status: number; readonly of: 'protocol' | 'slash' | 'host'; readonly lacks?: true };
      /** It answers whatever comes to it, by whichever method: nothing is handed to it by which requests go on. */
      readonly last?: true;
      /** The status with which it ends every preflight that comes to it. */
      readonly ends?: number;
      /** It sends `Cross-Origin-Resource-Policy: same-origin`, or may write this header as it likes. */
      readonly corp?: 'same-origin' | 'own';
    };

/** What a middleware has to do with requests that other sites make up in a user's name. */
export type Forgery =
  /** It takes JSON under a type that needs no preflight; `at` is the option that says so. */
  | { readonly kind: 'parser'; readonly at: Span; readonly entry: Span }
  /** It keeps who the user is in a cookie that may go with requests of other sites. */
  | { readonly kind: 'session'; readonly at: Span }
  /** It refuses such requests. */
  | { readonly kind: 'check' };

/** What a middleware certainly does to requests that carry no login. */
export interface Refusal {
  /** The status of preflights, which never carry one. */
  readonly preflights?: number;
  /** Preflights that ask for `authorization` are let pass all the same. */
  readonly sparing?: boolean;
  /** Requests to some addresses, which it names, are let pass whatever they carry. */
  readonly excepting?: true;
  /** The status of the requests themselves, where those with a login have had their preflight let pass. */
  readonly requests?: number;
  /** The status of requests, other than preflights, that lack all of these headers; where they are not named, of those that carry nothing. */
  readonly without?: { readonly headers?: readonly string[]; readonly status: number };
}

/** The name of a header that looks like one of CORS and is none; `nearest` is the one that it resembles, where there is one. */
export interface Misspelt {
  readonly name: string;
  readonly nearest?: string;
  readonly at: Span;
}

/** A header that is handed over as an option of what makes a response, which has no such option. */
export interface Misplaced {
  readonly name: string;
  /** What it is handed to, for people: `new Response`. */
  readonly of: string;
  readonly at: Span;
  /** The options as they would hold it. */
  readonly rewrite?: { readonly at: Span; readonly source: string };
}

/** A header that is written where it reaches no browser: on requests that a proxy hands on, say. */
export interface SentOn {
  readonly name: string;
  readonly at: Span;
}

/** How those who open a WebSocket are told apart, as far as the file shows it. */
export interface OpenSocket {
  /** Where the cookies of those who connect are read. */
  readonly cookies?: Span;
  /** Where a cookie is let go along with requests from other sites: `SameSite=None`. */
  readonly crossSite?: Span;
  /** Whether those who connect bring a token of their own, which no other site has. */
  readonly tokens: boolean;
}

/** An application or router and what is registered on it. `global` tells that it is the application, not a router. */
export interface App {
  readonly framework: string;
  /** The server library, `express` say, and its version. */
  readonly library?: Library;
  readonly name: string;
  readonly global: boolean;
  readonly at: Span;
  readonly steps: readonly Step[];
  /** False where the order of registration decides nothing (Fastify's hooks). */
  readonly ordered: boolean;
  /** Where several policies cover a request, each writes its headers over those of the one before it. */
  readonly layered?: boolean;
  /** What its functions write by hand goes over the headers of whatever ran before, on the one response that all of them share. */
  readonly oneResponse?: boolean;
  /** What it registers for all of its paths runs only for requests that one of its routes takes, by path and method. */
  readonly matchedOnly?: boolean;
  /** What a handler hands back with headers of its own gets those of the response that is there over them. */
  readonly handsBack?: boolean;
  /** The status of its own answer to `OPTIONS`, whatever headers are put on that from outside, and whose it is, for people. */
  readonly ownOptions?: { readonly status: number; readonly by: string };
  /** True where it stands in a file that only tests run, judged by the file's name within the workspace. */
  readonly inTests?: boolean;
  /** Names of headers that nobody knows, and the ones that they resemble. */
  readonly misspelt?: readonly Misspelt[];
  /** Headers that are handed over as options. */
  readonly misplaced?: readonly Misplaced[];
  /** Headers that it writes on responses which nobody can change: the call throws. */
  readonly unchangeable?: readonly SentOn[];
  /** Headers of responses that it writes on the requests that it hands on. */
  readonly sentOn?: readonly SentOn[];
  /** It takes WebSockets and looks at nobody's origin. */
  readonly openSocket?: OpenSocket;
  /**
   * Its polling answers pages without any header of CORS, whatever the application beside it mounts on the same server: whose
   * polling it is, for people.
   */
  readonly bareSocket?: string;
  /** The literal loopback address it listens on, where it is known to listen on no other. */
  readonly listensOn?: { readonly host: string; readonly at: Span };
}
