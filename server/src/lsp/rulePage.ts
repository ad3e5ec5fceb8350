import { ruleOf } from '../rules/index.ts';

/** A rule's page as Markdown; undefined where there is no such rule. */
export function rulePage(id: string): string | undefined {
  const rule = ruleOf(id);
  if (!rule) return undefined;
  const { title, severity, severityNote, profile, why, example, cwe, spec } = rule;
  const fence = (code: string) => [`\`\`\`${example?.language ?? ''}`, code.trimEnd(), '```'].join('\n');
  const facts = [
    `\`${id}\``,
    severityNote ? `${severity} (${severityNote})` : severity,
    `profile ${profile}`,
    ...cwe.map(it => `CWE-${it}`),
  ];
  return [
    `# ${title}`,
    facts.join(' · '),
    why,
    ...(example ? ['## Wrong', fence(example.bad), '## Right', fence(example.good)] : []),
    '## More',
    /^https?:/.test(spec) ? `- <${spec}>` : `- ${spec}`,
  ].join('\n\n');
}
