import type { Connection } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { uriOf } from './convert.ts';
import type { Session } from './session.ts';
import { unwrap } from './settings.ts';

/** Fetches the settings of every folder from a client that can be asked. */
export async function pullSettings(connection: Connection, session: Session, client: Client): Promise<void> {
  if (!client.configuration) return;
  const scopes = [undefined, ...session.folders];
  const items = scopes.map(it => ({ section: 'corslint', ...(it === undefined ? {} : { scopeUri: uriOf(it) }) }));
  try {
    const answers: unknown = await connection.workspace.getConfiguration(items);
    for (const [i, folder] of scopes.entries()) {
      const given = Array.isArray(answers) ? (answers as readonly unknown[])[i] : undefined;
      // An editor that knows no such settings answers null: what it said at the start still holds.
      if (given !== null && given !== undefined) session.settings.take(folder, unwrap(given));
    }
  } catch (error) {
    session.log(`The editor does not tell its settings: ${String(error)}`);
  }
}
