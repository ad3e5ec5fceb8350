import type { Endpoint, Step } from './app.ts';
import type { CorsPolicy } from './policy.ts';
import type { CorsRequest } from './request.ts';
import type { PageOrigin, Server } from './site.ts';
import type { Tracer } from './tracing.ts';

/** Why browsers stop a request, in terms that all of them share, and what Chromium prints. */
export type Refusal = {
  readonly message: string;
  readonly on: 'preflight' | 'response';
} & (
  | { readonly kind: 'origin' }
  | { readonly kind: 'credentials'; readonly wildcard: boolean }
  | { readonly kind: 'method'; readonly method: string }
  /** Every name that is not allowed, lower case, in order. */
  | { readonly kind: 'headers'; readonly names: readonly string[] }
  | { readonly kind: 'other' }
);

/** A request of a page, and the server of the workspace that answers it. */
export interface Link {
  readonly request: CorsRequest;
  /** The page that sends it; absent where that is not known, and what is said holds for every page that the policy lets in. */
  readonly page?: PageOrigin;
  readonly server: Server;
  /** Why it is this server, each in words that go after "because". */
  readonly reasons: readonly string[];
  /** Whether the address itself says so; otherwise it is the only server of the workspace that answers such paths. */
  readonly certain: boolean;
  readonly route?: Endpoint;
  /** What answers; `none` where the server certainly sends no CORS headers: `before` hands out files in front of what sets them. */
  readonly answer:
    | { readonly kind: 'none'; readonly before?: Step }
    | { readonly kind: 'policy'; readonly policy: CorsPolicy }
    | { readonly kind: 'unknown'; readonly why: string };
  /** What browsers make of it, where something is certain. */
  readonly refusal?: Refusal;
  /** Whether browsers certainly show the page the answer. */
  readonly readable?: boolean;
  /** What browsers refuse because of the headers that a tracer of the page's package adds, and nothing else. */
  readonly traced?: { readonly tracer: Tracer; readonly refusal: Refusal };
  /** `*` stands for `Authorization` in browsers today, and does not in the standard. */
  readonly relies?: 'authorization';
}

/** A request of which it is not known who answers it. */
export interface Unlinked {
  readonly request: CorsRequest;
  /** In words that go after "because". */
  readonly why: string;
}
