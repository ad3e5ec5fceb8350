// Builds the suite that runs inside the extension host, for whoever starts that.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Answers the path of the suite's bundle, which finds mocha from there; the extension itself has to be built already. */
export async function buildSuite() {
  const outfile = join(ROOT, 'node_modules', '.cache', 'corslint', 'editor-suite.cjs');
  const entry = join(ROOT, 'test', 'editor', 'suite', 'index.ts');
  const common = { bundle: true, platform: 'node', format: 'cjs', sourcemap: 'inline', logLevel: 'warning' };
  await build({ ...common, entryPoints: [entry], outfile, external: ['vscode', 'mocha'] });
  return outfile;
}

/** A folder for the suite to work in, which knows the packages it speaks of. */
export function suiteFolder() {
  const base = mkdtempSync(join(tmpdir(), 'corslint-suite-'));
  const folder = join(base, 'workspace');
  mkdirSync(folder);
  const dependencies = { cors: '^2.8.5', express: '^5.0.0' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'suite', private: true, type: 'module', dependencies }),
  );
  return { base, folder };
}
