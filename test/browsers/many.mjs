// Many generated policies and requests held against real browsers: `npm run browsers -- SEED COUNT`.
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const outfile = 'out/browsers.js';
await esbuild.build({
  entryPoints: ['test/browsers/many.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
