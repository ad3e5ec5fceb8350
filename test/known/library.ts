import type { AddressInfo, Server } from 'node:net';

/** A library whose known answers are asked for: the notation of its policies, and how a module with one is run. */
export interface KnownLibrary {
  /** `cors 2.8.6 on Express 5.3.0`. */
  readonly title: string;
  /** The dependencies that the module's package.json names, with exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages that stand under another name here: `express` → `express4`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** A module with one policy, serving `/ok` and `/fail` (which throws), that exports `app`; `undefined` for no options. */
  readonly source: (options: string | undefined) => string;
  readonly cases: readonly (string | undefined)[];
  /** Starts what the module exports on a free port of the loopback. */
  readonly start: (app: unknown) => Promise<Running> | Running;
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
