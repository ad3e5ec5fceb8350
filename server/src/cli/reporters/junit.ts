import type { Finding } from '../../analysis/finding.ts';
import { byFile, open, type Report, witnessInWords } from '../report.ts';
import { element, escaped, HEADER } from './xml.ts';

/**
 * JUnit's XML, in which a finding is a test case of its file: errors and warnings failed, the rest passed with something to say.
 * Where nothing is found one case has passed, since some readers take an empty report for a broken one.
 */
export function junit(report: Report): string {
  const all = open(report.findings);
  const files = byFile(all);
  const suites = files.map(([path, findings]) => {
    const { path: name } = report.place({ path, start: 0, end: 0 });
    return `  ${suite(
      name,
      findings.map(it => testcase(report, it)),
      findings.filter(isFailure).length,
    )}`;
  });
  const none = `  ${suite('corslint', [element('testcase', { classname: 'corslint', name: 'no problems' })], 0)}`;
  const counts = { tests: Math.max(all.length, 1), failures: all.filter(isFailure).length, errors: 0 };
  const root = element('testsuites', { name: 'corslint', ...counts }, [
    `\n${(suites.length > 0 ? suites : [none]).join('\n')}\n`,
  ]);
  return `${HEADER}\n${root}\n`;
}

function suite(name: string, cases: readonly string[], failures: number): string {
  const content = cases.map(it => `\n    ${it}`).join('');
  return element('testsuite', { name, tests: cases.length, failures, errors: 0 }, [`${content}\n  `]);
}

function isFailure({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'warning';
}

function testcase(report: Report, finding: Finding): string {
  const { path, line, column } = report.place(finding.at);
  const proof = finding.witness ? witnessInWords(finding.witness) : [];
  const text = escaped(
    [`${path}:${line}:${column}`, finding.message, ...proof, report.ruleUrl(finding.rule)].join('\n'),
  );
  const told = isFailure(finding)
    ? element('failure', { type: finding.severity, message: finding.message }, [text])
    : element('system-out', {}, [text]);
  return element('testcase', { classname: path, name: `${finding.rule} ${line}:${column}`, file: path, line }, [told]);
}
