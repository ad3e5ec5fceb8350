import type { CorsPolicy } from '../../model/policy.ts';
import type { TextEdit } from '../../text/edit.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';

/** Several origins need a check: the statement that echoes runs only for these. */
export function guarded(
  { origins }: CorsPolicy,
  texts: readonly string[],
  read: Read,
): readonly TextEdit[] | undefined {
  const { entry, at, mode } = origins;
  const file = entry && read(entry.path);
  if (
    !entry ||
    !file ||
    (mode !== 'echo-any' && mode !== 'echo-match') ||
    !contains(entry, at) ||
    file.role(entry) !== 'statement' ||
    !file.repeatable(at)
  )
    return undefined;
  const expression = file.source(at);
  const indent = file.indent(entry.start);
  const step = /\n(\t|[ ]{2,})\S/.exec(file.text)?.[1]?.startsWith('\t') ? '\t' : '  ';
  const asked = /\.[cm]?tsx?$/.test(entry.path) ? `${expression} ?? ''` : expression;
  const eol = file.lineBreak;
  const quote = /['"]/.exec(file.source(entry))?.[0] ?? "'";
  const list = texts.map(it => `${quote}${it}${quote}`).join(', ');
  return [
    {
      at: entry,
      text: `if ([${list}].includes(${asked})) {${eol}${indent}${step}${file.source(entry)}${eol}${indent}}`,
    },
  ];
}

/** Lets a branch that sends the header send none. */
export function refuse(at: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(at.path);
  const statement = file?.statement(at);
  const sends = statement && file?.pair(statement, /^access-control-allow-origin$/i);
  return sends && file?.call(statement) ? file.remove(statement) : undefined;
}
