import type { Span } from '../text/span.ts';
import type { Endpoint } from './app.ts';
import type { PathPattern } from './paths.ts';

/** On which machines something holds: the developer's, or where users are. */
export type Stage = 'development' | 'production';

/** An origin that the documents of a page have, and how that is known. */
export interface PageOrigin {
  /** As browsers send it: `http://localhost:5173`. */
  readonly origin: string;
  readonly stage: Stage;
  /** In words that go after "because". */
  readonly why: string;
  /** Where it is written; a default is written nowhere. */
  readonly at?: Span;
}

/** The pages that the code of a folder is part of. */
export interface Page {
  readonly folder: string;
  readonly origins: readonly PageOrigin[];
  /** The file that has some requests to the page's own origin handed on to other servers. */
  readonly handingOn?: string;
}

/** Where a server is reached. `port`: on the developer's machine. `origin`: as it stands. `host`: any host that ends like this. */
export type Address = {
  readonly stage: Stage;
  /** In words that go after "because". */
  readonly why: string;
  readonly at?: Span;
} & (
  | { readonly kind: 'port'; readonly port: number; readonly scheme: 'http' | 'https' }
  | { readonly kind: 'origin'; readonly origin: string }
  /** `base` is the path below which it answers there. */
  | { readonly kind: 'host'; readonly suffix: string; readonly base: string }
);

/** A server of the workspace. */
export interface Server {
  /** `express`, `supabase` and the like. */
  readonly kind: string;
  /** For people: `the Express application`. */
  readonly name: string;
  /** What makes it: a call, or the function that answers. */
  readonly at: Span;
  readonly addresses: readonly Address[];
  /** What it answers, as far as that is seen. */
  readonly routes: readonly Endpoint[];
  /** What is on none of its routes is answered by others at the same address. */
  readonly nothingElse?: boolean;
  /** Where it writes CORS headers by hand, and certainly not the one that lets pages read. */
  readonly partial?: Span;
  /** The framework whose configuration in the same package puts headers on its answers, where they have none of their own. */
  readonly configured?: string;
  /** It brings the pages of its package, too: what these ask at an address that is not known may be of their own origin. */
  readonly withPages?: boolean;
  /** A function of a platform that has no part in other files of the workspace. */
  readonly alone?: boolean;
  /** What may answer beside the routes or write headers on what they answer, with the reason in words; absent where nothing does. */
  readonly clouded?: { readonly why: string; readonly at: Span; readonly matches: PathPattern };
}
