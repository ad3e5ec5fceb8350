import type { CredentialsMode } from '../../server/src/model/request.ts';

/** What the server is told to answer: header lines in order. */
export interface Told {
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
}

/** One address that is asked: where it is, and what is answered to its preflight and to the request. */
export interface Hop {
  readonly origin: string;
  readonly preflight: Told;
  readonly actual: Told;
}

/** A policy and a request: what a script is told to send, and what the server is told to answer, hop by hop. */
export interface Case {
  readonly id: number;
  readonly by: 'fetch' | 'xhr' | 'events' | 'beacon';
  /** `sandbox`: a frame without an origin of its own. */
  readonly from: 'page' | 'sandbox';
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body, and the type that it brings by itself. */
  readonly body?: { readonly type: 'text/plain;charset=UTF-8' | 'application/json' | undefined };
  readonly credentials: CredentialsMode;
  readonly mode: 'cors' | 'no-cors' | 'same-origin';
  readonly redirect: 'follow' | 'error' | 'manual';
  /** Listeners on `upload`. */
  readonly listens?: boolean;
  /** The request is made again as soon as it has ended. */
  readonly twice?: boolean;
  readonly hops: readonly Hop[];
}

/** The address of one hop of a case. */
export function addressOf({ id, hops }: Case, hop: number): string {
  return `${hops[hop]?.origin}/c/${id}/${hop}`;
}

/** What the server saw, in order. */
export interface Seen {
  readonly origin: string;
  readonly hop: number;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the script saw. */
export type Outcome =
  | { readonly kind: 'thrown' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'response';
      /** Absent where the client does not tell. */
      readonly type?: string;
      readonly status: number;
      readonly names: readonly string[];
    };

/** All that was seen of a case. */
export interface Observed {
  readonly outcome: Outcome;
  readonly seen: readonly Seen[];
  readonly messages: readonly string[];
}
