import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Finding } from '../analysis/finding.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Client, FIX_ALL } from './client.ts';
import { diagnosticOf, spanOf } from './convert.ts';
import { disableEdit, disableInFileEdit, REASON } from './disable.ts';
import { disableEverywhereEdit } from './disableEverywhere.ts';
import { reviewedEdit, workspaceEdit } from './edits.ts';
import { fixAll, isSafelyFixable } from './fixes.ts';
import { COMMANDS } from './protocol.ts';
import type { Session } from './session.ts';

/** What can be done about the findings within a range. The caller has made sure that `path` is what the editor shows. */
export function codeActions(
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  path: string,
  session: Session,
  client: Client,
): readonly (CodeAction | Command)[] {
  const wants = (kind: string) => !context.only || context.only.some(it => kind === it || kind.startsWith(`${it}.`));
  const actions: (CodeAction | Command)[] = [];
  if (client.actionLiterals && wants(CodeActionKind.QuickFix)) {
    const { start, end } = spanOf(session.linesOf(path), path, range);
    const here = session.findings(path).filter(it => it.at.start <= end && start <= it.at.end);
    // At a call that a finding is about, its fixes are offered as well; it is disabled at its own place.
    const told = (session.allTold().get(path) ?? []).filter(it => it.at.start <= end && start <= it.at.end);
    actions.push(
      ...quickFixes([...here, ...told.map(it => it.finding)], session, client),
      ...fixingAll(here, path, session, client),
      ...disabling(here, session, client),
      ...pages(here, session, client),
    );
  }
  // Only where it is asked for: a light bulb should not light up for it.
  if (client.actionLiterals && context.only && wants(FIX_ALL)) {
    const edits = fixAll(session, path);
    if (edits.length > 0)
      actions.push({
        title: 'Fix all CORS problems that can be fixed safely',
        kind: FIX_ALL,
        edit: workspaceEdit(edits, session, client),
      });
  }
  return actions;
}

function quickFixes(findings: readonly Finding[], session: Session, client: Client): readonly CodeAction[] {
  const actions = new Map<string, CodeAction & { readonly diagnostics: Diagnostic[] }>();
  let preferred = false;
  for (const finding of findings)
    for (const { title, edits, safety, placeholder } of session.fixesOf(finding)) {
      if (placeholder !== undefined && !client.snippetEdits) continue;
      const isToReview = safety === 'review' && placeholder === undefined;
      const edit = isToReview
        ? reviewedEdit(edits, session, client, title)
        : workspaceEdit(edits, session, client, placeholder);
      const key = title + JSON.stringify(edit);
      const diagnostic = diagnosticOf(finding, session, client.related);
      const known = actions.get(key);
      if (known) {
        known.diagnostics.push(diagnostic);
        continue;
      }
      const isPreferred: boolean = safety === 'safe' && !preferred;
      preferred ||= isPreferred;
      actions.set(key, {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        ...(isPreferred ? { isPreferred } : {}),
        edit,
      });
    }
  return [...actions.values()];
}

/** Of rules with several findings in the file that can be fixed without a look. */
function fixingAll(
  findings: readonly Finding[],
  path: string,
  session: Session,
  client: Client,
): readonly CodeAction[] {
  return once(findings, it => it.rule).flatMap(finding => {
    const { rule } = finding;
    const fixable = session.findings(path).filter(it => it.rule === rule && isSafelyFixable(it));
    const edits = fixable.length > 1 ? fixAll(session, path, rule) : [];
    if (edits.length === 0) return [];
    return {
      title: `Fix all ${rule} in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, session, client.related)],
      edit: workspaceEdit(edits, session, client),
    };
  });
}

function disabling(findings: readonly Finding[], session: Session, client: Client): readonly CodeAction[] {
  const lineOf = ({ at }: Finding) => session.linesOf(at.path).position(at.start).line;
  const action = (finding: Finding, where: string, edit: WorkspaceEdit): CodeAction => ({
    title: `Disable ${finding.rule} for ${where}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, session, client.related)],
    edit,
  });
  const byComment = (finding: Finding, where: string, edit: TextEdit | undefined) =>
    edit ? [action(finding, where, workspaceEdit([edit], session, client, REASON))] : [];
  return [
    ...once(findings, it => `${it.rule} ${lineOf(it)}`).flatMap(it =>
      byComment(it, 'this line', disableEdit(session, it)),
    ),
    ...once(findings, it => it.rule).flatMap(it => {
      const everywhere = disableEverywhereEdit(session, client, it);
      return [
        ...byComment(it, 'this file', disableInFileEdit(session, it)),
        ...(everywhere ? [action(it, `the workspace, in ${everywhere.where}`, everywhere.edit)] : []),
      ];
    }),
  ];
}

function pages(findings: readonly Finding[], session: Session, client: Client): readonly CodeAction[] {
  return once(findings, it => it.rule).map(finding => {
    const title = `Show the page of ${finding.rule}`;
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, session, client.related)],
      command: { title, command: COMMANDS.showRule, arguments: [finding.rule] },
    };
  });
}

function once(findings: readonly Finding[], key: (finding: Finding) => string): readonly Finding[] {
  return [...new Map([...findings].reverse().map(it => [key(it), it])).values()].reverse();
}
