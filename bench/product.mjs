import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { typescriptParser } from '../scripts/typescript-parser.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** As in esbuild.mjs: what bundled CommonJS expects to find and an ES module does not have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  "import { dirname as __dirnameOf } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join(' ');
let home;

/** Builds what ships, and bundles a module with its parts for in-process runs. */
export async function build() {
  home = mkdtempSync(join(tmpdir(), 'corslint-bench-'));
  const parts = join(home, 'parts.ts');
  const source = path => JSON.stringify(join(ROOT, 'server/src', path));
  writeFileSync(
    parts,
    `export { run } from ${source('cli/run.ts')};
export { PRODUCT } from ${source('cli/product.ts')};
export { findFiles } from ${source('cli/files.ts')};
export { openWorkspace } from ${source('analysis/open.ts')};
`,
  );
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
  await esbuild.build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [typescriptParser()],
    outdir: home,
    outExtension: { '.js': '.mjs' },
    banner: { js: BANNER },
    entryPoints: { parts },
  });
  return {
    home,
    cli: join(ROOT, 'dist/cli.js'),
    server: join(ROOT, 'dist/server.js'),
    parts: join(home, 'parts.mjs'),
  };
}

export function cleanUp() {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
}
