// Writes the generated parts of the documentation: docs/rules, and the tables of the README.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const outfile = resolve('out/docs/docs.mjs');
await esbuild.build({
  entryPoints: ['test/harness/docs.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const { generated } = await import(pathToFileURL(outfile).href);

for (const [path, text] of generated()) {
  let before;
  try {
    before = readFileSync(path, 'utf8');
  } catch {}
  if (before === text) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
