import { describer } from '../../analysis/describe.ts';
import type { Finding } from '../../analysis/finding.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import { codeFrame } from '../frame.ts';
import { placesOf } from '../policies.ts';
import { byFile, counts, open, plural, type Report, type Skipped, witnessInWords } from '../report.ts';
import { escaped, htmlPage, prose } from './htmlPage.ts';

const WIDTH = 140;

/** A page for people: one file, no scripts, nothing loaded from elsewhere. */
export function html(report: Report): string {
  const all = open(report.findings);
  const files = byFile(all);
  const number = counts(report.findings);
  const body = `<header>
<h1>CORS report</h1>
<p>${plural(report.files, 'file')} looked at, ${plural(report.policies.length, 'policy', 'policies')} found. corslint ${escaped(report.version)}</p>
<ul class="counts">${SEVERITIES.map(it => `<li class="${it}"><b>${number[it]}</b> ${LABELS[it][number[it] === 1 ? 0 : 1]}</li>`).join('')}</ul>
</header>
<main>
${files.length > 1 ? contents(report, files) : ''}
<h2>Findings</h2>
${files.length ? files.map(([path, findings], i) => file(report, path, findings, i)).join('\n') : `<p>${report.files ? 'No problems found.' : 'Nothing was looked at.'}</p>`}
<h2>Policies</h2>
${report.policies.length ? policies(report) : '<p>No CORS policies found.</p>'}
${report.fixed?.failed.length ? listed(report, 'Not fixed', report.fixed.failed) : ''}
${report.skipped.length ? listed(report, 'Not read', report.skipped) : ''}
</main>`;
  return htmlPage('CORS report', body);
}

const LABELS = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['info', 'info'],
  hint: ['hint', 'hints'],
} as const;

function contents(report: Report, files: readonly (readonly [string, readonly Finding[]])[]): string {
  const items = files.map(
    ([path, findings], i) =>
      `<li><a href="#file-${i}">${escaped(nameOf(report, path))}</a> ${plural(findings.length, 'finding')}</li>`,
  );
  return `<nav aria-label="Files"><ul>${items.join('')}</ul></nav>`;
}

function file(report: Report, path: string, findings: readonly Finding[], index: number): string {
  return `<section id="file-${index}">
<h3>${escaped(nameOf(report, path))}</h3>
${findings.map(it => article(report, it)).join('\n')}
</section>`;
}

function article(report: Report, finding: Finding): string {
  const frame = codeFrame(report, finding, WIDTH)
    .map(line =>
      line
        .map(({ ink, text }) => (ink === 'plain' ? escaped(text) : `<span class="${ink}">${escaped(text)}</span>`))
        .join('')
        .trimEnd(),
    )
    .join('\n');
  const notes = [
    ...(finding.witness ? witnessInWords(finding.witness).map(it => `<li><b>Proof:</b> ${prose(it)}</li>`) : []),
    ...finding.fixes.map(it => `<li><b>${it.safety === 'safe' ? 'Fix' : 'Fix to review'}:</b> ${prose(it.title)}</li>`),
  ];
  return `<article class="${finding.severity}">
<h4><span class="severity">${finding.severity}</span> ${prose(finding.message)}</h4>
<p class="rule"><a href="${escaped(report.ruleUrl(finding.rule))}">${escaped(finding.rule)}</a></p>
<pre tabindex="0"><code>${frame}</code></pre>
${notes.length ? `<ul>${notes.join('')}</ul>` : ''}
</article>`;
}

function policies(report: Report): string {
  const describe = describer();
  const rows = report.policies.map(policy => {
    const places = placesOf(report, policy).map(it => report.place(it));
    const at = report.place(policy.at);
    const shown = [at, ...places.slice(1)].map(it => `<code>${escaped(it.path)}:${it.line}</code>`);
    return `<tr><td>${shown.join('<br>')}</td><td>${escaped(policy.framework)}</td><td>${describe(policy).map(prose).join('<br>')}</td></tr>`;
  });
  return `<div class="wide"><table><thead><tr><th scope="col">Place</th><th scope="col">Framework</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function listed(report: Report, title: string, files: readonly Skipped[]): string {
  const rows = files.map(it => `<li><code>${escaped(nameOf(report, it.path))}</code>: ${escaped(it.reason)}</li>`);
  return `<h2>${title}</h2>\n<ul>${rows.join('\n')}</ul>`;
}

function nameOf(report: Report, path: string): string {
  return report.place({ path, start: 0, end: 0 }).path;
}
