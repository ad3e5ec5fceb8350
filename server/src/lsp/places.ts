import type { Span } from '../text/span.ts';
import type { Place } from './protocol.ts';
import type { Session } from './session.ts';

export function placeOf(at: Span, session: Session): Place {
  const { line, character } = session.linesOf(at.path).position(at.start);
  return { uri: session.uriOf(at.path), path: nameOf(at.path, session), line: line + 1, column: character + 1 };
}

/** A file's path for people: within its workspace folder, which is named where there are several. */
export function nameOf(path: string, session: Session): string {
  const folder = session.folderOf(path);
  if (folder === undefined) return path;
  const name = path.slice(folder.length + 1);
  return session.folders.length > 1 ? `${folder.slice(folder.lastIndexOf('/') + 1)}/${name}` : name;
}

export function byPlace(a: Place, b: Place): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column;
}
