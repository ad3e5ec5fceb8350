import { byFile, open, type Report } from '../report.ts';
import { element, HEADER } from './xml.ts';

const SEVERITY = { error: 'error', warning: 'warning', info: 'info', hint: 'info' } as const;

/** Checkstyle's XML, which many servers of builds read. */
export function checkstyle(report: Report): string {
  const files = byFile(open(report.findings)).map(([path, findings]) => {
    const errors = findings.map(it => {
      const { line, column } = report.place(it.at);
      const source = `corslint.${it.rule}`;
      return `\n    ${element('error', { line, column, severity: SEVERITY[it.severity], message: it.message, source })}`;
    });
    return `\n  ${element('file', { name: report.place({ path, start: 0, end: 0 }).path }, [...errors, '\n  '])}`;
  });
  return `${HEADER}\n${element('checkstyle', { version: '4.3' }, [...files, '\n'])}\n`;
}
