import type { Finding } from '../../analysis/finding.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import { open, type Report, witnessInWords } from '../report.ts';

const COMMAND = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/** Annotations for GitHub's actions, gravest first, because only the first ten of a step are shown. */
export function github(report: Report): string {
  const findings = [...open(report.findings)]
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map(it => annotation(report, it));
  const failed = (report.fixed?.failed ?? []).map(({ path, reason }) => {
    const file = property(report.place({ path, start: 0, end: 0 }).path);
    return `::error file=${file},title=corslint::${data(`Not fixed: ${reason}.`)}`;
  });
  return [...failed, ...findings].map(it => `${it}\n`).join('');
}

function annotation(report: Report, finding: Finding): string {
  const { path, line, column, endLine, endColumn } = report.place(finding.at);
  const properties = {
    file: path,
    line,
    endLine,
    // GitHub takes columns only where the place is within one line.
    ...(line === endLine && { col: column, endColumn }),
    title: `corslint: ${finding.rule}`,
  };
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  const message = [finding.message, ...(finding.witness ? witnessInWords(finding.witness) : [])].join('\n');
  return `::${COMMAND[finding.severity]} ${listed.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
