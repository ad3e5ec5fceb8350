import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type Diagnostic,
} from 'vscode-languageserver';
import type { Finding } from '../analysis/finding.ts';
import { type Client, FIX_ALL } from './client.ts';
import { diagnosticOf, spanOf } from './convert.ts';
import { disableEdit, REASON } from './disable.ts';
import { workspaceEdit } from './edits.ts';
import { fixAll } from './fixes.ts';
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
      const edit = workspaceEdit(edits, session, client, placeholder);
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

function disabling(findings: readonly Finding[], session: Session, client: Client): readonly CodeAction[] {
  const lineOf = ({ at }: Finding) => session.linesOf(at.path).position(at.start).line;
  return once(findings, it => `${it.rule} ${lineOf(it)}`).flatMap(finding => {
    const edit = disableEdit(session, finding);
    if (!edit) return [];
    return {
      title: `Disable ${finding.rule} for this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, session, client.related)],
      edit: workspaceEdit([edit], session, client, REASON),
    };
  });
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
