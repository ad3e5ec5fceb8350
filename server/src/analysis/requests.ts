import type { CorsRequest } from '../model/request.ts';
import type { Reading, RequestClient } from '../requests/client.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import type { Project } from '../syntax/project.ts';
import { clientsFor } from './sieve.ts';

/** The requests that the code of a file sends, in order of place. */
export function requestsIn(path: string, text: string, project: Project, inTests: boolean): readonly CorsRequest[] {
  const clients = clientsFor(path, text);
  if (clients.length === 0) return [];
  const reading: Reading = { project, lookup: name => environmentValues(project, path, name) };
  const found = clients.flatMap(it => read(it, path, reading));
  return found
    .map(it => ({ ...it, runs: NOT_KNOWN, ...(inTests ? { inTests } : {}) }))
    .sort((a, b) => a.at.start - b.at.start);
}

const NOT_KNOWN: CorsRequest['runs'] = { where: 'unknown', why: 'nothing tells where the code runs' };

/** A client that fails on a file reads nothing there; the others go on. */
function read(client: RequestClient, path: string, reading: Reading): ReturnType<RequestClient['read']> {
  const file = reading.project.code(path);
  try {
    return file ? client.read(file, reading) : [];
  } catch {
    return [];
  }
}
