import type { Finding } from '../analysis/finding.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import type { Session } from './session.ts';

/** What stands for the reason until somebody writes one. */
export const REASON = 'reason';

/** How a line of its own is a comment, by the file's ending or name; JSON has no comments. */
const COMMENTS: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/\.([cm]?[jt]s|[jt]sx|jsonc|json5)$/i, text => `// ${text}`],
  [/\.(vue|svelte|astro|html?)$/i, text => `<!-- ${text} -->`],
  [
    /\.(ya?ml|toml|tf|tofu|tfvars|conf|cfg|nginx|caddy(file)?|py|rb|sh|env)$|(^|\/)(_headers|\.htaccess|Caddyfile(\.[\w-]+)?|\.env[^/]*)$/i,
    text => `# ${text}`,
  ],
];

/**
 * The edit that silences a finding by a comment above its line. It is tried first: nothing is offered where the comment would
 * not be one (within a template literal or JSX, say), that is, where the finding stays or the file is read differently.
 */
export function disableEdit(session: Session, finding: Finding): TextEdit | undefined {
  const { path, start } = finding.at;
  const text = session.textOf(path);
  const comment = COMMENTS.find(([pattern]) => pattern.test(path))?.[1];
  if (text === undefined || comment === undefined) return undefined;
  const lines = session.linesOf(path);
  const lineStart = lines.startOf(lines.position(start).line);
  const indent = /^[\t ]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  if (/\.[jt]sx$/i.test(path) && text.startsWith('<', lineStart + indent.length)) return undefined;
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const line = `${indent}${comment(`corslint-disable-next-line ${finding.rule} -- ${REASON}`)}${newline}`;
  const edit = { at: { path, start: lineStart, end: lineStart }, text: line };
  const tried = applyEdits(path, text, [edit]);
  if (tried === undefined) return undefined;
  const before = session.findings(path);
  const policies = session.facts(path).policies.length;
  const after = session.suppose(path, tried, () => ({
    findings: session.findings(path),
    policies: session.facts(path).policies.length,
  }));
  return after.findings.length < before.length && after.policies === policies ? edit : undefined;
}
