import type { Severity } from '../rules/rule.ts';

/** What corslint's own editor extension says in `initializationOptions`; other editors may put the settings there. */
export interface InitializationOptions {
  /** Settings, with or without the prefix `corslint.`, for clients that cannot be asked for them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * `after-audit`: a `workspace/diagnostic` request is held until an audit has been asked for, and answered in parts from
   * then on. `on-request`, the default: it is answered at once.
   */
  readonly workspaceDiagnostics?: 'after-audit' | 'on-request';
  /** The editor's own command that simulates a request, to be offered by code lenses: it takes a URI and a line from 1. */
  readonly simulateCommand?: string;
  /** Whether to send `corslint/status` and `corslint/changed`. */
  readonly status?: boolean;
}

/** The commands of `workspace/executeCommand`. */
export const COMMANDS = {
  /**
   * Reads the whole workspace and answers an `Audit`. From then on the findings of closed files are told, too, unless it is given
   * `{ quiet: true }`.
   */
  audit: 'corslint.audit',
  /** Takes a URI; applies every safe fix of the file and answers how many places were changed. */
  fixAll: 'corslint.fixAll',
  /**
   * Takes the URI of a folder, by default the first of the workspace; makes a commented configuration there and has the editor show
   * it, or the one that is there. Answers its URI.
   */
  init: 'corslint.init',
  /** Takes a rule's id; has the editor open the rule's page and answers its address. */
  showRule: 'corslint.showRule',
  /** Takes a rule's id; answers its page as Markdown. */
  rulePage: 'corslint.rulePage',
  /** Takes a browser's error as it was pasted; answers what it means and what causes it as Markdown, or nothing. */
  explainError: 'corslint.explainError',
  /** Takes a URI, or nothing for the whole workspace; answers `PolicyPlace`s. */
  policies: 'corslint.policies',
  /** Takes a URI and a line from 1; answers what the policy there means as Markdown, and has the editor show it. */
  describe: 'corslint.describe',
  /** Takes nothing; answers an `Overview`. */
  overview: 'corslint.overview',
  /** Takes `SimulateParams`; answers what `corslint simulate --format json` prints, and which policy it was. */
  simulate: 'corslint.simulate',
  /** Takes a rule's id or a browser's error; answers Markdown, or nothing where it is neither. */
  explain: 'corslint.explain',
} as const;

/** The notification that tells an editor what the server is doing. */
export const STATUS = 'corslint/status';

/** The notification, without any content, that what is known may be otherwise than before: a moment after every change. */
export const CHANGED = 'corslint/changed';

export interface Status {
  readonly state: 'reading' | 'ready';
  /** How many files hold policies or may hold them. */
  readonly files: number;
  /** Files that are not checked, and why in plain words; open documents first. */
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly uri: string;
  readonly why: string;
}

/** A place for people and for editors: `line` and `column` count from 1, `column` in UTF-16 code units. */
export interface Place {
  readonly uri: string;
  /** Relative to its workspace folder, which stands in front where there are several. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface AuditFinding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The proof in one sentence, where there is one. */
  readonly proof?: string;
}

export interface AuditPolicy extends Place {
  readonly framework: string;
  /** What the policy means, in plain English: Markdown sentences, of which the first says who may read. */
  readonly summary: readonly string[];
}

export interface RuleCount {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly count: number;
}

/** What `corslint.audit` answers. */
export interface Audit {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly rules: readonly RuleCount[];
  /** In order of place. */
  readonly findings: readonly AuditFinding[];
  readonly policies: readonly AuditPolicy[];
  readonly skipped: readonly (Skipped & { readonly path: string })[];
  /** How many files were looked at, those that hold nothing of interest included. */
  readonly files: number;
  /** The same for people: `html` is a document of its own without scripts, `fragment` its body's content. */
  readonly report: { readonly markdown: string; readonly html: string; readonly fragment: string };
}

/** A policy and what it means; lines count from 1. */
export interface PolicyPlace {
  readonly uri: string;
  /** For people: see `Place`. */
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly framework: string;
  /** Markdown sentences, of which the first says who may read. */
  readonly summary: readonly string[];
  /** Who may read, in one line of plain text. */
  readonly brief: string;
  /** The origins that it names. */
  readonly origins: readonly string[];
}

/** What answers pages, the policies it answers by, and the calls that reach them: what `corslint.overview` answers. */
export interface Overview {
  readonly groups: readonly OverviewGroup[];
  /** Calls that lead to no server of the workspace; `verdict` says why. */
  readonly unlinked: readonly OverviewCall[];
}

/** A server of the workspace, or a file whose policies belong to no server that is seen. */
export interface OverviewGroup extends Place {
  /** For people: `The Express application`, or the file's path. */
  readonly title: string;
  /** Where a server is reached: `http://localhost:4000`. */
  readonly addresses: readonly string[];
  readonly policies: readonly OverviewPolicy[];
  /** The calls that no policy answers, or of which it is not known which one does. */
  readonly calls: readonly OverviewCall[];
}

export interface OverviewPolicy extends AuditPolicy {
  /** Who may read, in one line of plain text. */
  readonly brief: string;
  /** Whether strangers may read: every website, or whoever sets up one that fits. */
  readonly open: boolean;
  readonly calls: readonly OverviewCall[];
}

export interface OverviewCall extends Place {
  /** `GET http://localhost:4000/items`. */
  readonly call: string;
  /** The page that sends it, where that is known. */
  readonly page?: string;
  readonly outcome: 'readable' | 'refused' | 'unknown';
  /** In words: what browsers make of it, or why that is not known. */
  readonly verdict: string;
}

/** A request of a page, to be answered by the policy at or nearest to a line of a file. */
export interface SimulateParams {
  readonly uri: string;
  /** Counts from 1; without it the first policy of the file is meant. */
  readonly line?: number;
  readonly origin: string;
  /** Which of the policies that begin at the same line, from 0: code may have one for each environment. */
  readonly nth?: number;
  /** `GET` where it is left out. */
  readonly method?: string;
  /** The headers that the page sets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: boolean;
}

/** Headers by their lower-case names. */
export type Headers = Readonly<Record<string, readonly string[]>>;

/** What `corslint.simulate` answers. */
export interface SimulationAnswer {
  /** The policy that was asked. */
  readonly policy: { readonly uri: string; readonly line: number };
  /** As it is sent. */
  readonly method: string;
  /** The names of request headers that browsers keep for themselves and drop. */
  readonly dropped: readonly string[];
  /** Null where browsers do not ask first. */
  readonly preflight: { readonly sent: Headers; readonly status: number; readonly headers: Headers } | null;
  readonly response: { readonly status: number; readonly headers: Headers };
  /** By `spec`, `chromium`, `firefox`, `webkit`. */
  readonly verdict: Readonly<Record<string, 'allowed' | 'blocked'>>;
  /** What those print that block it. */
  readonly messages: Readonly<Record<string, string>>;
}
