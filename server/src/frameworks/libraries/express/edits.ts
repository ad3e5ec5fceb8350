import type { PolicyEdit } from '../../../model/edit.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { TextEdit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import { type Read, writeOptions } from '../../options/edits.ts';
import type { OptionTable } from '../../options/table.ts';
import { EXPRESS_OPTIONS } from './cors.ts';

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

/** Only a statement of the same block may be moved, and only where nothing it uses is declared in between. */
function moveBefore(statement: Span, before: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(statement.path);
  const [from, to] = [file?.lines(statement), file?.lines(before)];
  if (!file || !from || !to || to.start >= from.start || !file.siblings(statement, before)) return undefined;
  const used = file.names(statement);
  if ([...file.declared(to.start, from.start)].some(it => used.has(it))) return undefined;
  const moved = file.source(from);
  return [
    { at: { ...to, end: to.start }, text: moved.endsWith('\n') ? moved : `${moved}${file.lineBreak}` },
    { at: from, text: '' },
  ];
}

function deleteStatement(statement: Span, read: Read): readonly TextEdit[] | undefined {
  const lines = read(statement.path)?.lines(statement);
  return lines && [{ at: lines, text: '' }];
}

/** `app.options(path, cors(same options));` after the route. */
function answerPreflight(policy: CorsPolicy, path: string, after: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(after.path);
  const owner = file?.call(after)?.receiver;
  if (!file || !owner || policy.at.path !== after.path || !file.repeatable(owner)) return undefined;
  const semicolon = file.source(after).endsWith(';') ? ';' : '';
  const call = `${file.source(owner)}.options(${file.quote}${path}${file.quote}, ${file.source(policy.at)})`;
  return file.insertAfter(after, `${call}${semicolon}`);
}
