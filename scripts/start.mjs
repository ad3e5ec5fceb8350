// Audits a folder, or the sample workspace where none is named: npm start -- FOLDER
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = fileURLToPath(new URL('../test/workspaces/shop', import.meta.url)), ...rest] = process.argv.slice(2);

const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(2);
const audit = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../dist/cli.js', import.meta.url)), 'check', '--exit-zero', ...rest, '.'],
  { cwd: folder, stdio: 'inherit' },
);
if (audit.error) console.error(`${folder}: ${audit.error.message}`);
process.exitCode = audit.status ?? 2;
