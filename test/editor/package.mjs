// Builds the extension and packs it: `npm run package [-- FILE]`, by default out/corslint.vsix. With --packed-only what is in
// dist/ is taken as it is.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the extension runs on. Nothing else goes into the package but its README. */
const CONTENT = [
  'LICENSE',
  'corslint.schema.json',
  'client/cors.svg',
  'client/icon.png',
  'client/walkthrough',
  'dist',
  'syntaxes',
];
/** What of the manifest is for npm and for a checkout. */
const NOT_FOR_EDITORS = ['bin', 'exports', 'files', 'scripts', 'devDependencies', 'overrides', 'allowScripts'];

/** Whether there are bundles to pack; `npm test` has just made them. */
export const isBuilt = () =>
  ['extension.cjs', 'start.cjs', 'server.js', 'program.cjs'].every(it => existsSync(join(ROOT, 'dist', it)));

/** Answers the path of the .vsix. */
export function packageExtension({ file = join(ROOT, 'out', 'corslint.vsix'), build = true } = {}) {
  if (build) run(ROOT, 'esbuild.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'corslint-package-'));
  try {
    const left = ['cli.js', '.compiled'].map(it => join('dist', it));
    const filter = path => !left.some(it => path.endsWith(it));
    for (const path of CONTENT) cpSync(join(ROOT, path), join(folder, path), { recursive: true, filter });
    writeFileSync(join(folder, 'README.md'), readme());
    writeFileSync(join(folder, 'package.json'), manifest());
    mkdirSync(dirname(file), { recursive: true });
    const vsce = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
    run(folder, vsce, 'package', '--no-dependencies', '--allow-package-env-file', '--out', file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return file;
}

function manifest() {
  const all = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([key]) => !NOT_FOR_EDITORS.includes(key))));
}

/** The README without what only a checkout has: pictures and links into it. */
function readme() {
  return readFileSync(join(ROOT, 'README.md'), 'utf8')
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n+/gm, '')
    .replace(/\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');
}

function run(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const [given] = args.filter(it => !it.startsWith('--'));
  const file = packageExtension({ build: !args.includes('--packed-only'), ...(given ? { file: resolve(given) } : {}) });
  console.log(`${file} (${Math.round(statSync(file).size / 1024)} KB)`);
}
