/** Why a browser refuses, in terms all of them share. */
export type Failure =
  /** `*` for a request with credentials. */
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'missing-origin' }
  /** Several origins in one value, or several header lines; `lines` is how many there are. */
  | { readonly kind: 'several-origins'; readonly value: string; readonly lines: number }
  /** The value is no origin at all. */
  | { readonly kind: 'invalid-origin'; readonly value: string }
  | { readonly kind: 'other-origin'; readonly value: string }
  /** `Access-Control-Allow-Credentials` is not `true`; empty where it is missing. */
  | { readonly kind: 'credentials'; readonly value: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: number }
  | { readonly kind: 'unreadable-list'; readonly of: 'methods' | 'headers'; readonly value: string }
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'header'; readonly name: string; readonly listed: boolean };

/** Who judges: the standard's text or a browser engine. */
export type Engine = 'spec' | 'chromium' | 'firefox' | 'webkit';

export const ENGINES: readonly Engine[] = ['spec', 'chromium', 'firefox', 'webkit'];
