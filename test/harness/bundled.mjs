// Bundles what a named script runs for many generated cases, and runs it: `npm run predicates -- SEED COUNT` and its like.
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const [entry, ...words] = process.argv.slice(2);
const outfile = `out/${entry.replaceAll('/', '-')}.mjs`;
await esbuild.build({
  entryPoints: [`test/${entry}.ts`],
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
process.argv.splice(2, process.argv.length, ...words);
await import(pathToFileURL(outfile).href);
