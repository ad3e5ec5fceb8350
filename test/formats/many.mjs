// Many changed texts of configuration are read without a crash: `npm run mutations -- SEED COUNT`.
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const outfile = 'out/mutations.js';
await esbuild.build({
  entryPoints: ['test/formats/many.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  // The product asks for `yaml` by need.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
