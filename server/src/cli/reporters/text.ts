import type { Finding } from '../../analysis/finding.ts';
import { codeFrame, type FrameLine, type Ink } from '../frame.ts';
import { byFile, countsInWords, open, plural, type Report, skippedInWords, witnessInWords } from '../report.ts';
import { link, type Paint, painter, printable, SEVERITY_STYLE } from '../terminal.ts';

const MOST_PER_RULE = 20;

/** For people at a terminal: every finding with its source, proof and fixes, then a line that sums up. */
export function text(report: Report): string {
  const paint = painter(report.look);
  const all = open(report.findings);
  const told = new Map<string, number>();
  const blocks: string[] = [];
  for (const it of all) {
    const count = (told.get(it.rule) ?? 0) + 1;
    told.set(it.rule, count);
    if (count <= MOST_PER_RULE) blocks.push(block(report, it, paint));
  }
  for (const [rule, count] of told)
    if (count > MOST_PER_RULE) blocks.push(paint('dim', `${rule}: and ${count - MOST_PER_RULE} more`));
  if (told.size && !report.look.links)
    blocks.push([...told.keys()].map(rule => paint('dim', `${rule}: ${report.ruleUrl(rule)}`)).join('\n'));
  return `${[...blocks, summary(report, paint)].join('\n\n')}\n`;
}

function block(report: Report, finding: Finding, paint: Paint): string {
  const style = SEVERITY_STYLE[finding.severity];
  const rule = link(report.look, report.ruleUrl(finding.rule), finding.rule);
  const lines = codeFrame(report, finding, report.look.columns);
  const margin = ' '.repeat(/^ */.exec(lines[0]?.[0]?.text ?? '')?.[0].length ?? 0);
  const note = (head: string, words: string) =>
    `${paint('blue', `${margin} =`)} ${paint('bold', `${head}:`)} ${printable(words)}`;
  return [
    `${paint(style, `${finding.severity}[${rule}]`)}${paint('bold', `: ${printable(finding.message)}`)}`,
    ...lines.map(it => painted(it, paint, finding)),
    ...(finding.witness ? witnessInWords(finding.witness).map(it => note('proof', it)) : []),
    ...finding.fixes.map(it => note(it.safety === 'safe' ? 'fix' : 'fix to review', it.title)),
  ].join('\n');
}

function painted(line: FrameLine, paint: Paint, finding: Finding): string {
  const styles = {
    plain: undefined,
    gutter: 'blue',
    primary: SEVERITY_STYLE[finding.severity],
    related: 'blue',
  } as const satisfies Record<Ink, unknown>;
  return line
    .map(({ ink, text }) => {
      const style = styles[ink];
      return style ? paint(style, text) : text;
    })
    .join('')
    .trimEnd();
}

function summary(report: Report, paint: Paint): string {
  const all = open(report.findings);
  const silent = report.findings.length - all.length;
  const worst = all.some(it => it.severity === 'error') ? 'red' : all.length ? 'yellow' : 'green';
  const looked = `${plural(report.files, 'file')} looked at, ${plural(report.policies.length, 'CORS policy', 'CORS policies')} found`;
  const head = all.length
    ? `${countsInWords(all)} in ${plural(byFile(all).length, 'file')}`
    : report.files
      ? `No ${report.known?.length ? 'new ' : ''}problems found`
      : 'Nothing was looked at';
  const safe = all.filter(it => it.fixes.some(fix => fix.safety === 'safe')).length;
  const place = (path: string) => report.place({ path, start: 0, end: 0 }).path;
  return [
    `${paint(['bold', worst], head)} (${looked}${silent ? `, ${silent} suppressed` : ''}${report.known?.length ? `, ${report.known.length} known from the baseline` : ''})`,
    report.fixed ? `Fixed ${plural(report.fixed.problems, 'problem')} in ${plural(report.fixed.files, 'file')}` : '',
    ...(report.fixed?.failed ?? []).map(it => paint('red', printable(`Not fixed: ${place(it.path)}: ${it.reason}`))),
    safe ? `${plural(safe, 'problem')} can be fixed with --fix` : '',
    report.skipped.length
      ? paint(
          'dim',
          printable(`Skipped: ${skippedInWords(report.skipped.map(it => ({ ...it, path: place(it.path) })))}`),
        )
      : '',
  ]
    .filter(Boolean)
    .join('\n');
}
