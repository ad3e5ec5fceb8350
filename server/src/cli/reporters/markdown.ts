import { describer } from '../../analysis/describe.ts';
import type { Finding } from '../../analysis/finding.ts';
import { codeFrame } from '../frame.ts';
import { placesOf } from '../policies.ts';
import { byFile, countsInWords, open, plural, type Report, witnessInWords } from '../report.ts';

const WIDTH = 120;

/** A report to put into an issue, a pull request or a job's summary. */
export function markdown(report: Report): string {
  const all = open(report.findings);
  return `${[
    '# CORS report',
    `${all.length ? countsInWords(all) : report.files ? 'No problems found' : 'Nothing was looked at'}: ${plural(report.files, 'file')} looked at, ${plural(report.policies.length, 'policy', 'policies')} found.`,
    ...(report.fixed?.failed ?? []).map(
      it => `**Not fixed**: ${escaped(report.place({ path: it.path, start: 0, end: 0 }).path)}: ${prose(it.reason)}`,
    ),
    ...byFile(all).flatMap(([path, findings]) => [
      `## ${escaped(report.place({ path, start: 0, end: 0 }).path)}`,
      ...findings.map(it => section(report, it)),
    ]),
    ...(report.policies.length ? ['## Policies', policies(report)] : []),
  ].join('\n\n')}\n`;
}

function section(report: Report, finding: Finding): string {
  const frame = codeFrame(report, finding, WIDTH).map(line =>
    line
      .map(it => it.text)
      .join('')
      .trimEnd(),
  );
  const notes = [
    ...(finding.witness ? witnessInWords(finding.witness).map(it => `- Proof: ${prose(it)}`) : []),
    ...finding.fixes.map(it => `- ${it.safety === 'safe' ? 'Fix' : 'Fix to review'}: ${prose(it.title)}`),
  ];
  return [
    `**${finding.severity}** [\`${finding.rule}\`](${report.ruleUrl(finding.rule)}): ${prose(finding.message)}`,
    fenced(frame.join('\n')),
    ...(notes.length ? [notes.join('\n')] : []),
  ].join('\n\n');
}

function policies(report: Report): string {
  const describe = describer();
  const rows = report.policies.map(policy => {
    const { path, line } = report.place(policy.at);
    const places = [
      `${path}:${line}`,
      ...placesOf(report, policy)
        .slice(1)
        .map(it => `${report.place(it).path}:${report.place(it).line}`),
    ];
    return `| ${places.map(escaped).join(', ')} | ${escaped(policy.framework)} | ${describe(policy).map(prose).join(' ')} |`;
  });
  return ['| place | framework | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** A fence longer than any within. */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(it => it.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${code}\n${fence}`;
}

/** Text in which code stands between backticks: what is outside of them is escaped. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 ? part.replaceAll('|', '\\|') : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}
