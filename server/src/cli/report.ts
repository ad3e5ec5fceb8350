import type { Finding } from '../analysis/finding.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import { type Rule, SEVERITIES, type Severity } from '../rules/rule.ts';
import { Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { shown } from './paths.ts';

/** A file or folder that was not read, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** A file as the reporters see it. */
export interface Source {
  readonly text: string;
  readonly lines: Lines;
  /** Whether the file on disk begins with a byte order mark, which is not part of `text`. */
  readonly marked: boolean;
}

/** Where a span stands, as people count: lines and columns from 1, columns in UTF-16 code units, the end exclusive. */
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

/** How text on a terminal may look. */
export interface Look {
  readonly color: boolean;
  /** Whether the terminal is offered hyperlinks. */
  readonly links: boolean;
  readonly columns: number;
}

/** One audit, with all that a reporter needs: a report is a function of this alone. */
export interface Report {
  readonly version: string;
  /** Where the tool is at home. */
  readonly homepage: string;
  /** In order of place, suppressed ones included. */
  readonly findings: readonly Finding[];
  /** Further findings, which the baseline knows; undefined where none was given. */
  readonly known: readonly Finding[] | undefined;
  readonly policies: readonly CorsPolicy[];
  readonly requests: readonly CorsRequest[];
  /** Where a policy of another file is put to use. */
  readonly mounts: readonly { readonly policy: CorsPolicy; readonly at: Span }[];
  /** How many files were looked at. */
  readonly files: number;
  readonly skipped: readonly Skipped[];
  /** The rules that may be named, in the order of the documentation. */
  readonly rules: readonly Rule[];
  readonly ruleUrl: (id: string) => string;
  readonly look: Look;
  /** What `--fix` did, where it was asked for, and the files that it could not write. */
  readonly fixed:
    | { readonly problems: number; readonly files: number; readonly failed: readonly Skipped[] }
    | undefined;
  source(path: string): Source;
  place(span: Span): Place;
}

export type Reporter = (report: Report) => string;

/** The sources of a run and the places in them. `read` gives a file's text. */
export function sources(
  cwd: string,
  read: (path: string) => string | undefined,
  marked: (path: string) => boolean,
): Pick<Report, 'source' | 'place'> {
  const known = new Map<string, Source>();
  function source(path: string): Source {
    let it = known.get(path);
    if (!it) {
      const text = read(path) ?? '';
      it = { text, lines: new Lines(text), marked: marked(path) };
      known.set(path, it);
    }
    return it;
  }
  return {
    source,
    place(span) {
      const { lines, marked } = source(span.path);
      // Who reads the file to apply an edit has the byte order mark in front of the text.
      const mark = marked ? 1 : 0;
      const from = lines.position(span.start);
      const to = lines.position(span.end);
      return {
        path: shown(cwd, span.path),
        line: from.line + 1,
        column: from.character + 1,
        endLine: to.line + 1,
        endColumn: to.character + 1,
        start: span.start + mark,
        end: span.end + mark,
      };
    },
  };
}

/** The text of a line, counted from 1, without its end. */
export function lineOf({ text, lines }: Source, line: number): string {
  return text.slice(lines.startOf(line - 1), lines.startOf(line)).replace(/\r?\n$|\r$/, '');
}

/** The findings that are not suppressed. */
export function open(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(it => !it.suppressed);
}

/** How many findings there are of each severity; suppressed ones are not counted. */
export function counts(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const result = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const it of open(findings)) result[it.severity]++;
  return result;
}

/** Whether `severity` is as grave as `limit`, or graver. */
export function atLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}

/** `3 warnings`, `1 file`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `2 errors, 1 warning`; empty where there are none. */
export function countsInWords(findings: readonly Finding[]): string {
  const { error, warning, info, hint } = counts(findings);
  return [
    error ? plural(error, 'error') : '',
    warning ? plural(warning, 'warning') : '',
    info ? plural(info, 'info', 'info') : '',
    hint ? plural(hint, 'hint') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The findings by file, in order of path. */
export function byFile(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  const files = new Map<string, Finding[]>();
  for (const it of findings) files.set(it.at.path, [...(files.get(it.at.path) ?? []), it]);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What a witness says, in words. */
export function witnessInWords(witness: NonNullable<Finding['witness']>): readonly string[] {
  if (witness.kind === 'origin') return [`\`${witness.origin}\` is let in`];
  const headers = witness.headers.length ? ` with ${witness.headers.map(it => `\`${it}\``).join(', ')}` : '';
  const credentials = witness.credentials ? (headers ? ' and credentials' : ' with credentials') : '';
  return [`\`${witness.method}\` from \`${witness.origin}\`${headers}${credentials} is refused: ${witness.message}`];
}

/** How many files were skipped, by reason, most first. */
export function skippedInWords(skipped: readonly Skipped[]): string {
  const reasons = new Map<string, Skipped[]>();
  for (const it of skipped) reasons.set(it.reason, [...(reasons.get(it.reason) ?? []), it]);
  return [...reasons]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([reason, list]) =>
        `${list
          .slice(0, 3)
          .map(it => it.path)
          .join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}: ${reason}`,
    )
    .join('; ');
}
