import type { Connection } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { CHANGED, STATUS, type Status } from './protocol.ts';
import type { SkippedFile } from './scan.ts';
import type { Session } from './session.ts';

/** At most this many skipped files are told. */
const MOST = 100;

/** What an editor that wants to know is told, whenever it differs from what it was told before. */
export interface StatusReport {
  /** The workspace is being read; what follows from it is not known yet. */
  reading(): void;
  read(skipped: readonly SkippedFile[]): void;
  /** Documents or files have changed. */
  tell(): void;
}

export function makeStatus(connection: Connection, session: Session, client: Client): StatusReport {
  let before = '';
  let state: Status['state'] = 'ready';
  let found: readonly SkippedFile[] = [];

  function tell(): void {
    if (!client.options.status) return;
    const paths = new Set([...session.shown.keys(), ...found.map(it => it.path)]);
    const skipped = [...paths].flatMap(path => {
      const why = session.whySkipped(path);
      return why === undefined ? [] : [{ uri: session.uriOf(path), why }];
    });
    const status: Status = { state, files: session.candidates.size, skipped: skipped.slice(0, MOST) };
    const now = JSON.stringify(status);
    if (now === before) return;
    before = now;
    void connection.sendNotification(STATUS, status);
  }

  return {
    tell() {
      tell();
      if (client.options.status) void connection.sendNotification(CHANGED);
    },
    reading() {
      state = 'reading';
      tell();
    },
    read(skipped) {
      state = 'ready';
      found = skipped;
      tell();
    },
  };
}
