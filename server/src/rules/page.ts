import type { Rule } from './rule.ts';

const FENCE = '```';

/** A rule's page as Markdown. */
export function rulePage(rule: Rule): string {
  const example = rule.example;
  const fence = (code: string) => `${FENCE}${example?.language ?? ''}\n${code.trimEnd()}\n${FENCE}`;
  return [
    `# ${rule.title}`,
    `\`${rule.id}\` · ${facts(rule).join(' · ')}`,
    rule.why,
    ...(example ? ['## Wrong', fence(example.bad), '## Right', fence(example.good)] : []),
    ...(rule.spec ? ['## Source', /^https?:/.test(rule.spec) ? `<${rule.spec}>` : rule.spec] : []),
  ].join('\n\n');
}

/** Severity, profile and weakness class, in words. */
export function facts(rule: Rule): readonly string[] {
  return [gravity(rule), `profile ${rule.profile}`, ...rule.cwe.map(it => `CWE-${it}`)];
}

/** The severity, and by which condition it differs: `error; warning where nothing logs in with cookies`. */
export function gravity({ severity, severityNote }: Rule): string {
  if (!severityNote) return severity;
  return severityNote.startsWith(severity) ? severityNote : `${severity}; ${severityNote}`;
}
