import type { CorsRequest } from '../model/request.ts';
import type { Reading, RequestClient } from '../requests/client.ts';
import { whereItRuns } from '../requests/where.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import type { Project } from '../syntax/project.ts';
import { clientsFor } from './sieve.ts';

/** The requests that the code of a file sends, in order of place. */
export function requestsIn(path: string, text: string, project: Project, inTests: boolean): readonly CorsRequest[] {
  const clients = clientsFor(path, text);
  if (clients.length === 0) return [];
  const reading: Reading = { project, lookup: name => environmentValues(project, path, name) };
  const found = clients.flatMap(it => read(it, path, reading));
  const file = found.length > 0 ? project.code(path) : undefined;
  if (!file) return [];
  const runsAt = whereItRuns(file, project);
  return found
    .map(it => ({ ...it, runs: runsAt(it.at), ...(inTests ? { inTests } : {}) }))
    .sort((a, b) => a.at.start - b.at.start);
}

/** A client that fails on a file reads nothing there; the others go on. */
function read(client: RequestClient, path: string, reading: Reading): ReturnType<RequestClient['read']> {
  const file = reading.project.code(path);
  try {
    return file ? client.read(file, reading) : [];
  } catch {
    return [];
  }
}
