import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Disk, Entry } from '../files/disk.ts';
import { type Exclude, walk } from '../files/walk.ts';
import { suggestion } from '../text/nearest.ts';
import { explain } from './host.ts';
import { UsageError } from './io.ts';
import { COMMAND_NAMES } from './options.ts';
import { absolute, folderOf } from './paths.ts';

/** A file to look at. `named` tells that it was given by name and not found in a folder. */
export interface FoundFile {
  readonly path: string;
  readonly named: boolean;
}

export interface Search {
  readonly cwd: string;
  /** As on the command line. None means the working directory. */
  readonly paths: readonly string[];
  readonly concerns: (path: string) => boolean;
  readonly exclude: readonly Exclude[];
  /** Told of each folder that cannot be listed. */
  readonly skip: (path: string, reason: string) => void;
}

/** The files to look at, each once. A file that is named is always among them, a folder's are those that `walk` finds. */
export function* findFiles(search: Search): Iterable<FoundFile> {
  const seen = new Set<string>();
  const disk = diskOf(search);
  for (const given of search.paths.length ? search.paths : ['.']) {
    const path = absolute(search.cwd, given);
    const found = isFolder(path, given)
      ? unnamed(walk(disk, path, search.exclude, search.concerns))
      : [{ path, named: true }];
    for (const it of found) {
      if (seen.has(it.path)) continue;
      seen.add(it.path);
      yield it;
    }
  }
}

function* unnamed(pieces: Iterable<readonly string[]>): Iterable<FoundFile> {
  for (const paths of pieces) for (const path of paths) yield { path, named: false };
}

function diskOf({ skip }: Search): Disk {
  return {
    folded: process.platform === 'win32' || process.platform === 'darwin',
    read(path) {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    entries(folder) {
      try {
        return readdirSync(folder, { withFileTypes: true }).flatMap((it): readonly Entry[] =>
          it.isDirectory() ? [{ name: it.name, kind: 'folder' }] : it.isFile() ? [{ name: it.name, kind: 'file' }] : [],
        );
      } catch (error) {
        skip(folder, explain(error));
        return [];
      }
    },
  };
}

function isFolder(path: string, given: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    const reason = explain(error);
    if (reason === 'missing') {
      const near = suggestion(given, COMMAND_NAMES);
      throw new UsageError(`there is no file or folder \`${given}\`${near && `.${near}`}`);
    }
    if (reason.startsWith('a link')) throw new UsageError(`\`${given}\` is ${reason}`);
    if (folderOf(path) === path) throw new UsageError(`\`${given}\` ${reason}`);
    return false;
  }
}
