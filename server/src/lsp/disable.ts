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
  if (text === undefined) return undefined;
  const lines = session.linesOf(path);
  const lineStart = lines.startOf(lines.position(start).line);
  const indent = /^[\t ]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  if (/\.[jt]sx$/i.test(path) && text.startsWith('<', lineStart + indent.length)) return undefined;
  const edit = commentEdit(path, text, lineStart, indent, `corslint-disable-next-line ${finding.rule}`);
  const tried = edit && applyEdits(path, text, [edit]);
  if (tried === undefined) return undefined;
  const before = session.findings(path);
  const policies = session.facts(path).policies.length;
  const after = session.suppose(path, tried, () => ({
    findings: session.findings(path),
    policies: session.facts(path).policies.length,
  }));
  return after.findings.length < before.length && after.policies === policies ? edit : undefined;
}

/** What has to stand in the first line. */
const FIRST = /^\uFEFF?(#!|<!doctype\b)[^\r\n]*(\r\n|\n|\r|$)|^\uFEFF/i;

/** The same for all findings of the rule in its file, by a comment at the file's beginning, which is one wherever there are any. */
export function disableInFileEdit(session: Session, { at: { path }, rule }: Finding): TextEdit | undefined {
  const text = session.textOf(path);
  // Nothing may stand before the fence of Astro's script.
  if (text === undefined || /\.astro$/i.test(path)) return undefined;
  return commentEdit(path, text, FIRST.exec(text)?.[0].length ?? 0, '', `corslint-disable ${rule}`);
}

function commentEdit(path: string, text: string, at: number, indent: string, words: string): TextEdit | undefined {
  const comment = COMMENTS.find(([pattern]) => pattern.test(path))?.[1];
  if (comment === undefined) return undefined;
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return { at: { path, start: at, end: at }, text: `${indent}${comment(`${words} -- ${REASON}`)}${newline}` };
}
