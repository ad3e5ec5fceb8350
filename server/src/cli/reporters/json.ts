import type { Finding } from '../../analysis/finding.ts';
import { counts, type Report, type Skipped } from '../report.ts';

/**
 * For programs. Lines and columns count from 1, `start` and `end` are offsets from 0, all in UTF-16 code units, ends
 * exclusive. Offsets are those of the file's whole text, a byte order mark included; no column counts that. The shape changes only together with `schemaVersion`; new properties may be added.
 */
export function json(report: Report): string {
  const data = {
    schemaVersion: 1,
    tool: { name: 'corslint', version: report.version },
    summary: {
      ...counts(report.findings),
      suppressed: report.findings.filter(it => it.suppressed).length,
      ...(report.known && { known: report.known.length }),
      files: report.files,
      policies: report.policies.length,
      ...(report.fixed && { fixed: report.fixed.problems, fixesFailed: report.fixed.failed.length }),
    },
    findings: report.findings.map(it => finding(report, it)),
    skipped: unread(report, report.skipped),
    ...(report.fixed && { fixesFailed: unread(report, report.fixed.failed) }),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

/** Files with which something could not be done, and why. */
function unread(report: Report, files: readonly Skipped[]) {
  return files.map(({ path, reason }) => ({ path: report.place({ path, start: 0, end: 0 }).path, reason }));
}

function finding(report: Report, it: Finding) {
  return {
    rule: it.rule,
    severity: it.severity,
    message: it.message,
    ...report.place(it.at),
    url: report.ruleUrl(it.rule),
    ...(it.witness && { witness: it.witness }),
    related: it.related.map(({ at, message }) => ({ message, ...report.place(at) })),
    fixes: it.fixes.map(fix => ({
      title: fix.title,
      safety: fix.safety,
      edits: fix.edits.map(({ at, text }) => ({ ...report.place(at), text })),
    })),
    ...(it.suppressed && {
      suppressed: {
        ...report.place(it.suppressed.at),
        ...(it.suppressed.reason !== undefined && { reason: it.suppressed.reason }),
      },
    }),
  };
}
