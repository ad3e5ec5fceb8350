// Runs everything: types, style, the bundles, then every test file; the editor's tests last, or not at all with --no-editor. With
// names as arguments, only the test files whose path contains one of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findAll } from './harness/apt.mjs';

const wanted = process.argv.slice(2).filter(it => it !== '--no-editor');
const withEditor = !process.argv.includes('--no-editor');
const node = process.execPath;

/** Whether a command ends well; why not is said. */
function ends(title, command, args) {
  console.log(`\n— ${title}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: process.env });
  if (status !== 0) console.error(`${title}: ${error ? error.message : `ended with ${status}`}`);
  return status === 0;
}

function step(title, command, args) {
  if (!ends(title, command, args)) process.exit(1);
}

function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(it => it.isFile() && it.name.endsWith(ending))
    .map(it => join(it.parentPath, it.name))
    .filter(it => wanted.length === 0 || wanted.some(word => it.includes(word)))
    .sort();
}

if (wanted.length === 0) {
  findAll(console.log);
  step('types', node, ['node_modules/typescript/bin/tsc', '--noEmit']);
  step('style', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
}
step('bundles', node, ['esbuild.mjs']);
step('bundles of the tests', node, ['esbuild.mjs', '--tests', ...wanted]);
const found = files('out/test', '.test.js');
const editor = withEditor ? files('test/editor', '.test.mjs') : [];
if (found.length + editor.length === 0) {
  console.error(`no test file's path contains ${wanted.join(' or ')}`);
  process.exit(1);
}
const several = `--test-concurrency=${availableParallelism()}`;
const failed = [
  ['tests', [several, ...found]],
  // An editor and its browser take the whole machine.
  ['tests of the editor', ['--test-concurrency=1', ...editor]],
].filter(([title, args]) => args.length > 1 && !ends(title, node, ['--test', '--test-reporter=spec', ...args]));
process.exit(failed.length > 0 ? 1 : 0);
