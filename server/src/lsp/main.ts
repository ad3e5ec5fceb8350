import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { openWorkspace } from '../analysis/open.ts';
import type { Entry } from '../files/disk.ts';
import type { Io } from './io.ts';
import { startServer } from './server.ts';

/** The disk. */
const disk: Io = {
  folded: process.platform === 'win32' || process.platform === 'darwin',
  read(path) {
    try {
      const bytes = readFileSync(path);
      return bytes.subarray(0, 8192).includes(0) ? undefined : bytes.toString('utf8').replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  },
  exists: path => statOf(path) !== undefined,
  stat(path) {
    const found = statOf(path);
    return found ? { size: found.size, stamp: `${found.mtimeMs}:${found.size}` } : undefined;
  },
  entries(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).flatMap((it): readonly Entry[] =>
        it.isDirectory() ? [{ name: it.name, kind: 'folder' }] : it.isFile() ? [{ name: it.name, kind: 'file' }] : [],
      );
    } catch {
      return [];
    }
  },
};

function statOf(path: string): Stats | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Serves on standard input and output, or on Node's channel to the parent with `--node-ipc`. */
export function main(argv: readonly string[] = process.argv.slice(2)): void {
  if (!argv.some(it => it === '--node-ipc' || it.startsWith('--socket') || it.startsWith('--pipe')))
    if (!argv.includes('--stdio')) process.argv.push('--stdio');
  const connection = createConnection(ProposedFeatures.all);
  startServer(connection, openWorkspace, disk, version);
  connection.listen();
}
