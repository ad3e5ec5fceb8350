import type { PolicyEdit } from '../model/edit.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { EXPRESS_OPTIONS } from './express-cors.ts';
import type { OptionTable } from './options.ts';
import { type Read, writeOptions } from './options-edits.ts';

/** Writes an edit to a policy of expressjs/cors, and to the order of an Express application. */
export function writeExpress(policy: CorsPolicy, edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  return writeApp(policy, edit, read, EXPRESS_OPTIONS);
}

/** Writes an edit to a policy given as options, and to the order of an application. */
export function writeApp(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'move-before':
      return moveBefore(edit.statement, edit.before, read);
    case 'delete-statement':
      return deleteStatement(edit.statement, read);
    case 'answer-preflight':
      return answerPreflight(policy, edit.path, edit.after, read);
    default:
      return writeOptions(policy, edit, read, table);
  }
}

/** The lines of a statement, with the comments directly above it. */
function linesOf(statement: Span, source: string): { readonly start: number; readonly end: number } {
  let start = source.lastIndexOf('\n', statement.start - 1) + 1;
  if (source.slice(start, statement.start).trim() !== '') start = statement.start;
  else {
    for (;;) {
      const above = source.lastIndexOf('\n', start - 2) + 1;
      const line = source.slice(above, start).trim();
      if (start === 0 || !(line.startsWith('//') || (line.startsWith('/*') && line.endsWith('*/')))) break;
      start = above;
    }
  }
  const rest = /^[ \t]*(?:\/\/[^\n]*)?(?:\r?\n|$)/.exec(source.slice(statement.end))?.[0];
  return { start, end: statement.end + (rest?.length ?? 0) };
}

/** Only a statement of the same block may be moved, and only where nothing it uses is declared in between. */
function moveBefore(statement: Span, before: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(statement.path);
  if (source === undefined || statement.path !== before.path || before.start >= statement.start) return undefined;
  const from = linesOf(statement, source);
  const to = linesOf(before, source);
  if (indentAt(source, statement.start) !== indentAt(source, before.start)) return undefined;
  const moved = source.slice(from.start, from.end);
  const used = new Set(moved.match(/[A-Za-z_$][\w$]*/g) ?? []);
  const between = source.slice(to.start, from.start);
  for (const declared of between.matchAll(
    /\b(?:const|let|var|function|class)\s+(?:\{([^}]*)\}|\[([^\]]*)\]|([A-Za-z_$][\w$]*))/g,
  )) {
    const names = (declared[1] ?? declared[2] ?? declared[3] ?? '').split(/[\s,:]+/);
    if (names.some(it => used.has(it))) return undefined;
  }
  const text = moved.endsWith('\n') ? moved : `${moved}\n`;
  return [
    { at: { path: before.path, start: to.start, end: to.start }, text },
    { at: { path: statement.path, ...from }, text: '' },
  ];
}

function indentAt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, offset))?.[0] ?? '';
}

function deleteStatement(statement: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(statement.path);
  if (source === undefined) return undefined;
  const { start, end } = linesOf(statement, source);
  const bare = source.lastIndexOf('\n', statement.start - 1) + 1;
  return [{ at: { path: statement.path, start: Math.max(start, Math.min(bare, statement.start)), end }, text: '' }];
}

/** `app.options(path, cors(same options));` after the route. */
function answerPreflight(policy: CorsPolicy, path: string, after: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(after.path);
  const owner = source && /^([\w$.]+)\s*\.\s*\w+\s*\(/.exec(source.slice(after.start, after.end))?.[1];
  const call = policy.at.path === after.path ? source?.slice(policy.at.start, policy.at.end) : undefined;
  if (!source || !owner || !call) return undefined;
  const semicolon = source.slice(after.start, after.end).endsWith(';') ? ';' : '';
  const quote = source.includes('"') && !source.includes("'") ? '"' : "'";
  return [
    {
      at: { path: after.path, start: after.end, end: after.end },
      text: `\n${indentAt(source, after.start)}${owner}.options(${quote}${path}${quote}, ${call})${semicolon}`,
    },
  ];
}
