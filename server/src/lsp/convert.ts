import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver';
import type { Finding } from '../analysis/finding.ts';
import { ruleUrl } from '../rules/index.ts';
import type { Severity } from '../rules/rule.ts';
import type { Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { Told } from './session.ts';

/** The name that the analysis knows a file by: an absolute path with forward slashes, or the URI where it is no file. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return uri;
  }
}

export function uriOf(path: string): string {
  return path.startsWith('/') || /^[a-z]:\//i.test(path) ? pathToFileURL(path).href : path;
}

export function rangeOf(lines: Lines, span: Span): Range {
  return { start: lines.position(span.start), end: lines.position(Math.max(span.start, span.end)) };
}

export function spanOf(lines: Lines, path: string, range: Range): Span {
  return { path, start: lines.offset(range.start), end: lines.offset(range.end) };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How the files are known to the client. */
export interface Places {
  uriOf(path: string): string;
  linesOf(path: string): Lines;
}

export function diagnosticOf(finding: Finding, places: Places, related: boolean): Diagnostic {
  const proof = proofOf(finding);
  return {
    range: rangeOf(places.linesOf(finding.at.path), finding.at),
    severity: SEVERITIES[finding.severity],
    source: 'corslint',
    code: finding.rule,
    codeDescription: { href: ruleUrl(finding.rule) },
    message: proof ? `${finding.message}\n${proof}` : finding.message,
    ...(related && finding.related.length > 0
      ? { relatedInformation: finding.related.map(it => relatedOf(it.at, it.message, places)) }
      : {}),
  };
}

/** A finding where it is told of at another place: in the words of that place, with the way to its own. */
export function toldOf({ finding, at, message }: Told, places: Places, related: boolean): Diagnostic {
  return {
    range: rangeOf(places.linesOf(at.path), at),
    severity: SEVERITIES[finding.severity],
    source: 'corslint',
    code: finding.rule,
    codeDescription: { href: ruleUrl(finding.rule) },
    message,
    ...(related ? { relatedInformation: [relatedOf(finding.at, finding.message, places)] } : {}),
  };
}

function relatedOf(at: Span, message: string, places: Places): DiagnosticRelatedInformation {
  return { location: { uri: places.uriOf(at.path), range: rangeOf(places.linesOf(at.path), at) }, message };
}

/** A finding's proof in one sentence, unless the message has told it already. */
export function proofOf({ witness, message }: Pick<Finding, 'witness' | 'message'>): string | undefined {
  if (!witness) return undefined;
  if (witness.kind === 'origin')
    return message.includes(witness.origin) ? undefined : `An origin that is let in: ${witness.origin}`;
  const how = witness.credentials ? ', with credentials,' : '';
  return `${witness.method} from ${witness.origin}${how} is blocked: ${witness.message}`;
}
