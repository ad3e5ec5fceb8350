import ignore, { type Ignore } from 'ignore';
import type { Io } from './io.ts';

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

/**
 * The files below `root`, one folder at a time so that the caller can pause: without what `.gitignore` files and `exclude`
 * name, and without other people's code.
 */
export function* walk(io: Pick<Io, 'read' | 'entries'>, root: string, exclude: readonly string[]): Iterable<string[]> {
  yield* walkFolder(io, root, [rulesAt(root, exclude)]);
}

function* walkFolder(
  io: Pick<Io, 'read' | 'entries'>,
  folder: string,
  above: readonly IgnoreRules[],
): Iterable<string[]> {
  const entries = io.entries(folder);
  const rules = entries.some(it => it.name === '.gitignore') ? [...above, gitignoreOf(io, folder)] : above;
  const files: string[] = [];
  const folders: string[] = [];
  for (const { name, kind } of entries) {
    const path = join(folder, name);
    if (kind === 'folder' ? NOT_SOURCE.has(name) || isIgnored(rules, `${path}/`) : leavesOut(rules, path)) continue;
    (kind === 'folder' ? folders : files).push(path);
  }
  yield files;
  for (const it of folders) yield* walkFolder(io, it, rules);
}

/** Whether `walk` would leave this file out. */
export function isSkipped(
  io: Pick<Io, 'read' | 'exists'>,
  root: string,
  exclude: readonly string[],
  path: string,
): boolean {
  const names = path.slice(root.length).split('/').filter(Boolean);
  const rules = [rulesAt(root, exclude)];
  let folder = root;
  for (const [i, name] of names.entries()) {
    if (io.exists(join(folder, '.gitignore'))) rules.push(gitignoreOf(io, folder));
    folder = join(folder, name);
    const last = i === names.length - 1;
    if (last ? leavesOut(rules, folder) : NOT_SOURCE.has(name) || isIgnored(rules, `${folder}/`)) return true;
  }
  return false;
}

interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

function gitignoreOf(io: Pick<Io, 'read'>, folder: string): IgnoreRules {
  return rulesAt(folder, (io.read(join(folder, '.gitignore')) ?? '').split(/\r?\n/));
}

function rulesAt(folder: string, patterns: readonly string[]): IgnoreRules {
  return { folder, rules: ignore().add(patterns.filter(it => it.length < 1000)) };
}

function leavesOut(rules: readonly IgnoreRules[], file: string): boolean {
  return MINIFIED.test(file) || isIgnored(rules, file);
}

/** The innermost file that has an opinion decides, as in git. */
function isIgnored(all: readonly IgnoreRules[], path: string): boolean {
  for (const { folder, rules } of all.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(folder.endsWith('/') ? folder.length : folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
