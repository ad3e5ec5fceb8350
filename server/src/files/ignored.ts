import ignore, { type Ignore } from 'ignore';
import { folderOf, foldersUp, join } from '../syntax/paths.ts';
import type { Disk } from './disk.ts';

/** Patterns and the folder they are relative to. */
export interface Layer {
  /** Absolute, ending in a slash. */
  readonly base: string;
  readonly patterns: Ignore;
}

/** No pattern that a person wrote is longer, in characters. */
const LONGEST = 1000;

export function layer(folder: string, patterns: readonly string[], { folded = false }: Pick<Disk, 'folded'>): Layer {
  const written = patterns.filter(it => it.length < LONGEST);
  return { base: inside(folder, ''), patterns: ignore({ ignorecase: folded }).add(written) };
}

/** The layer of the `.gitignore` in `folder`, if there is one that can be read. */
export function gitignore(folder: string, disk: Disk): readonly Layer[] {
  return fromFile(folder, inside(folder, '.gitignore'), disk);
}

/** What git would ignore in `folder` by what stands above it: the repository's own list and every `.gitignore` on the way. */
export function inherited(folder: string, disk: Disk): readonly Layer[] {
  const layers: Layer[] = [];
  for (const at of foldersUp(inside(folder, 'any'))) {
    if (at !== folder) layers.unshift(...gitignore(at, disk));
    const git = gitFolder(at, disk);
    if (git !== undefined) return [...fromFile(at, `${git}/info/exclude`, disk), ...layers];
  }
  return [];
}

/** Whether the layers, outermost first, say that git leaves `path` out. A deeper layer overrules the ones above it. */
export function isIgnored(layers: readonly Layer[], path: string, folder: boolean): boolean {
  for (const { base, patterns } of layers.toReversed()) {
    if (!path.startsWith(base)) continue;
    const result = patterns.test(path.slice(base.length) + (folder ? '/' : ''));
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

/** The layers that have a say below a folder that is walked whatever they say of the folder itself. */
export function admitting(layers: readonly Layer[], folder: string): readonly Layer[] {
  return layers.filter(it => !isIgnored([it], folder, true));
}

function fromFile(folder: string, path: string, disk: Disk): readonly Layer[] {
  const text = disk.read(path);
  return text === undefined ? [] : [layer(folder, text.split(/\r?\n/), disk)];
}

/** The folder that holds `info/exclude`, where `folder` is the top of a work tree. */
function gitFolder(folder: string, disk: Disk): string | undefined {
  const git = inside(folder, '.git');
  if (disk.read(`${git}/HEAD`) !== undefined) return git;
  const link = /^gitdir: (.+)$/m.exec(disk.read(git) ?? '')?.[1]?.trim();
  if (link === undefined) return undefined;
  const own = /^([A-Za-z]:)?\//.test(link) ? link : join(folder, link);
  // A further work tree's own folder is `.git/worktrees/name` of the first.
  const first = folderOf(folderOf(own));
  return first.endsWith('/.git') ? first : own;
}

/** A path inside a folder. */
export function inside(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
