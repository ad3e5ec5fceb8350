import type { Disk } from './disk.ts';
import { admitting, gitignore, inherited, inside, isIgnored, type Layer, layer } from './ignored.ts';

/** Folders that hold what others wrote or what a build made of the source. */
const NOT_SOURCE = new Set([
  ...['node_modules', 'bower_components', 'jspm_packages', 'vendor', '.yarn', '.pnpm-store', '.venv', 'site-packages'],
  ...['.git', '.hg', '.svn', '.jj', '.idea', '.gradle', '.terraform', '.vscode-test'],
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

/** Patterns in the manner of `.gitignore`, and the folder they are relative to. */
export interface Exclude {
  readonly patterns: readonly string[];
  readonly from: string;
}

/**
 * The files of concern below a folder in order of path, in pieces so that the caller can pause: without what git ignores, what `exclude` names,
 * build output, other people's code and minified names. Links are not followed, so no cycle is.
 */
export function* walk(
  disk: Disk,
  folder: string,
  exclude: Exclude | readonly Exclude[],
  concerns: (path: string) => boolean,
): Iterable<readonly string[]> {
  const excluded = admitting(excludedBy([exclude].flat(), disk), folder);
  yield* below(disk, folder, admitting(inherited(folder, disk), folder), excluded, concerns);
}

function* below(
  disk: Disk,
  folder: string,
  above: readonly Layer[],
  excluded: readonly Layer[],
  concerns: (path: string) => boolean,
): Iterable<readonly string[]> {
  const entries = [...disk.entries(folder)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const layers = entries.some(it => it.name === '.gitignore') ? [...above, ...gitignore(folder, disk)] : above;
  let files: string[] = [];
  for (const { name, kind } of entries) {
    const path = inside(folder, name);
    if ((kind === 'file' && !concerns(path)) || isLeftOut(name, path, kind === 'folder', layers, excluded)) continue;
    if (kind === 'file') files.push(path);
    else {
      yield files;
      files = [];
      yield* below(disk, path, admitting(layers, path), excluded, concerns);
    }
  }
  yield files;
}

/** Whether `walk` would leave this file out of what it finds below `root`. */
export function isSkipped(disk: Disk, root: string, exclude: Exclude, path: string): boolean {
  const names = path.slice(root.length).split('/').filter(Boolean);
  const excluded = admitting(excludedBy([exclude], disk), root);
  let layers = admitting(inherited(root, disk), root);
  let folder = root;
  for (const [i, name] of names.entries()) {
    layers = [...layers, ...gitignore(folder, disk)];
    folder = inside(folder, name);
    if (isLeftOut(name, folder, i < names.length - 1, layers, excluded)) return true;
  }
  return false;
}

function excludedBy(excludes: readonly Exclude[], disk: Disk): readonly Layer[] {
  return excludes.flatMap(({ patterns, from }) => (patterns.length > 0 ? [layer(from, patterns, disk)] : []));
}

function isLeftOut(
  name: string,
  path: string,
  folder: boolean,
  layers: readonly Layer[],
  excluded: readonly Layer[],
): boolean {
  const notSource = folder ? NOT_SOURCE.has(name) : MINIFIED.test(name);
  return notSource || isIgnored(excluded, path, folder) || isIgnored(layers, path, folder);
}
