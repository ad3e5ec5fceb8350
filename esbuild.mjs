// Bundles what ships (dist/) and, with --tests, the test files (out/), with words after it only those whose path contains one of
// them. `--watch` keeps both fresh.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { typescriptParser } from './scripts/typescript-parser.mjs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const words = process.argv.slice(2).filter(it => !it.startsWith('--'));

/** jsonc-parser's `main` is UMD, which a bundler cannot follow: prefer the ES modules. */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  sourcemap: tests ? 'inline' : false,
  logLevel: 'warning',
};

/** What bundled CommonJS (typescript, for one) expects to find and an ES module does not have. */
const banner = {
  js: [
    "import { createRequire as __createRequire } from 'node:module';",
    "import { fileURLToPath as __fileURLToPath } from 'node:url';",
    "import { dirname as __dirnameOf } from 'node:path';",
    'const require = __createRequire(import.meta.url);',
    'const __filename = __fileURLToPath(import.meta.url);',
    'const __dirname = __dirnameOf(__filename);',
  ].join(' '),
};

/** Leaves what the extension begins with alone in its file: the rest is not even parsed before it is asked for. */
const apart = {
  name: 'apart',
  setup: build => build.onResolve({ filter: /^\.\/start\.ts$/ }, () => ({ path: './start.cjs', external: true })),
};

const product = [
  {
    ...common,
    entryPoints: { extension: 'client/extension.ts', start: 'client/start.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    minify: true,
    plugins: [apart],
    // The editor answers `require('vscode')` for what is required, and not for what Node imports.
    supported: { 'dynamic-import': false },
  },
  // Command line and server are one program: what a door does not ask for, with import(), is never set up.
  {
    ...common,
    entryPoints: { program: 'server/src/program.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    minify: true,
    plugins: [typescriptParser()],
  },
  {
    ...common,
    entryPoints: { server: 'server/src/boot/server.ts', cli: 'server/src/boot/cli.ts' },
    outdir: 'dist',
    format: 'esm',
    minify: true,
  },
];

function testFiles(folder = 'test') {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(it => it.isFile() && it.name.endsWith('.test.ts'))
    .map(it => join(it.parentPath, it.name))
    .filter(it => !it.includes('workspaces') && !it.includes('node_modules'))
    .filter(it => words.length === 0 || words.some(word => it.includes(word)));
}

const suites = () => ({
  ...common,
  entryPoints: testFiles(),
  outdir: 'out',
  outbase: '.',
  format: 'esm',
  banner,
  packages: 'external',
});

const jobs = tests ? [suites()] : product;
rmSync(tests ? 'out' : 'dist', { recursive: true, force: true });
// The sample of the extension's walkthrough.
const isSample = path => basename(path) !== 'node_modules';
if (!tests) cpSync('test/workspaces/shop', 'dist/sample/shop', { recursive: true, filter: isSample });
if (watch) {
  const contexts = await Promise.all(jobs.map(it => esbuild.context(it)));
  await Promise.all(contexts.map(it => it.watch()));
} else {
  await Promise.all(jobs.map(it => esbuild.build(it)));
}
