import type { Related, Severity, Witness } from '../rules/rule.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';

/** A fix, rendered: the edits may touch several files. */
export interface FindingFix {
  /** A verb phrase. */
  readonly title: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** A piece of the new text for the reader to type over; without an editor that can select it there is no such fix. */
  readonly placeholder?: string;
}

/** A comment in the source that silences a finding. */
export interface Suppression {
  readonly at: Span;
  readonly reason?: string;
}

/** What corslint says of one place. Every output (editor, terminal, SARIF, JSON) is a function of these. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  readonly at: Span;
  readonly message: string;
  readonly related: readonly Related[];
  readonly witness?: Witness;
  readonly fixes: readonly FindingFix[];
  readonly suppressed?: Suppression;
  /** Of findings with the same text here only the first, in order of place, is told (`onlyOnce`). */
  readonly once?: string;
}
