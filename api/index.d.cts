/** How grave a finding is. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/**
 * A place in a file: lines and columns from 1, `start` and `end` offsets from 0, all in UTF-16 code units, ends exclusive. Offsets
 * are those of the file's whole text: a byte order mark at its beginning, which no column counts, is one of them.
 */
export interface Place {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly start: number;
  readonly end: number;
}

/** What proves a finding: an origin that is let in, or a request that browsers refuse, with the browser's own message. */
export type Witness =
  | { readonly kind: 'origin'; readonly origin: string }
  | {
      readonly kind: 'request';
      readonly origin: string;
      readonly method: string;
      readonly headers: readonly string[];
      readonly credentials: boolean;
      readonly message: string;
    };

export interface Fix {
  readonly title: string;
  /** `safe` keeps what works; `review` has to be looked at. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly (Place & { readonly text: string })[];
}

export interface Finding extends Place {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The rule's page. */
  readonly url: string;
  readonly witness?: Witness;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fixes: readonly Fix[];
  /** The comment that silences it, where one does. */
  readonly suppressed?: Place & { readonly reason?: string };
}

/** What `corslint check --format json` prints. */
export interface AuditResult {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'corslint'; readonly version: string };
  readonly summary: Readonly<Record<Severity, number>> & {
    readonly suppressed: number;
    /** Findings that the baseline knows, where one was given. */
    readonly known?: number;
    readonly files: number;
    readonly policies: number;
  };
  /** In order of place, suppressed ones included. */
  readonly findings: readonly Finding[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface Options {
  /** The working directory; this process's where it is left out. */
  readonly cwd?: string;
}

export interface AuditOptions extends Options {
  /** Folders and files; the working directory where it is left out. */
  readonly paths?: readonly string[];
  readonly profile?: 'recommended' | 'strict' | 'audit';
  /** Rule id → severity, over the configuration. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** The path of a configuration, instead of the nearest one. */
  readonly config?: string;
  /** Patterns of files to leave out, as in `.gitignore`. */
  readonly ignore?: readonly string[];
  /** The path of a baseline: what it knows is left out. */
  readonly baseline?: string;
  /** A revision of git: only what has changed since then, and whom that concerns. */
  readonly since?: string;
}

export interface SimulateOptions extends Options {
  readonly file: string;
  /** Of the policy, or of the call; counts from 1. */
  readonly line?: number;
  /** The origin of the page that asks. A call whose page is known needs none. */
  readonly origin?: string;
  /** `GET` where it is left out. */
  readonly method?: string;
  /** The headers that the page sets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: boolean;
}

export type Engine = 'spec' | 'chromium' | 'firefox' | 'webkit';
export type Headers = Readonly<Record<string, readonly string[]>>;

/** What `corslint simulate --format json` prints. */
export interface SimulateResult {
  /** Null where browsers send the request without asking first. */
  readonly preflight: { readonly sent: Headers; readonly status: number; readonly headers: Headers } | null;
  readonly response: { readonly status: number; readonly headers: Headers };
  readonly verdict: Readonly<Record<Engine, 'allowed' | 'blocked'>>;
  /** What each engine that blocks it says. */
  readonly messages: Readonly<Partial<Record<Engine, string>>>;
}

export interface ExplainOptions extends Options {
  /** Where to look for what causes a browser's error; the working directory where it is left out. */
  readonly paths?: readonly string[];
}

/** A rule's page as data. */
export interface RulePage {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly severityNote?: string;
  readonly profile: 'recommended' | 'strict' | 'audit';
  readonly kind: 'security' | 'breakage' | 'hygiene';
  readonly why: string;
  readonly example?: { readonly language: string; readonly bad: string; readonly good: string };
  readonly cwe: readonly number[];
  readonly spec: string;
  readonly url: string;
}

/** What a browser's error means, and the lines that cause it. */
export interface ExplainedError {
  readonly error: unknown;
  readonly says: readonly string[];
  readonly causes: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly message: string;
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly fixes: readonly string[];
  }[];
  /** Where nothing of the workspace is to blame: the places that decide what the error is about. */
  readonly deciding: readonly {
    readonly message: string;
    readonly path: string;
    readonly line: number;
    readonly column: number;
  }[];
}

/** What was asked makes no sense, or cannot be answered; the message is what the command line says. */
export class CorslintError extends Error {}

/** Finds what is wrong with CORS in a folder. Rejects with `CorslintError`, also where there is nothing to look at. */
export function audit(options?: AuditOptions): Promise<AuditResult>;

/** What one request of a page gets from a policy, and what each browser makes of it. Rejects where that is not known. */
export function simulate(options: SimulateOptions): Promise<SimulateResult>;

/** A rule's page, by its id. Rejects where there is no such rule. */
export function explain(rule: string): Promise<RulePage>;

/** What a browser's error means and which lines of a folder cause it. Rejects where it is no error about another origin. */
export function explainError(message: string, options?: ExplainOptions): Promise<ExplainedError>;
