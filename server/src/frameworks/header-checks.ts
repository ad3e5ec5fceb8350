import type { CorsPolicy } from '../model/policy.ts';
import type { TextEdit } from '../text/edit.ts';
import { contains, type Span } from '../text/span.ts';
import { entryKind, removeStatement } from './header-source.ts';
import { expressionLength, indentAt, lineBreakOf } from './header-text.ts';
import type { Read } from './options-edits.ts';

/** Several origins need a check: the statement that echoes runs only for these. */
export function guarded(
  { origins }: CorsPolicy,
  texts: readonly string[],
  read: Read,
): readonly TextEdit[] | undefined {
  const { entry, at, mode } = origins;
  const source = entry && read(entry.path);
  if (
    !entry ||
    source === undefined ||
    (mode !== 'echo-any' && mode !== 'echo-match') ||
    !contains(entry, at) ||
    entryKind(source, entry) !== 'statement'
  )
    return undefined;
  const expression = source.slice(at.start, at.end);
  if (
    !/^[\w$.?!]+$|^[\w$.]+\(\s*['"]origin['"]\s*\)$|^[\w$.]+\[\s*['"]origin['"]\s*\]$/i.test(expression) ||
    expressionLength(expression) !== expression.length
  )
    return undefined;
  const indent = indentAt(source, entry.start);
  const step = /\n(\t|[ ]{2,})\S/.exec(source)?.[1]?.startsWith('\t') ? '\t' : '  ';
  const asked = /\.[cm]?tsx?$/.test(entry.path) ? `${expression} ?? ''` : expression;
  const eol = lineBreakOf(source);
  const quote = /['"]/.exec(source.slice(entry.start, entry.end))?.[0] ?? "'";
  const list = texts.map(it => `${quote}${it}${quote}`).join(', ');
  return [
    {
      at: entry,
      text: `if ([${list}].includes(${asked})) {${eol}${indent}${step}${source.slice(entry.start, entry.end)}${eol}${indent}}`,
    },
  ];
}

/** Lets a branch that sends the header send none. */
export function refuse(at: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(at.path);
  if (source === undefined) return undefined;
  const start = source.lastIndexOf('\n', at.start) + 1;
  const end = source.indexOf('\n', at.end);
  const line = source.slice(start, end < 0 ? undefined : end);
  const statement =
    /^(\s*)([\w$.]+\.(?:setHeader|header|set|append)\(\s*(['"])access-control-allow-origin\3\s*,[^;]*\);?)\s*$/i.exec(
      line,
    );
  const [, lead, text] = statement ?? [];
  if (lead === undefined || text === undefined) return undefined;
  const span: Span = { path: at.path, start: start + lead.length, end: start + lead.length + text.length };
  return entryKind(source, span) === 'statement' ? removeStatement(source, span) : undefined;
}
