import { gravity, rulePage } from '../rules/page.ts';
import type { Profile, Rule } from '../rules/rule.ts';
import type { Look } from './report.ts';
import { link, painter, SEVERITY_STYLE } from './terminal.ts';

const PROFILE: Readonly<Record<Profile, string>> = {
  recommended: 'recommended, so it speaks in all of them',
  strict: 'strict and audit',
  audit: 'audit only',
};

/** The rules, one line each, for a terminal. */
export function rulesText(rules: readonly Rule[], url: (id: string) => string, look: Look): string {
  const paint = painter(look);
  const width = Math.max(0, ...rules.map(it => it.id.length));
  return rules
    .map(it => {
      const id = link(look, url(it.id), it.id) + ' '.repeat(width - it.id.length);
      const head = `${id}  ${paint(SEVERITY_STYLE[it.severity], it.severity.padEnd(7))}  ${it.profile.padEnd(11)}`;
      return `${head}  ${it.title}\n`;
    })
    .join('');
}

export function rulesMarkdown(rules: readonly Rule[], url: (id: string) => string): string {
  const rows = rules.map(it => `| [\`${it.id}\`](${url(it.id)}) | ${it.title} | ${it.severity} | ${it.profile} |`);
  return `${['| rule | finds | severity | profile |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}

export function rulesJson(rules: readonly Rule[], url: (id: string) => string): string {
  return `${JSON.stringify(
    rules.map(it => ruleData(it, url)),
    undefined,
    2,
  )}\n`;
}

/** A rule's page: for a terminal, as Markdown, or as data. */
export function explain(
  rule: Rule,
  format: 'text' | 'markdown' | 'json',
  url: (id: string) => string,
  look: Look,
): string {
  if (format === 'markdown') return `${rulePage(rule)}\n`;
  if (format === 'json') return `${JSON.stringify(ruleData(rule, url), undefined, 2)}\n`;
  const paint = painter(look);
  const indented = (code: string) => code.trimEnd().replace(/^(?=.)/gm, '    ');
  const example = rule.example;
  return `${[
    [
      paint('bold', rule.title),
      paint(SEVERITY_STYLE[rule.severity], rule.id),
      `Severity: ${gravity(rule)}`,
      `Profile: ${PROFILE[rule.profile]}`,
      ...(rule.cwe.length > 0 ? [`Weakness: ${rule.cwe.map(it => `CWE-${it}`).join(', ')}`] : []),
    ].join('\n'),
    wrapped(rule.why, Math.min(look.columns, 100)),
    ...(example ? [`${paint('red', 'Wrong')}\n\n${indented(example.bad)}`] : []),
    ...(example ? [`${paint('green', 'Right')}\n\n${indented(example.good)}`] : []),
    [rule.spec && `Source: ${rule.spec}`, `Page: ${url(rule.id)}`].filter(Boolean).join('\n'),
  ].join('\n\n')}\n`;
}

function ruleData(rule: Rule, url: (id: string) => string) {
  const { id, title, severity, severityNote, profile, kind, why, example, cwe, spec } = rule;
  return { id, title, severity, severityNote, profile, kind, why, example, cwe, spec, url: url(id) };
}

function wrapped(text: string, columns: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > columns) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
