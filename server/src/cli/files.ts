import { type Dirent, readdirSync, statSync } from 'node:fs';
import { COMMAND_NAMES } from './args.ts';
import { explain } from './host.ts';
import { admitting, gitignore, inherited, isIgnored, type Layer, layer } from './ignored.ts';
import { UsageError } from './io.ts';
import { suggestion } from './nearest.ts';
import { absolute, folderOf, inside } from './paths.ts';

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
  /** Patterns in the manner of `.gitignore`, relative to `excludeFrom`. */
  readonly exclude: readonly string[];
  readonly excludeFrom: string;
  /** Told of each folder that cannot be listed. */
  readonly skip: (path: string, reason: string) => void;
}

/** Folders that hold what others wrote or what a build made of the source. */
const NOT_SOURCE = new Set([
  ...['node_modules', 'bower_components', 'jspm_packages', 'vendor', '.yarn', '.pnpm-store', '.venv', 'site-packages'],
  ...['.git', '.hg', '.svn', '.jj', '.idea', '.gradle', '.terraform'],
  ...['dist', 'build', 'out', 'coverage', '.nyc_output', '.cache', '.parcel-cache', '.turbo', '.nx', '.angular'],
  ...[
    '.next',
    '.nuxt',
    '.output',
    '.svelte-kit',
    '.astro',
    '.vercel',
    '.netlify',
    '.serverless',
    '.aws-sam',
    'cdk.out',
  ],
  ...['.wrangler', '.docusaurus', '.expo', 'storybook-static', '__pycache__'],
]);

const MINIFIED = /\.min\.[cm]?[jt]s$/;

/**
 * The files to look at, each once, in order of path within each folder. A file that is named is always among them; below
 * a folder, what git ignores, build output, minified names and links are left out. Links are not followed, so no cycle is.
 */
export function* findFiles(search: Search): Iterable<FoundFile> {
  const seen = new Set<string>();
  const excluded = search.exclude.length ? [layer(search.excludeFrom, search.exclude)] : [];
  for (const given of search.paths.length ? search.paths : ['.']) {
    const path = absolute(search.cwd, given);
    const found = isFolder(path, given)
      ? walk(path, admitting(inherited(path), path), admitting(excluded, path), search)
      : [{ path, named: true }];
    for (const it of found) {
      if (seen.has(it.path)) continue;
      seen.add(it.path);
      yield it;
    }
  }
}

function* walk(
  folder: string,
  above: readonly Layer[],
  excluded: readonly Layer[],
  search: Search,
): Iterable<FoundFile> {
  const entries = list(folder, search);
  const layers = entries.some(it => it.name === '.gitignore') ? [...above, ...gitignore(folder)] : above;
  for (const entry of entries) {
    const path = inside(folder, entry.name);
    if (entry.isDirectory()) {
      if (NOT_SOURCE.has(entry.name) || isIgnored(excluded, path, true) || isIgnored(layers, path, true)) continue;
      yield* walk(path, admitting(layers, path), excluded, search);
    } else if (
      entry.isFile() &&
      !MINIFIED.test(entry.name) &&
      search.concerns(path) &&
      !isIgnored(excluded, path, false) &&
      !isIgnored(layers, path, false)
    )
      yield { path, named: false };
  }
}

function list(folder: string, search: Search): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    search.skip(folder, explain(error));
    return [];
  }
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
