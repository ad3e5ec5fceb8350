import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../analysis/finding.ts';
import { CONFIG_FILE, switchingOff } from '../configuration.ts';
import type { Client } from './client.ts';
import { uriOf } from './convert.ts';
import { newFileEdit, workspaceEdit } from './edits.ts';
import type { Session } from './session.ts';

/**
 * What switches a finding's rule off for all files that its configuration is for: in the file that has the last word there, or in
 * a new one in the workspace folder. `where` is that file's path for people.
 */
export function disableEverywhereEdit(
  session: Session,
  client: Client,
  { at: { path }, rule }: Finding,
): { readonly edit: WorkspaceEdit; readonly where: string } | undefined {
  const source = session.settings.sourceOf(path);
  const where = source?.slice(source.lastIndexOf('/') + 1) ?? CONFIG_FILE;
  if (source !== undefined) {
    const edits = switchingOff(rule, session.textOf(source) ?? '', where);
    const placed = edits?.map(({ start, end, text }) => ({ at: { path: source, start, end }, text }));
    return placed && { edit: workspaceEdit(placed, session, client), where };
  }
  const folder = session.folderOf(path);
  if (folder === undefined || !client.createsFiles) return undefined;
  const text = `${JSON.stringify({ rules: { [rule]: 'off' } }, undefined, 2)}\n`;
  return { edit: newFileEdit(uriOf(`${folder}/${CONFIG_FILE}`), text), where };
}
