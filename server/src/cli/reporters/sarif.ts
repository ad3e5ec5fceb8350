import { pathToFileURL } from 'node:url';
import type { Log, Notification, PhysicalLocation, Region, ReportingDescriptor, Result, Fix as SarifFix } from 'sarif';
import type { Finding, FindingFix } from '../../analysis/finding.ts';
import { compareFindings } from '../../analysis/judge.ts';
import { rulePage } from '../../rules/page.ts';
import type { Rule, Severity } from '../../rules/rule.ts';
import type { Span } from '../../text/span.ts';
import { lineHashes } from '../fingerprint.ts';
import { identities } from '../identity.ts';
import type { Report, Skipped } from '../report.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = '%SRCROOT%';
const LEVEL = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const;

/** GitHub's scale: above 9 critical, from 7 high, from 4 medium, below low. Only rules that let somebody in are on it. */
const SECURITY = { error: '8.1', warning: '5.3', info: '3.1', hint: '2.0' } as const;
const PRECISION = { error: 'very-high', warning: 'high', info: 'medium', hint: 'medium' } as const;

/** SARIF 2.1.0, as GitHub's code scanning and other viewers read it. */
export function sarif(report: Report): string {
  const ids = report.rules.map(it => it.id);
  const hashes = new Map<string, readonly string[]>();
  const hashesOf = (path: string) => {
    const source = report.source(path);
    const known = hashes.get(path) ?? lineHashes(source.marked ? `\ufeff${source.text}` : source.text);
    hashes.set(path, known);
    return known;
  };
  const all = [...report.findings, ...(report.known ?? [])].sort(compareFindings);
  const nameOf = (path: string) => report.place({ path, start: 0, end: 0 }).path;
  const names = identities(all, { nameOf, textOf: path => report.source(path).text });
  const known = new Set(report.known);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'corslint',
            version: report.version,
            semanticVersion: report.version,
            informationUri: report.homepage,
            rules: report.rules.map(it => descriptor(it, report.ruleUrl(it.id))),
          },
        },
        automationDetails: { id: 'corslint/' },
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which corslint was run.' } } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        invocations: [
          {
            executionSuccessful: !report.fixed?.failed.length,
            toolExecutionNotifications: [
              ...report.skipped.map(it => notification(report, it, 'note', 'Not read')),
              ...(report.fixed?.failed ?? []).map(it => notification(report, it, 'error', 'Not fixed')),
            ],
          },
        ],
        results: all.map(it => ({
          ...result(report, it, ids),
          ...(report.known && { baselineState: known.has(it) ? ('unchanged' as const) : ('new' as const) }),
          partialFingerprints: {
            primaryLocationLineHash: hashesOf(it.at.path)[report.place(it.at).line - 1] ?? '',
            'corslint/v1': names.get(it) ?? '',
          },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function notification(report: Report, { path, reason }: Skipped, level: 'note' | 'error', what: string): Notification {
  return {
    level,
    message: { text: `${what}: ${reason}.` },
    locations: [{ physicalLocation: { artifactLocation: artifact(report, path) } }],
  };
}

function result(report: Report, finding: Finding, ids: readonly string[]): Result {
  const ruleIndex = ids.indexOf(finding.rule);
  const links = finding.related.map((it, i) => `[${linkText(it.message)}](${i + 1})`).join(', ');
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVEL[finding.severity],
    message: { text: links ? `${finding.message} See ${links}.` : finding.message },
    locations: [{ physicalLocation: location(report, finding.at) }],
    ...(finding.related.length && {
      relatedLocations: finding.related.map(({ at, message }, i) => ({
        id: i + 1,
        message: { text: message },
        physicalLocation: location(report, at),
      })),
    }),
    ...(finding.fixes.length && { fixes: finding.fixes.map(it => fix(report, it)) }),
    ...(finding.suppressed && {
      suppressions: [
        {
          kind: 'inSource',
          ...(finding.suppressed.reason !== undefined && { justification: finding.suppressed.reason }),
          location: { physicalLocation: location(report, finding.suppressed.at) },
        },
      ],
    }),
    ...(finding.witness && { properties: { witness: finding.witness } }),
  };
}

function fix(report: Report, { title, safety, edits }: FindingFix): SarifFix {
  const paths = [...new Set(edits.map(it => it.at.path))];
  return {
    description: { text: title },
    artifactChanges: paths.map(path => ({
      artifactLocation: artifact(report, path),
      replacements: edits
        .filter(it => it.at.path === path)
        .map(it => ({ deletedRegion: region(report, it.at), insertedContent: { text: it.text } })),
    })),
    properties: { safety },
  };
}

function location(report: Report, span: Span): PhysicalLocation {
  return { artifactLocation: artifact(report, span.path), region: region(report, span) };
}

/** A file below the working directory is named from there; another one wholly, since code scanning takes no `..`. */
function artifact(report: Report, path: string) {
  const { path: relative } = report.place({ path, start: 0, end: 0 });
  if (isOutside(relative)) return { uri: pathToFileURL(path).href };
  return { uri: relative.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

/** Whether a shown path leads out of the working directory: upwards, or to another drive. */
function isOutside(relative: string): boolean {
  return relative === '..' || relative.startsWith('../') || /^([a-z]:)?\//i.test(relative);
}

function region(report: Report, span: Span): Region {
  const { line, column, endLine, endColumn, start, end } = report.place(span);
  return {
    startLine: line,
    startColumn: column,
    endLine,
    endColumn,
    charOffset: start,
    charLength: end - start,
  };
}

function descriptor(rule: Rule, url: string): ReportingDescriptor {
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: shortened(rule.why) },
    help: { text: `${rule.why}\n\n${url}`, markdown: rulePage(rule) },
    helpUri: url,
    defaultConfiguration: { level: LEVEL[rule.severity], enabled: rule.profile !== 'audit' },
    properties: {
      tags: [rule.kind, 'cors', ...rule.cwe.map(it => `external/cwe/cwe-${String(it).padStart(3, '0')}`)],
      precision: PRECISION[rule.severity],
      'problem.severity': problemSeverity(rule.severity),
      ...(rule.kind === 'security' && { 'security-severity': SECURITY[rule.severity] }),
    },
  };
}

function problemSeverity(severity: Severity): 'error' | 'warning' | 'recommendation' {
  return severity === 'error' || severity === 'warning' ? severity : 'recommendation';
}

/** GitHub takes 1,024 characters. */
function shortened(text: string): string {
  return text.length <= 1024 ? text : `${text.slice(0, 1023)}…`;
}

/** The text of a link: brackets in it are escaped, and it ends no sentence. */
function linkText(text: string): string {
  return text.replace(/\.$/, '').replace(/[\\[\]]/g, '\\$&');
}
