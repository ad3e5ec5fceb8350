import type { Settings } from '../settings.ts';
import type { Host } from '../syntax/host.ts';
import type { FileFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Scope } from './scopes.ts';

/**
 * The files of a workspace and what is known of them. Holds texts, parsed files and facts, all keyed by content; asks the
 * host for everything else. One object serves one audit, or one language server for as long as it lives.
 */
export interface Workspace {
  /** Whether a file of this path can hold a policy, judged by its name alone. */
  concerns(path: string): boolean;
  /** Whether this text can hold a policy: the cheap sieve before a parse. */
  mentions(path: string, text: string): boolean;
  /** What the frameworks read in this file. Never throws; kept until the file or one that it reads is `changed`. */
  facts(path: string): FileFacts;
  /** Forgets what depends on this file; returns the paths whose facts have gone stale, itself among them. */
  changed(path: string): readonly string[];
  /**
   * The findings of a scope (see `scopesOf`), in order of place, suppressed ones and unused suppressions included. Findings may
   * stand in other files than the facts' own (an options object that is imported).
   */
  judge(scope: Scope, settings: Settings): readonly Finding[];
}

/** Which requests are read: those that pages may send, which alone are judged, or those of servers and of tests, too. */
export type RequestsRead = 'of pages' | 'all';

/** Opens a workspace on a host. */
export type OpenWorkspace = (host: Host, requests?: RequestsRead) => Workspace;
