import type { Explained } from '../analysis/explain.ts';
import { known } from '../model/policy.ts';
import type { Report } from './report.ts';
import { painter, printable } from './terminal.ts';

const NONE = 'No line of these files is known to cause it.';

/** What happened, the lines that cause it, and what can be done. */
export function explainedText({ says, findings, calls, deciding }: Explained, report: Report): string {
  const paint = painter(report.look);
  const place = (at: Parameters<Report['place']>[0]) => {
    const { path, line } = report.place(at);
    return `${printable(path)}:${line}`;
  };
  const causes = findings.flatMap(it => [
    `  ${paint('bold', place(it.at))}  ${it.message}`,
    ...it.related.slice(0, 3).map(other => `    ${place(other.at)}  ${other.message}`),
    ...it.fixes.map(fix => `    ${paint('green', 'fix:')} ${fix.title}`),
    `    ${it.rule}`,
  ]);
  const asked = calls.map(
    it =>
      `  ${place(it.request.at)}  ${known(it.request.method) ?? ''} ${it.request.url.text}, answered by ${it.server.name} (${place(it.server.at)})`,
  );
  const lines = [
    paint('bold', 'What happened'),
    ...says.map(it => `  ${it}`),
    ...(asked.length > 0 ? ['', paint('bold', 'The call'), ...asked] : []),
    '',
    paint('bold', 'Where it comes from'),
    ...(causes.length > 0 ? causes : [`  ${NONE}`]),
    ...deciding.map(it => `  ${paint('bold', place(it.at))}  ${it.says}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function explainedMarkdown({ says, findings, deciding }: Explained, report: Report): string {
  const causes = findings.flatMap(it => {
    const { path, line } = report.place(it.at);
    return [`- \`${path}:${line}\` ${it.message} (${it.rule})`, ...it.fixes.map(fix => `  - Fix: ${fix.title}`)];
  });
  const places = deciding.map(it => {
    const { path, line } = report.place(it.at);
    return `- \`${path}:${line}\` ${it.says}`;
  });
  const none = places.length > 0 ? [NONE, '', ...places] : [NONE];
  return `${['# What happened', '', ...says, '', '# Where it comes from', '', ...(causes.length > 0 ? causes : none)].join('\n')}\n`;
}

/** For programs; lines count from 1. */
export function explainedJson({ error, says, findings, deciding }: Explained, report: Report): string {
  const data = {
    error,
    says,
    causes: findings.map(it => {
      const { path, line, column } = report.place(it.at);
      return {
        rule: it.rule,
        severity: it.severity,
        message: it.message,
        path,
        line,
        column,
        fixes: it.fixes.map(fix => fix.title),
      };
    }),
    deciding: deciding.map(it => {
      const { path, line, column } = report.place(it.at);
      return { message: it.says, path, line, column };
    }),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
