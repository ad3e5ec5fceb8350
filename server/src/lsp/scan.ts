import { walk } from '../files/walk.ts';
import { breath, type Cancel } from './guard.ts';
import type { Session } from './session.ts';

/** Milliseconds after which a scan lets waiting requests run. */
const SLICE = 12;

export interface SkippedFile {
  readonly path: string;
  readonly why: string;
}

export interface Scan {
  /** How many files were looked at. */
  readonly files: number;
  /** False where it was cancelled. */
  readonly complete: boolean;
  /** Files that would be of interest and are not read. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Walks every workspace folder, keeps the files that may hold a policy and has their facts read. What was written since the
 * last scan is read again, and what is gone is dropped. Requests are answered in between.
 */
export function makeScanner(session: Session, clock: () => number = () => performance.now()) {
  const stamps = new Map<string, string>();

  return async function scan(cancel: Cancel, tell: (files: number) => void = () => {}): Promise<Scan> {
    let since = clock();
    let files = 0;
    const skipped: SkippedFile[] = [];
    const met = new Set<string>();
    const pause = async () => {
      if (clock() - since < SLICE) return;
      tell(files);
      await breath();
      since = clock();
    };
    const concerns = (path: string) => session.workspace.concerns(path);
    for (const folder of session.folders) {
      const exclude = session.settings.of(`${folder}/any`).analysis.exclude;
      for (const paths of walk(session.io, folder, { patterns: exclude, from: folder }, concerns)) {
        await pause();
        for (const path of paths) {
          if (cancel.isCancellationRequested) return { files, complete: false, skipped };
          met.add(path);
          files++;
          refresh(path);
          if (session.consider(path)) session.facts(path);
          const why = session.whySkipped(path);
          if (why !== undefined) skipped.push({ path, why });
          await pause();
        }
      }
    }
    for (const path of [...session.candidates]) if (!met.has(path) && !session.shown.has(path)) session.drop(path);
    tell(files);
    return { files, complete: true, skipped };
  };

  function refresh(path: string): void {
    const stamp = session.io.stat(path)?.stamp ?? '';
    const before = stamps.get(path);
    stamps.set(path, stamp);
    if (before !== undefined && before !== stamp) session.changedOnDisk(path);
  }
}

export type Scanner = ReturnType<typeof makeScanner>;
