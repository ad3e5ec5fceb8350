import type { Connection } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { type Skipped, STATUS, type Status } from './protocol.ts';
import type { SkippedFile } from './scan.ts';
import type { Session } from './session.ts';

/** At most this many skipped files are told. */
const MOST = 100;

/** Tells an editor that wants to know what the server is doing, whenever that has changed. */
export function makeStatus(connection: Connection, session: Session, client: Client) {
  let before = '';
  let skippedFiles: readonly SkippedFile[] = [];
  return (state: Status['state'], found: readonly SkippedFile[] = skippedFiles): void => {
    skippedFiles = found;
    if (!client.options.status) return;
    const skipped: Skipped[] = [];
    for (const path of new Set([...session.shown.keys(), ...found.map(it => it.path)])) {
      const why = session.whySkipped(path);
      if (why !== undefined && skipped.length < MOST) skipped.push({ uri: session.uriOf(path), why });
    }
    const status: Status = { state, files: session.candidates.size, skipped };
    const now = JSON.stringify(status);
    if (now === before) return;
    before = now;
    void connection.sendNotification(STATUS, status);
  };
}

export type TellStatus = ReturnType<typeof makeStatus>;
