import { ruleUrl } from '../rules/index.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import type { Audit, Place } from './protocol.ts';

/** What a report is made of. */
export type Facts = Omit<Audit, 'report'>;

const WORDS: Readonly<Record<Severity, readonly [one: string, more: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['information', 'information'],
  hint: ['hint', 'hints'],
};

/** `2 errors and 1 warning in 3 files`. */
export function headline({ counts, findings, files }: Pick<Facts, 'counts' | 'findings' | 'files'>): string {
  const parts = SEVERITIES.filter(it => counts[it] > 0).map(it => plural(counts[it], ...WORDS[it]));
  const where = new Set(findings.map(it => it.uri)).size;
  return parts.length > 0
    ? `${join(parts)} in ${plural(where, 'file', 'files')}`
    : `No findings in ${plural(files, 'file', 'files')}`;
}

export function reportMarkdown(facts: Facts): string {
  const sections = [`# CORS audit\n\n${headline(facts)}, ${plural(facts.policies.length, 'policy', 'policies')}.`];
  if (facts.rules.length > 0) {
    const rows = facts.rules.map(
      it => `| ${it.severity} | [${it.rule}](${ruleUrl(it.rule)}) | ${it.title} | ${it.count} |`,
    );
    sections.push(
      ['## Rules\n', '| Severity | Rule | What it finds | Count |', '|---|---|---|--:|', ...rows].join('\n'),
    );
  }
  for (const [path, findings] of byFile(facts.findings)) {
    const rows = findings.map(it => {
      const proof = it.proof === undefined ? '' : `  \n  ${it.proof}`;
      return `- ${it.line}:${it.column} **${it.severity}** ${it.message} \`${it.rule}\`${proof}`;
    });
    sections.push([`## ${path}\n`, ...rows].join('\n'));
  }
  if (facts.policies.length > 0)
    sections.push(
      [
        '## Policies',
        ...facts.policies.map(
          it => `### ${it.path}:${it.line} (${it.framework})\n\n${it.summary.map(line => `- ${line}`).join('\n')}`,
        ),
      ].join('\n\n'),
    );
  if (facts.skipped.length > 0)
    sections.push(['## Not checked\n', ...facts.skipped.map(it => `- ${it.path}: ${it.why}`)].join('\n'));
  return `${sections.join('\n\n')}\n`;
}

/** The report as the content of a page's body. Links to code carry `data-line` and `data-column`, which count from 1. */
export function reportFragment(facts: Facts): string {
  const { counts } = facts;
  const tiles = SEVERITIES.map(
    it =>
      `<li class="${counts[it] > 0 ? it : 'none'}"><b>${counts[it]}</b> ${counts[it] === 1 ? WORDS[it][0] : WORDS[it][1]}</li>`,
  );
  const parts = [
    '<main>',
    `<h1>CORS audit</h1><p id="headline">${quote(headline(facts))}.</p>`,
    `<ul class="counts" aria-label="Findings by severity">${tiles.join('')}<li><b>${facts.policies.length}</b> ${
      facts.policies.length === 1 ? 'policy' : 'policies'
    }</li><li><b>${facts.files}</b> ${facts.files === 1 ? 'file read' : 'files read'}</li></ul>`,
    ...(facts.findings.length === 0 ? ['<p>Nothing to report.</p>'] : [rulesTable(facts), findingsList(facts)]),
    policiesList(facts),
    skippedList(facts),
    '</main>',
  ];
  return parts.join('\n');
}

function rulesTable({ rules }: Facts): string {
  const rows = rules.map(
    it =>
      `<tr><td><span class="severity ${it.severity}">${it.severity}</span></td><td><a href="${quote(
        ruleUrl(it.rule),
      )}" data-rule="${quote(it.rule)}">${quote(it.rule)}</a></td><td>${inline(it.title)}</td><td class="number">${it.count}</td></tr>`,
  );
  return `<section aria-labelledby="rules"><h2 id="rules">By rule</h2><table><thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">What it finds</th><th scope="col" class="number">Count</th></tr></thead><tbody>${rows.join(
    '',
  )}</tbody></table></section>`;
}

function findingsList({ findings }: Facts): string {
  const files = byFile(findings).map(([path, list]) => {
    const items = list.map(
      it =>
        `<li>${link(it, `${it.line}:${it.column}`)} <span class="severity ${it.severity}">${it.severity}</span> <div><p>${inline(
          it.message,
        )} <code class="rule">${quote(it.rule)}</code></p>${
          it.proof === undefined ? '' : `<p class="proof">${inline(it.proof)}</p>`
        }</div></li>`,
    );
    return `<details open><summary><b>${quote(path)}</b> <span class="number">${list.length}</span></summary><ul class="findings">${items.join(
      '',
    )}</ul></details>`;
  });
  return `<section aria-labelledby="findings"><h2 id="findings">By file</h2>${files.join('\n')}</section>`;
}

function policiesList({ policies }: Facts): string {
  if (policies.length === 0) return '<section><h2>Policies</h2><p>No CORS policy was found.</p></section>';
  const items = policies.map(({ summary: [first = '', ...rest], ...it }) => {
    const more = rest.map(line => `<li>${inline(line)}</li>`).join('');
    return `<details><summary>${link(it, `${it.path}:${it.line}`)} <span class="framework">${quote(
      it.framework,
    )}</span> ${inline(first)}</summary><ul>${more}</ul></details>`;
  });
  return `<section aria-labelledby="policies"><h2 id="policies">Policies</h2>${items.join('\n')}</section>`;
}

function skippedList({ skipped }: Facts): string {
  if (skipped.length === 0) return '';
  const items = skipped.map(it => `<li>${quote(it.path)}: ${quote(it.why)}</li>`);
  return `<section aria-labelledby="skipped"><h2 id="skipped">Not checked</h2><ul>${items.join('')}</ul></section>`;
}

function link(place: Place, text: string): string {
  const data = `data-line="${place.line}" data-column="${place.column}"`;
  return `<a href="${quote(place.uri)}" ${data}>${quote(text)}</a>`;
}

/** A page of its own, for editors that open it in a browser. Nothing in it is loaded from elsewhere, and nothing runs. */
export function reportHtml(facts: Facts): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>CORS audit</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
.counts { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none }
table { border-collapse: collapse } th, td { padding: 0.2rem 0.8rem 0.2rem 0; text-align: left }
.number { text-align: right } .proof { margin: 0; opacity: 0.8 }
.severity.error { color: #d1242f } .severity.warning { color: #9a6700 }
</style></head><body>
${reportFragment(facts)}
</body></html>
`;
}

function byFile<T extends Place>(all: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  const files = new Map<string, T[]>();
  for (const it of all) {
    const list = files.get(it.path);
    if (list) list.push(it);
    else files.set(it.path, [it]);
  }
  return [...files];
}

function plural(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function join(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function quote(text: string): string {
  return text.replace(/[&<>"']/g, it => `&#${it.charCodeAt(0)};`);
}

/** The Markdown of messages and descriptions: code and bold. */
function inline(text: string): string {
  return quote(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>');
}
