import type { AddressInfo, Server } from 'node:net';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { Paths } from './requests.ts';

/** A library whose known answers are asked for: the notation of its policies, and how a module with one is run. */
export interface KnownLibrary {
  /** `cors 2.8.6 on Express 5.3.0`. */
  readonly title: string;
  /** The dependencies that the module's package.json names, with exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages that stand under another name here: `express` → `express4`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The module's file, where its name says what it is; `server.mjs` otherwise. */
  readonly file?: string;
  /** A module with one policy, serving `/ok` and `/fail` (which throws), that exports `app`; `undefined` for no options. */
  readonly source: (options: string | undefined) => string;
  readonly cases: readonly (string | undefined)[];
  /** Which path stands for a route, one that fails, and nothing; `/ok`, `/fail` and `/missing` where it is not said. */
  readonly paths?: Partial<Paths>;
  /** Whether a request makes sense there; every one where it is not said. */
  readonly asks?: (request: ServerRequest) => boolean;
  /** The source is built by its framework, and imported by nobody else. */
  readonly built?: boolean;
  /** Starts what the module exports on a free port of the loopback. */
  readonly start: (app: unknown, source: string) => Promise<Running> | Running;
  /** The policy's place among those that are read of the module, where there are several. */
  readonly policy?: number;
  /** Cases, by their options, for which corslint need not know the answer, each with the reason. */
  readonly unknown?: Readonly<Record<string, string>>;
}

export interface Running {
  readonly port: number;
  stop(): Promise<void> | void;
}

/** A `node:http` server that is told to listen. */
export async function listening(server: Server & { closeAllConnections?(): void }): Promise<Running> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections?.();
      server.close();
    },
  };
}
