/** A stream that text is written to. */
export interface Out {
  write(text: string): void;
  readonly isTTY: boolean;
  /** The terminal's width, where it is one. */
  readonly columns: number | undefined;
}

/** The program's surroundings, so that a test can stand in for them. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Out;
  readonly stderr: Out;
  /** All of standard input. */
  stdin(): string;
  /** Starts a server on standard input and output. */
  serve(what: 'lsp' | 'mcp'): Promise<void>;
}

/** The program cannot do what was asked: bad usage or bad configuration. The message is one line. */
export class UsageError extends Error {}
