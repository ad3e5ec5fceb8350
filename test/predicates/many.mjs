// Many generated programs held against the running packages: `npm run predicates -- SEED COUNT`.
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const outfile = 'out/predicates.js';
await esbuild.build({
  entryPoints: ['test/predicates/many.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
