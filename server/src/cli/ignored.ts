import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { folderOf, inside, slashed, upward } from './paths.ts';

/** Patterns and the folder they are relative to. */
export interface Layer {
  /** Absolute, ending in a slash. */
  readonly base: string;
  readonly patterns: Ignore;
}

/** File systems that do not tell upper from lower case read the patterns likewise, as git does. */
const FOLDED = process.platform === 'win32' || process.platform === 'darwin';

export function layer(folder: string, patterns: string | readonly string[]): Layer {
  return { base: inside(folder, ''), patterns: ignore({ ignorecase: FOLDED }).add(patterns) };
}

/** The layer of the `.gitignore` in `folder`, if there is one that can be read. */
export function gitignore(folder: string): readonly Layer[] {
  return fromFile(folder, inside(folder, '.gitignore'));
}

/** What git would ignore in `folder` by what stands above it: the repository's own list and every `.gitignore` on the way. */
export function inherited(folder: string): readonly Layer[] {
  const layers: Layer[] = [];
  for (const at of upward(folder)) {
    if (at !== folder) layers.unshift(...gitignore(at));
    const git = gitFolder(at);
    if (git !== undefined) return [...fromFile(at, `${git}/info/exclude`), ...layers];
  }
  return [];
}

/** Whether the layers, outermost first, say that git leaves `path` out. A deeper layer overrules the ones above it. */
export function isIgnored(layers: readonly Layer[], path: string, folder: boolean): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { base, patterns } = layers[i] as Layer;
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

function fromFile(folder: string, path: string): readonly Layer[] {
  try {
    return [layer(folder, readFileSync(path, 'utf8'))];
  } catch {
    return [];
  }
}

/** The folder that holds `info/exclude`, where `folder` is the top of a work tree. */
function gitFolder(folder: string): string | undefined {
  const git = inside(folder, '.git');
  const stat = statSync(git, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isDirectory()) return git;
  try {
    const link = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1] ?? '';
    const own = slashed(resolve(folder, link.trim()));
    return folderOf(folderOf(own)).endsWith('/.git') ? folderOf(folderOf(own)) : own;
  } catch {
    return git;
  }
}
