// Builds the extension and packs it: `node test/editor/package.mjs [FILE]`, by default out/corslint.vsix. With --packed-only
// what is in dist/ is taken as it is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Whether there are bundles to pack; `npm test` has just made them. */
export const isBuilt = () =>
  existsSync(join(ROOT, 'dist', 'server.js')) && existsSync(join(ROOT, 'dist', 'extension.cjs'));

/** Answers the path of the .vsix. */
export function packageExtension({ file = join(ROOT, 'out', 'corslint.vsix'), build = true } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  if (build) run('esbuild.mjs');
  const vsce = join('node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  run(vsce, 'package', ...options, '--readme-path', readme(), '--out', file);
  return file;
}

/** The README without what only a checkout has: pictures and links into it. */
function readme() {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8')
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n+/gm, '')
    .replace(/\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');
  const folder = join('node_modules', '.cache', 'corslint');
  const path = join(folder, 'readme.md');
  mkdirSync(join(ROOT, folder), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  return path;
}

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const [given] = args.filter(it => !it.startsWith('--'));
  const file = packageExtension({ build: !args.includes('--packed-only'), ...(given ? { file: resolve(given) } : {}) });
  console.log(`${file} (${Math.round(statSync(file).size / 1024)} KB)`);
}
