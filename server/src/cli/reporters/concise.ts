import { open, type Report } from '../report.ts';
import { printable } from '../terminal.ts';

/** One line for each finding: `path:line:column severity rule message`. */
export function concise(report: Report): string {
  return open(report.findings)
    .map(it => {
      const { path, line, column } = report.place(it.at);
      return `${printable(`${path}:${line}:${column} ${it.severity} ${it.rule} ${it.message}`)}\n`;
    })
    .join('');
}
