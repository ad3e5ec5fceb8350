import { identities } from '../identity.ts';
import { open, type Report } from '../report.ts';

const SEVERITY = { error: 'major', warning: 'minor', info: 'info', hint: 'info' } as const;

/** GitLab's Code Quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlab(report: Report): string {
  const nameOf = (path: string) => report.place({ path, start: 0, end: 0 }).path;
  const names = identities(report.findings, { nameOf, textOf: path => report.source(path).text });
  const issues = open(report.findings).map(it => {
    const { path, line, endLine } = report.place(it.at);
    return {
      description: it.message,
      check_name: it.rule,
      fingerprint: names.get(it),
      severity: SEVERITY[it.severity],
      location: { path, lines: { begin: line, end: endLine } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
