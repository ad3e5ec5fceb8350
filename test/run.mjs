// Runs everything: types, style, the bundles, then every test file; the editor's tests last. With names as arguments, only
// the test files whose path contains one of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const wanted = process.argv.slice(2);
const node = process.execPath;

function step(title, command, args) {
  console.log(`\n— ${title}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: process.env });
  if (status !== 0) {
    console.error(`${title}: ${error ? error.message : `ended with ${status}`}`);
    process.exit(1);
  }
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
  step('types', node, ['node_modules/typescript/bin/tsc', '--noEmit']);
  step('style', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
}
step('bundles', node, ['esbuild.mjs']);
step('bundles of the tests', node, ['esbuild.mjs', '--tests', ...wanted]);
const found = [...files('out/test', '.test.js'), ...files('test/editor', '.test.mjs')];
if (found.length === 0) {
  console.error(`no test file's path contains ${wanted.join(' or ')}`);
  process.exit(1);
}
step('tests', node, ['--test', '--test-reporter=spec', ...found]);
