// `npm run editor [-- FOLDER]`: a real VS Code in the browser, with the extension installed, on a copy of the sample.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installVscode } from './install-vscode.mjs';
import { packageExtension } from './package.mjs';
import { startServer } from './server.mjs';

const sample = fileURLToPath(new URL('../workspaces/shop', import.meta.url));
const [given] = process.argv.slice(2);
const source = given ? resolve(given) : sample;
if (!existsSync(source)) {
  console.error(`There is no folder ${source}.`);
  process.exit(2);
}
const base = mkdtempSync(join(tmpdir(), 'corslint-editor-'));
process.once('exit', () => rmSync(base, { recursive: true, force: true }));
// A folder that is named is opened itself; the sample is copied, so that it can be played with.
const folder = given ? source : join(base, basename(sample));
if (!given) cpSync(source, folder, { recursive: true, filter: it => basename(it) !== 'node_modules' });

const at = installVscode();
console.error('Building and packing the extension …');
const vsix = packageExtension({ file: join(base, 'corslint.vsix') });
const server = await startServer({ at, base, vsix: [vsix] });
console.log(`\nOpen this address in a browser, and stop with Ctrl+C:\n\n  ${server.url(folder)}\n`);
await server.ended;
